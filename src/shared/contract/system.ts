import * as z from 'zod';
import { call } from '../rpc/contract.ts';
import { DisplayFilter } from './signal.ts';
import { RhythmThresholdChanges } from './thresholds.ts';

/** What the window remembers between sessions. Never patient data. */
/** How a trace is laid out. */
const traceView = {
  layout: z.enum(['3x4', '6x2', '12x1', 'cabrera', 'strip']).default('3x4'),
  /** mm per second. */
  speed: z.union([z.literal(12.5), z.literal(25), z.literal(50), z.literal(100)]).default(25),
  /** mm per millivolt. */
  gain: z.union([z.literal(2.5), z.literal(5), z.literal(10), z.literal(20)]).default(10),
  filter: DisplayFilter.default({ highpass: 0.05, lowpass: 150, notch: 0 }),
};
const RememberedView = z.object(traceView);
export type RememberedView = z.infer<typeof RememberedView>;

export const Preferences = z.object({
  /** What the window speaks; absent: the language of the system where there is a catalogue for it, else English. */
  language: z.enum(['en', 'de']).optional(),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** The trace's paper; `auto` follows the theme. */
  paper: z.enum(['auto', 'pink', 'green', 'grey', 'dark']).default('auto'),
  /** Where nothing else is remembered. */
  ...traceView,
  /** How each reader last looked at each kind of study; keys are made by the window. */
  views: z.record(z.string().max(100), RememberedView).default({}),
  /**
   * CSS pixels per millimetre as measured with a ruler, by display: `1920x1080@1.5` is its size in CSS pixels and the
   * device pixels to each, so that zooming asks for another measurement. A display that is absent is not to scale.
   */
  calibrations: z.record(z.string().max(40), z.number().min(1).max(40)).default({}),
  /** Width of the worklist beside an open study, in CSS pixels. */
  worklistWidth: z.number().int().min(200).max(900).optional(),
  worklistHidden: z.boolean().optional(),
  inspectorHidden: z.boolean().optional(),
  /** Who reads: the author of edits and the signer, until readers have accounts. */
  readerName: z.string().trim().min(1).max(80).optional(),
  /** What rhythm episodes are told by, where that is not the default. */
  rhythmThresholds: RhythmThresholdChanges.default({}),
});
export type Preferences = z.infer<typeof Preferences>;

export const systemContract = {
  'system.describe': call(
    z.object({}),
    z.object({
      version: z.string(),
      host: z.enum(['electron', 'browser']),
      /** `native`: the host opens file dialogs. `upload`: the page picks files and sends their bytes. */
      picker: z.enum(['native', 'upload']),
    }),
  ),
  'system.preferences': call(z.object({}), Preferences),
  'system.savePreferences': call(Preferences, z.object({ ok: z.literal(true) })),
} as const;
