import * as z from 'zod';
import { call, stream } from '../rpc/contract.ts';
import { Bytes, Count, Float32, Id, Int32, SampleIndex } from './columns.ts';
import { UsedThresholds } from './thresholds.ts';

/**
 * How far the reading of a stretch has come. `detected`: beats found, their kind not known yet. `provisional`: classes by
 * the model from the stretch alone. `refined`: with the rhythm and the usual beat of the half hour around; final.
 */
export const ReadingStage = z.enum(['detected', 'provisional', 'refined']);
export type ReadingStage = z.infer<typeof ReadingStage>;

/**
 * Beats of samples [from, to) of the recording, in time order: they replace whatever was told of this range before.
 * A stage never falls back: a range once refined is not told as provisional again.
 */
export const BeatsFound = z.object({
  kind: z.literal('beats'),
  stage: ReadingStage,
  from: SampleIndex,
  to: SampleIndex,
  sample: Int32,
  /** WFDB codes. */
  code: Bytes,
  /** Calibrated probability of the code, 0–1; for `detected`, of there being a beat. */
  confidence: Float32,
});
export type BeatsFound = z.infer<typeof BeatsFound>;

/** Signal quality: one row a lead, one byte a second: 0 unreadable, 1 poor, 2 good, 255 not looked at or missing. */
export const SignalQuality = z.object({
  /** Seconds from the start of the recording of the first column. */
  fromSecond: Count,
  seconds: Count,
  /** Indices of the recording's leads, in the order of the rows. */
  leads: z.array(Count),
  /** leads × seconds, row-major. */
  values: Bytes,
});
export type SignalQuality = z.infer<typeof SignalQuality>;

/** Kinds of rhythm episode, in the order of urgency. */
export const EPISODE_KINDS = [
  'ventricular-flutter',
  'ventricular-tachycardia',
  'pause',
  'idioventricular',
  'atrial-fibrillation',
  'atrial-flutter',
  'supraventricular-tachycardia',
  'ventricular-run',
  'supraventricular-run',
  'bradycardia',
  'tachycardia',
  'ventricular-bigeminy',
  'ventricular-trigeminy',
  'supraventricular-bigeminy',
  'supraventricular-trigeminy',
  'ventricular-couplet',
  'supraventricular-couplet',
  'paced',
  'sinus-rhythm',
  'unclassified',
] as const;
export const EpisodeKind = z.enum(EPISODE_KINDS);
export type EpisodeKind = z.infer<typeof EpisodeKind>;

export const Episode = z.object({
  kind: EpisodeKind,
  from: SampleIndex,
  to: SampleIndex,
  beats: Count,
  /** Mean rate in beats per minute; NaN for a pause. */
  rate: z.number(),
  /** 0–1; NaN where decided by counting alone. */
  confidence: z.number(),
});
export type Episode = z.infer<typeof Episode>;

/** A statement on the whole recording, never more than a suggestion. */
export const FindingRow = z.object({
  /** Code as PTB-XL names it: NORM, MI, STTC, CD, HYP, SR, AFIB, STACH, SBRAD, SARRH, PACE. */
  finding: z.string(),
  group: z.enum(['superclass', 'rhythm']),
  /** Calibrated probability. */
  probability: z.number(),
  /** Whether it is above the threshold at which it is suggested. */
  suggested: z.boolean(),
});
export type FindingRow = z.infer<typeof FindingRow>;

export const DEVICE_NAMES = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
export const DeviceName = z.enum(DEVICE_NAMES);
export type DeviceName = z.infer<typeof DeviceName>;

export const ReadingProgress = z.object({
  kind: z.literal('progress'),
  state: z.enum(['waiting', 'running', 'paused']),
  /** What is done of the work, 0–1: detection and prediction together. */
  fraction: z.number(),
  analysedTo: SampleIndex,
  samples: Count,
  /** What computes; absent while waiting, or where rules read because no model can be used. */
  device: DeviceName.optional(),
  /** Id of the model, or `rules 3`. */
  madeBy: z.string(),
  /** Seconds of recording read per second. */
  speed: z.number().optional(),
  secondsLeft: z.number().optional(),
});

export type ReadingProgress = z.infer<typeof ReadingProgress>;

/** A sentence for the reader: no model could be used, the device was lost and the CPU goes on. */
export const ReadingNotice = z.object({ kind: z.literal('notice'), text: z.string() });
/** The whole record was seen; the annotation set is final and replaces what was told before. */
export const ReadingComplete = z.object({ kind: z.literal('complete'), setId: Id });

