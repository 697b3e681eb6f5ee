import * as z from 'zod';
import { AnalysisEvent, DeviceName, Episode } from '../../shared/contract/analysis.ts';
import { ClusterEvent, Clustering } from '../../shared/contract/clusters.ts';
import { Bytes, Count, Float32, Id, SampleIndex } from '../../shared/contract/columns.ts';
import { ColumnMapping } from '../../shared/contract/library.ts';
import { Measurements } from '../../shared/contract/measurements.ts';
import { RhythmThresholdChanges } from '../../shared/contract/thresholds.ts';
import { call, stream } from '../../shared/rpc/contract.ts';
import { ProbeOutcome } from '../inference/devices/probe-outcome.ts';
import { FileReadingRequest, FileReadingStep } from './file-reading-contract.ts';
import { LearningRequest, LearningStep } from './learning/learning-request.ts';

/** What main asks of a job process. Paths are main's own: nothing of this is within the window's reach. */
const LibraryFolder = z.string().min(1);

/** One file on its way into the library; the last step says what became of it. */
export const ImportStep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), fraction: z.number() }),
  z.object({ kind: z.literal('imported'), studyId: Id, recordingId: Id, alreadyThere: z.boolean() }),
  z.object({ kind: z.literal('quarantined'), studyId: Id, reason: z.string() }),
  z.object({
    kind: z.literal('needs-mapping'),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    reason: z.string(),
  }),
]);
export type ImportStep = z.infer<typeof ImportStep>;

const Stretch = z.object({ from: SampleIndex, to: SampleIndex });

/** A recording of a library, and the model that reads it. */
const ModelRequest = z.object({
  library: LibraryFolder,
  recordingId: Id,
  /** The folder of the models that came with the program; none when absent. */
  models: z.string().optional(),
  /** Where the model is to be run, and what has to be said of that choice; the CPU when absent. */
  device: z.object({ device: DeviceName, threads: z.int().positive(), notice: z.string().optional() }).optional(),
});

/** A recording to be read, and how. */
export const AnalysisRequest = ModelRequest.extend({
  /** Where the reader looks, if somebody does. */
  focus: Stretch.optional(),
  /** Windows of a block; half an hour when absent. */
  blockWindows: z.int().positive().optional(),
  thresholds: RhythmThresholdChanges.optional(),
  /** It was read before, and is read anew because a person wants that; never once it is signed. */
  again: z.boolean().optional(),
});
export type AnalysisRequest = z.infer<typeof AnalysisRequest>;

/** A finding, or the beat at a sample, of a reading to be explained. */
export const ExplainRequest = ModelRequest.extend({
  setId: Id,
  finding: z.string().optional(),
  sample: SampleIndex.optional(),
});
export type ExplainRequest = z.infer<typeof ExplainRequest>;

/** A recording to be measured by the beats of a set. */
export const MeasureRequest = ModelRequest.extend({ setId: Id, around: SampleIndex.optional() });
export type MeasureRequest = z.infer<typeof MeasureRequest>;

export const ExportFormat = z.enum(['wfdb', 'csv', 'json']);
export type ExportFormat = z.infer<typeof ExportFormat>;

export const ExportStep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), fraction: z.number() }),
  z.object({ kind: z.literal('piece'), name: z.string(), bytes: Bytes, last: z.boolean() }),
  z.object({ kind: z.literal('saved'), files: Count }),
]);
export type ExportStep = z.infer<typeof ExportStep>;

export const jobContract = {
  /** The recordings among picked files and folders, one path each. */
  'job.records': call(z.object({ paths: z.array(z.string()) }), z.object({ records: z.array(z.string()) })),
  'job.import': stream(
    z.object({ library: LibraryFolder, path: z.string(), mapping: ColumnMapping.optional() }),
    ImportStep,
  ),
  /** Sets a file aside whose reading ended a job process. */
  'job.quarantine': call(
    z.object({ library: LibraryFolder, path: z.string(), reason: z.string() }),
    z.object({ studyId: Id }),
  ),
  /**
   * Reads a recording and keeps the reading. Cancelled or killed it goes on, when it is asked for again, with the blocks
   * that were done. Stages of a stretch may come in any order; the highest counts.
   */
  'job.analyse': stream(AnalysisRequest, AnalysisEvent),
  /** Reads a recording from its file, without a library, and writes an annotation file beside it or elsewhere. */
  'job.readFile': stream(FileReadingRequest, FileReadingStep),
  /** Why the model said what it said, as `analysis.saliency` tells it. */
  'job.explain': call(
    ExplainRequest,
    z.object({
      from: SampleIndex,
      step: z.number().positive(),
      leads: z.array(Count),
      values: Float32,
      columns: Count,
      method: z.string(),
    }),
  ),
  /** Measures a recording, or ten seconds of a long one. */
  'job.measure': call(MeasureRequest, Measurements),
  /** The rhythm of a finished reading by other thresholds than those it was read with. */
  'job.episodes': call(
    z.object({ library: LibraryFolder, setId: Id, thresholds: RhythmThresholdChanges }),
    z.object({ episodes: z.array(Episode) }),
  ),
  /** Where the reader looks now; of no effect on a recording that is not being read. */
  'job.focus': call(Stretch.extend({ recordingId: Id }), z.object({ ok: z.literal(true) })),
  /** Groups the beats of a set by shape and keeps the groups. */
  'job.cluster': stream(z.object({ library: LibraryFolder, setId: Id }), ClusterEvent),
  /** Splits or merges groups that are kept. */
  'job.regroup': call(
    z.object({
      library: LibraryFolder,
      clusteringId: Id,
      change: z.union([z.object({ split: Count }), z.object({ merge: z.array(Count).min(2) })]),
    }),
    Clustering,
  ),
  /** Pieces of the files; where `folder` is given they are written there instead and only progress comes. */
  'job.export': stream(
    z.object({ library: LibraryFolder, studyId: Id, format: ExportFormat, folder: z.string().optional() }),
    ExportStep,
  ),
  /** Checks the large tables of the library; `damage` is a sentence, absent when all is well. */
  'job.check': call(z.object({ library: LibraryFolder }), z.object({ damage: z.string().optional() })),
  /** Tries a device with a model, or with one that has learnt nothing. It may end the process or never answer. */
  'job.probeDevice': call(
    z.object({
      device: DeviceName,
      threads: z.int().positive(),
      model: z.object({ folder: z.string(), origin: z.enum(['shipped', 'local']) }).optional(),
    }),
    ProbeOutcome,
  ),
  /** Trains and compares. Cancelled or killed it has kept itself, and goes on when it is asked for again. */
  'job.learn': stream(LearningRequest, LearningStep),
  /** Answers once nothing runs any more in the process. */
  'job.settled': call(z.object({}), z.object({ ok: z.literal(true) })),
} as const;
export type JobContract = typeof jobContract;
