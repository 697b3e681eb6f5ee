import * as z from 'zod';
import { call } from '../rpc/contract.ts';
import { Bytes, Count, Float32, Id, Int32 } from './columns.ts';
import { EditAnswer, LabelCode } from './editing.ts';

export const QueueOrder = z.enum(['least-confident', 'class', 'time']);
export type QueueOrder = z.infer<typeof QueueOrder>;

export const QueuePlan = z.object({
  order: QueueOrder.default('least-confident'),
  /** Only labels of these codes; all when absent. */
  codes: z.array(LabelCode).min(1).max(49).optional(),
  /** Share of all labels that are asked about blind: the same ones each time, wherever the order puts them. */
  blindShare: z.number().min(0).max(0.5).default(0.05),
});
export type QueuePlan = z.infer<typeof QueuePlan>;

/** How far two readings agree: labels of the source against those the reader gave. */
export const Agreement = z.object({
  asked: Count,
  /** Of the same AAMI class. */
  agreed: Count,
  sourceCode: Bytes,
  givenCode: Bytes,
  count: Int32,
});
export type Agreement = z.infer<typeof Agreement>;

export const ReviewQueue = z.object({
  setId: Id,
  revision: Count,
  plan: QueuePlan,
  /** Rows that nobody has confirmed yet, in the order in which to ask; at most `limit`. */
  id: Int32,
  sample: Int32,
  /** 0 for a blind one: neither its label nor its confidence may be shown before it is answered. */
  code: Bytes,
  confidence: Float32,
  blind: Bytes,
  /** Of the labels of the plan: how many there are, and how many are set or confirmed. */
  total: Count,
  done: Count,
  /** Counted apart: only answers given without the label in sight measure agreement honestly. */
  blindAgreement: Agreement,
  openAgreement: Agreement,
});
export type ReviewQueue = z.infer<typeof ReviewQueue>;

export const reviewQueueContract = {
  /** Without a plan, the one the reader used last on this recording, or the usual one. What is given is remembered. */
  'queue.open': call(
    z.object({ setId: Id, plan: QueuePlan.optional(), limit: z.number().int().min(1).max(10_000).default(500) }),
    ReviewQueue,
  ),
  /** A label for a row of the queue: confirmed where it is the same, else relabelled. The first answer to a row is counted. */
  'queue.answer': call(z.object({ setId: Id, revision: Count, id: Count, code: LabelCode }), EditAnswer),
} as const;
