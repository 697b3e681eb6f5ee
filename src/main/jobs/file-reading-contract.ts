import * as z from 'zod';
import { DeviceName } from '../../shared/contract/analysis.ts';
import { Count } from '../../shared/contract/columns.ts';
import { ColumnMapping } from '../../shared/contract/library.ts';
import { RhythmThresholdChanges } from '../../shared/contract/thresholds.ts';

/** Which model reads files: the best of those that came with the program, or one in a folder of its own. */
const FileModel = z.union([
  z.object({ shipped: z.string() }),
  z.object({ folder: z.string(), origin: z.enum(['shipped', 'local']) }),
]);
export type FileModel = z.infer<typeof FileModel>;

/** A recording in a file that is to be read without a library. */
export const FileReadingRequest = z.object({
  path: z.string(),
  mapping: ColumnMapping.optional(),
  /** Where the annotation file is written. */
  folder: z.string(),
  annotator: z.string(),
  /** Rules read where it is absent or cannot be used. */
  model: FileModel.optional(),
  device: z.object({ device: DeviceName, threads: z.int().positive() }),
  thresholds: RhythmThresholdChanges.optional(),
  /** Whether everything that was found is wanted as JSON. */
  json: z.boolean(),
});
export type FileReadingRequest = z.infer<typeof FileReadingRequest>;

/** What a line of text says of a recording that was read. */
export const FileSummary = z.object({
  record: z.string(),
  /** The annotation file. */
  file: z.string(),
  /** Id of the model, or version of the rules. */
  madeBy: z.string(),
  /** Id of the model; null where rules read. */
  model: z.string().nullable(),
  beatCount: Count,
  /** How many beats of each mnemonic. */
  byCode: z.record(z.string(), Count),
  rhythms: z.array(z.object({ sample: Count, rhythm: z.string() })),
  /** In beats per minute. */
  meanHeartRate: z.number().nullable(),
  /** Findings that are suggested, the most probable first. */
  suggested: z.array(z.string()),
});
export type FileSummary = z.infer<typeof FileSummary>;

export const FileReadingStep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), record: z.string(), fraction: z.number() }),
  /** A sentence: no model could be used, a device was lost. */
  z.object({ kind: z.literal('notice'), text: z.string() }),
  z.object({ kind: z.literal('read'), summary: FileSummary, json: z.string().optional() }),
]);
export type FileReadingStep = z.infer<typeof FileReadingStep>;
