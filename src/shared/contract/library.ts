import * as z from 'zod';
import { call, stream } from '../rpc/contract.ts';
import { Bytes, Count, Id } from './columns.ts';

/** Where a study stands. A quarantined row is a file that could not be read: it stays visible, with its reason. */
export const StudyStatus = z.enum(['new', 'in-review', 'signed', 'quarantined']);
export type StudyStatus = z.infer<typeof StudyStatus>;

export const StudyRow = z.object({
  id: Id,
  status: StudyStatus,
  /** As the file states them, or absent. */
  patientName: z.string().optional(),
  patientId: z.string().optional(),
  sex: z.enum(['female', 'male', 'other', 'unknown']).optional(),
  birthDate: z.string().optional(),
  ageYears: z.number().optional(),
  /** The record's own name. */
  recordName: z.string(),
  format: z.string(),
  /** Local start of the recording, ISO 8601, when the file tells. */
  recordedAt: z.string().optional(),
  importedAt: z.string(),
  durationSeconds: z.number(),
  leadNames: z.array(z.string()),
  /** Beats found by the latest complete analysis; absent until there is one. */
  beatCount: Count.optional(),
  ventricularCount: Count.optional(),
  meanHeartRate: z.number().optional(),
  /** How urgent what the latest reading found is: 0 nothing, 3 at once; absent until there is a reading. */
  priority: z.number().int().min(0).max(3).optional(),
  /** True for recordings made by the simulator. */
  synthetic: z.boolean(),
  /** Why a quarantined file could not be read. */
  reason: z.string().optional(),
});
export type StudyRow = z.infer<typeof StudyRow>;

export const LeadInfo = z.object({
  name: z.string(),
  unit: z.string(),
  rate: z.number(),
  samples: Count,
  gain: z.number(),
  baseline: z.number(),
  uncalibrated: z.boolean().optional(),
});
export type LeadInfo = z.infer<typeof LeadInfo>;

export const AnnotationSetInfo = z.object({
  id: Id,
  annotator: z.string(),
  /** Who made it: it came with the file, a rule-based analysis, a model, or a person. */
  origin: z.enum(['file', 'rules', 'model', 'reader']),
  createdAt: z.string(),
  /** Version of what made it, e.g. `rules 1` or a model id. */
  madeBy: z.string(),
  complete: z.boolean(),
  count: Count,
  /** How many annotations of each WFDB code there are. */
  countByCode: z.record(z.string(), Count),
});
export type AnnotationSetInfo = z.infer<typeof AnnotationSetInfo>;

export const RecordingInfo = z.object({
  id: Id,
  name: z.string(),
  /** Base rate in Hz; the time base of annotations and of every window asked for. */
  rate: z.number(),
  samples: Count,
  start: z.string().optional(),
  leads: z.array(LeadInfo),
  annotationSets: z.array(AnnotationSetInfo),
});
export type RecordingInfo = z.infer<typeof RecordingInfo>;

export const StudyDetail = z.object({
  row: StudyRow,
  recordings: z.array(RecordingInfo),
  notes: z.array(z.string()),
  warnings: z.array(z.string()),
  /** The original files, kept byte-identical. */
  sources: z.array(z.object({ name: z.string(), bytes: Count, sha256: z.string() })),
});
export type StudyDetail = z.infer<typeof StudyDetail>;

export const ColumnMapping = z.object({
  rate: z.number().positive().max(100_000).optional(),
  timeColumn: Count.optional(),
  timeUnit: z.enum(['s', 'ms', 'sample']).optional(),
  leads: z
    .array(z.object({ column: Count, name: z.string().min(1).max(40) }))
    .min(1)
    .max(64),
  unit: z.enum(['mV', 'uV', 'V']),
});
export type ColumnMapping = z.infer<typeof ColumnMapping>;

export const ImportEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), files: Count }),
  /** `fraction` of this file, 0–1. */
  z.object({ kind: z.literal('progress'), file: z.string(), index: Count, fraction: z.number() }),
  z.object({ kind: z.literal('imported'), file: z.string(), studyId: Id, alreadyThere: z.boolean() }),
  z.object({ kind: z.literal('quarantined'), file: z.string(), studyId: Id, reason: z.string() }),
  z.object({
    kind: z.literal('needs-mapping'),
    file: z.string(),
    /** Names the file when the mapping is given. */
    fileId: Id,
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    reason: z.string(),
  }),
]);
export type ImportEvent = z.infer<typeof ImportEvent>;

export const libraryContract = {
  'library.search': call(
    z.object({
      text: z.string().max(200).default(''),
      status: StudyStatus.optional(),
      /** `priority`: the most urgent first, the newest first among equals. */
      order: z.enum(['newest', 'priority']).default('newest'),
      offset: Count.default(0),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    z.object({ total: Count, countByStatus: z.record(StudyStatus, Count), rows: z.array(StudyRow) }),
  ),
  'library.study': call(z.object({ studyId: Id }), StudyDetail),
  /** One value whenever studies were added, changed or removed; ids only, ask again for what is shown. */
  'library.changes': stream(z.object({}), z.object({ studyIds: z.array(Id) })),
  'library.setStatus': call(
    z.object({ studyId: Id, status: z.enum(['new', 'in-review', 'signed']) }),
    z.object({ ok: z.literal(true) }),
  ),
  /** Removes a quarantined row once its reason was read. Studies are never removed here. */
  'library.dismiss': call(z.object({ studyId: Id }), z.object({ ok: z.literal(true) })),

  /** Asks with the system's own dialog (only where `system.describe` says `picker: native`); undefined when dismissed. */
  'import.pick': call(
    z.object({ what: z.enum(['files', 'folder']) }),
    z.object({ batchId: Id, files: Count }).optional(),
  ),
  /** A dropped or picked file in pieces of at most 4 MB, in order; the first piece of a batch carries no `batchId`. */
  'import.upload': call(
    z.object({
      batchId: Id.optional(),
      name: z.string().min(1).max(255),
      offset: Count,
      bytes: Bytes.refine((piece) => piece.byteLength <= 4 * 1024 * 1024),
      last: z.boolean(),
    }),
    z.object({ batchId: Id }),
  ),
  /** Imports a batch. Leaving the loop cancels what has not been imported yet. */
  'import.run': stream(
    z.object({ batchId: Id, mapping: z.object({ fileId: Id, columns: ColumnMapping }).optional() }),
    ImportEvent,
  ),

  /** The study's recordings and annotations as files; `picker: native` hosts ask for a folder and write there themselves. */
  'export.study': stream(
    z.object({ studyId: Id, format: z.enum(['wfdb', 'csv', 'json']) }),
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('progress'), fraction: z.number() }),
      z.object({ kind: z.literal('piece'), name: z.string(), bytes: Bytes, last: z.boolean() }),
      z.object({ kind: z.literal('saved'), files: Count }),
      z.object({ kind: z.literal('dismissed') }),
    ]),
  ),

  /** A document the window has drawn, written where the system's dialog says; `picker: native` hosts only. */
  'export.document': call(
    z.object({ name: z.string().regex(/^\w[\w.()-]{0,80}\.pdf$/), bytes: Bytes }),
    z.object({ outcome: z.enum(['saved', 'dismissed']) }),
  ),
} as const;
