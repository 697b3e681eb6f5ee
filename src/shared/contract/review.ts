import * as z from 'zod';
import { call } from '../rpc/contract.ts';
import { Bytes, Float32, Id, Int32, Int8, SampleIndex } from './columns.ts';

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

export const reviewContract = {
  /** Annotations of a set with `from ≤ sample < to`; the whole set where both are absent. */
  'review.annotations': call(
    z.object({ setId: Id, from: SampleIndex.optional(), to: SampleIndex.optional() }),
    AnnotationWindow,
  ),
} as const;