export const AnalysisEvent = z.discriminatedUnion('kind', [
  BeatsFound,
  z.object({ kind: z.literal('quality'), quality: SignalQuality }),
  z.object({ kind: z.literal('episodes'), episodes: z.array(Episode) }),
  ReadingProgress,
  ReadingNotice,
  ReadingComplete,
]);
export type AnalysisEvent = z.infer<typeof AnalysisEvent>;

export const DeviceVerdict = z.object({
  device: DeviceName,
  /** `agrees`: usable. `differs`: it computes something else than the CPU, and is not used. `absent`: this machine has none. */
  verdict: z.enum(['agrees', 'differs', 'failed', 'absent', 'not-probed']),
  /** Largest difference to the CPU on the fixed input, in units of probability, where both ran. */
  difference: z.number().optional(),
  /** Windows of the beat model per second. */
  windowsPerSecond: z.number().optional(),
  /** A sentence, where it is not used. */
  reason: z.string().optional(),
});
export type DeviceVerdict = z.infer<typeof DeviceVerdict>;

export const DevicesInfo = z.object({
  devices: z.array(DeviceVerdict),
  /** The reader's choice. */
  chosen: z.union([z.literal('auto'), DeviceName]),
  /** What is used. */
  used: DeviceName,
  /** Largest difference at which a device is said to agree. */
  tolerance: z.number(),
});
export type DevicesInfo = z.infer<typeof DevicesInfo>;

export const ModelInfo = z.object({
  id: z.string(),
  name: z.string(),
  /** Shipped with the program, or made on this machine. */
  origin: z.enum(['shipped', 'local']),
  active: z.boolean(),
  /** Present where it cannot be used, as a sentence. */
  problem: z.string().optional(),
  heads: z.array(z.string()),
  parameters: Count,
  bytes: Count,
});
export type ModelInfo = z.infer<typeof ModelInfo>;

/** What a finished reading says beside its annotations. */
export const ReadingResult = z.object({
  setId: Id,
  madeBy: z.string(),
  device: DeviceName.optional(),
  leads: z.array(Count),
  /** Those of the set's rhythm annotations, unless the thresholds have been changed since: then told anew from its beats. */
  episodes: z.array(Episode),
  /** What the episodes were told by; the defaults where absent. */
  thresholds: UsedThresholds.optional(),
  quality: SignalQuality,
  /** Only for recordings the findings model can judge (10 s, 12 leads); else empty. */
  findings: z.array(FindingRow),
});
export type ReadingResult = z.infer<typeof ReadingResult>;

export const analysisContract = {
  /**
   * Watches the automatic reading of a recording: starts it where there is none, joins it where one is running, ends at
   * once where it is complete. Leaving the loop only stops watching. The first events are everything known so far.
   */
  'analysis.watch': stream(z.object({ recordingId: Id }), AnalysisEvent),
  /** Where the reader looks: this stretch is read first. */
  'analysis.focus': call(
    z.object({ recordingId: Id, from: SampleIndex, to: SampleIndex }),
    z.object({ ok: z.literal(true) }),
  ),
  'analysis.pause': call(z.object({ recordingId: Id }), z.object({ ok: z.literal(true) })),
  'analysis.resume': call(z.object({ recordingId: Id }), z.object({ ok: z.literal(true) })),
  'analysis.cancel': call(z.object({ recordingId: Id }), z.object({ ok: z.literal(true) })),
  /**
   * Of a reading, of the one that a reader's set goes back to, or of the latest.
   * @throws `not-found` where there is no complete reading
   */
  'analysis.result': call(z.object({ recordingId: Id, setId: Id.optional() }), ReadingResult),
  /**
   * How much each stretch of each lead speaks for a finding, or for the class of the beat at `sample`: integrated
   * gradients of its log-odds, smoothed, scaled to −1 … 1, one value every `step` samples. `setId` as of `analysis.result`.
   */
  'analysis.saliency': call(
    z.object({
      recordingId: Id,
      setId: Id.optional(),
      finding: z.string().max(20).optional(),
      sample: SampleIndex.optional(),
    }),
    z.object({
      from: SampleIndex,
      step: z.number().positive(),
      leads: z.array(Count),
      /** leads × columns, row-major. */
      values: Float32,
      columns: Count,
      method: z.string(),
      madeBy: z.string(),
    }),
  ),
  'devices.list': call(z.object({}), DevicesInfo),
  /** Looks at all devices anew; some seconds. */
  'devices.probe': call(z.object({}), DevicesInfo),
  'devices.choose': call(z.object({ device: z.union([z.literal('auto'), DeviceName]) }), DevicesInfo),
  'models.list': call(z.object({}), z.object({ models: z.array(ModelInfo) })),
} as const;
