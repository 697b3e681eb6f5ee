import * as z from 'zod';
import { call, stream } from '../rpc/contract.ts';
import { Bytes, Count, Float32, Id, Int32 } from './columns.ts';

/** Groups of beats by shape, the largest first; columns of equal length but for `template`. */
export const ClusterTable = z.object({
  /** Names a cluster in later calls. */
  cluster: Int32,
  count: Int32,
  /** The most frequent code among its members, and how many have it. */
  code: Bytes,
  codeCount: Int32,
  /** The row nearest to the template. */
  medoidId: Int32,
  /** Median shape in physical units: cluster × lead × column, row-major; NaN where no member has signal. */
  template: Float32,
  /** Leads of the recording that the shapes are of, and how much each counts. */
  leads: z.array(Count),
  leadWeight: Float32,
  /** Columns of a shape, how many of them lie before the beat, and columns a second. */
  columns: Count,
  before: Count,
  rate: z.number().positive(),
});
export type ClusterTable = z.infer<typeof ClusterTable>;

/** What was last done to groups and can be taken back. */
export const Regrouping = z.object({
  act: z.enum(['split', 'merge']),
  /** ISO 8601. */
  at: z.string(),
});
export type Regrouping = z.infer<typeof Regrouping>;

/** A finished clustering: which beat is where. */
export const Clustering = z.object({
  clusteringId: Id,
  setId: Id,
  /** What made it, with its version. */
  madeBy: z.string(),
  table: ClusterTable,
  /** Rows in the order of time, and the cluster of each; −1 where the signal is missing. */
  id: Int32,
  cluster: Int32,
  /** Absent where the groups are as they were found. */
  regrouped: Regrouping.optional(),
});
export type Clustering = z.infer<typeof Clustering>;

export const ClusterEvent = z.discriminatedUnion('kind', [
  /** Provisional: numbers and shapes may change until `complete`, and codes (0) and medoids (−1) are not told yet. */
  z.object({ kind: z.literal('progress'), fraction: z.number(), table: ClusterTable }),
  z.object({ kind: z.literal('complete'), clustering: Clustering }),
]);
export type ClusterEvent = z.infer<typeof ClusterEvent>;

export const clustersContract = {
  /** Groups the beats of a set by shape, or tells at once of the groups that are known. Leaving the loop stops it. */
  'clusters.watch': stream(
    z.object({ setId: Id, /** Forget what was split and merged. */ anew: z.boolean().default(false) }),
    ClusterEvent,
  ),
  /** Two clusters in the place of one, by the largest difference in it. @throws `bad-input` where there is none */
  'clusters.split': call(z.object({ clusteringId: Id, cluster: Count }), Clustering),
  /** One cluster in the place of several. */
  'clusters.merge': call(z.object({ clusteringId: Id, clusters: z.array(Count).min(2).max(1_000) }), Clustering),
  /** The groups before the last split or merge; without limit, across restarts. @throws `bad-input` where there was none */
  'clusters.undo': call(z.object({ clusteringId: Id }), Clustering),
} as const;
