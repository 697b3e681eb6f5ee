import * as z from 'zod';
import { call, stream } from '../rpc/contract.ts';
import { Bytes, Count, Float32, Id, Int32, Int8, SampleIndex } from './columns.ts';

/** Annotations as columns of equal length, ordered by sample. */
export const AnnotationWindow = z.object({
  sample: Int32,
  code: Bytes,
  subtype: Int8,
  channel: Bytes,
  num: Int8,
  /** 0–1; NaN where the annotator gives none. */
  confidence: Float32,
  /** Auxiliary texts: `auxText[i]` belongs to row `auxRow[i]`. */
  auxRow: Int32,
  auxText: z.array(z.string()),
});
export type AnnotationWindow = z.infer<typeof AnnotationWindow>;

/** Provisional beats of samples [from, to) of the recording, in time order. */
export const BeatsFound = z.object({
  kind: z.literal('beats'),
  from: SampleIndex,
  to: SampleIndex,
  sample: Int32,
  code: Bytes,
  confidence: Float32,
});
/** The whole record was seen; the annotation set is final and replaces provisional beats. */
export const ReadingComplete = z.object({ kind: z.literal('complete'), setId: Id });

/** Beats as they are found; the first batch is everything known when the watcher arrives: draw this first. */
export const AnalysisEvent = z.discriminatedUnion('kind', [
  BeatsFound,
  z.object({ kind: z.literal('progress'), analysedTo: SampleIndex, samples: Count }),
  ReadingComplete,
]);
export type AnalysisEvent = z.infer<typeof AnalysisEvent>;

export const reviewContract = {
  /** Annotations of a set with `from ≤ sample < to`; the whole set where both are absent. */
  'review.annotations': call(
    z.object({ setId: Id, from: SampleIndex.optional(), to: SampleIndex.optional() }),
    AnnotationWindow,
  ),
  /**
   * Watches the automatic reading of a recording: starts it where there is none, joins it where one is running, ends at
   * once where it is complete. Leaving the loop only stops watching.
   */
  'analysis.watch': stream(z.object({ recordingId: Id }), AnalysisEvent),
  'analysis.cancel': call(z.object({ recordingId: Id }), z.object({ ok: z.literal(true) })),
} as const;
