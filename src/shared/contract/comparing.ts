import * as z from 'zod';
import { call } from '../rpc/contract.ts';
import { Bytes, Count, Id, Int32 } from './columns.ts';
import { EditAnswer } from './editing.ts';

/** How two sets differ at a beat. */
export const DISAGREEMENT = {
  /** Only the first has a beat there. */
  onlyFirst: 0,
  /** Only the second has one. */
  onlySecond: 1,
  /** Both, with different AAMI classes. */
  otherClass: 2,
  /** Both, of one class with different codes (N and L). */
  otherCode: 3,
} as const;

/** What an adjudicator decides of a disagreement. */
export const CHOICE = { open: 0, first: 1, second: 2, other: 3, noBeat: 4 } as const;

export const Disagreements = z.object({
  /** See `DISAGREEMENT`; ordered by time. */
  kind: Bytes,
  sample: Int32,
  /** Row ids; −1 where that side has no beat. */
  firstId: Int32,
  secondId: Int32,
  /** 0 where that side has no beat. */
  firstCode: Bytes,
  secondCode: Bytes,
  /** See `CHOICE`: what has been decided, in the adjudicated set. */
  choice: Bytes,
  /** Beats on which both agree, each reader for themselves. */
  agreed: Count,
  /** Beats on which both say the same because one reader took the label over from another. */
  notCounted: Count,
  /** The reader's adjudicated set of this pair, where there is one; edited and undone like any other. */
  adjudicatedSetId: Id.optional(),
  adjudicatedRevision: Count.optional(),
});
export type Disagreements = z.infer<typeof Disagreements>;

export const comparingContract = {
  /** Beats are paired as bxb does it (EC57: within 150 ms), over the whole recording; not within flutter. */
  'compare.sets': call(z.object({ recordingId: Id, first: Id, second: Id }), Disagreements),
  /**
   * Decides disagreements, in one event. The first decision makes the adjudicated set, as a copy of the first one.
   * @param revision of the adjudicated set; absent for the first decision
   */
  'compare.decide': call(
    z.object({
      recordingId: Id,
      first: Id,
      second: Id,
      revision: Count.optional(),
      firstId: Int32,
      secondId: Int32,
      /** See `CHOICE`, without `open`. */
      choice: Bytes,
      /** The code of each row whose choice is `other`; 0 elsewhere. */
      code: Bytes,
    }),
    EditAnswer,
  ),
} as const;
