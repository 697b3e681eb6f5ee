import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { ClusterEvent, Clustering } from '../../shared/contract/clusters.ts';
import { Problem } from '../../shared/problem.ts';
import { isCrash, type JobProcess } from '../jobs/job-process.ts';
import { codesById } from '../library/editing/edit-rows.ts';
import type { Library } from '../library/open-library.ts';
import { withCodes } from '../signal/clusters/cluster-table.ts';
import type { EditDesk } from './editing/edit-desk.ts';

export type ClustersHandlers = Pick<WorkstationHandlers, Extract<keyof WorkstationHandlers, `clusters.${string}`>>;

/** Beats grouped by shape, in a process of its own. */
export function clustersHandlers(library: Library, job: JobProcess, desk: EditDesk): ClustersHandlers {
  const asTheyAre = (setId: string, clustering: Clustering): Clustering =>
    withCodes(clustering, codesById(desk.sets.rows(setId)));

  /** A reader's set has the groups of what it was copied from until it has its own: the rows have the same ids. */
  function known(setId: string): Clustering | undefined {
    const reader = library.readerSets.find(setId);
    return library.clusters.ofSet(setId) ?? (reader && known(reader.copiedId));
  }

  async function* watch(
    setId: string,
    anew: boolean,
    signal: AbortSignal,
  ): AsyncGenerator<ClusterEvent, void, undefined> {
    library.annotations.set(setId);
    const there = anew ? undefined : known(setId);
    if (there) {
      yield { kind: 'complete', clustering: asTheyAre(setId, there) };
      return;
    }
    try {
      yield* job.stream((client, stop) => client['job.cluster']({ library: library.folder, setId }, stop), signal);
    } catch (thrown) {
      throw isCrash(thrown) ? stopped() : thrown;
    }
  }

  async function regroup(
    clusteringId: string,
    change: { split: number } | { merge: number[] },
    signal: AbortSignal,
  ): Promise<Clustering> {
    try {
      const { folder } = library;
      return await job.call((client) => client['job.regroup']({ library: folder, clusteringId, change }, signal));
    } catch (thrown) {
      throw isCrash(thrown) ? stopped() : thrown;
    }
  }

  const undo = (clusteringId: string): Promise<Clustering> =>
    library.whenFree(() => {
      const { clusters } = library;
      if (!clusters.find(clusteringId)) {
        throw new Problem('not-found', 'These groups of beats have been made anew. Look at them again.');
      }
      const before = clusters.takeBack(clusteringId);
      if (!before)
        throw new Problem('bad-input', 'These groups of beats are as they were found: nothing can be undone.');
      return asTheyAre(before.setId, before);
    });

  return {
    'clusters.watch': ({ setId, anew }, signal) => watch(setId, anew, signal),
    'clusters.split': ({ clusteringId, cluster }, signal) => regroup(clusteringId, { split: cluster }, signal),
    'clusters.merge': ({ clusteringId, clusters }, signal) => regroup(clusteringId, { merge: clusters }, signal),
    'clusters.undo': ({ clusteringId }) => undo(clusteringId),
  };
}

const stopped = (): Problem =>
  new Problem('failed', 'Grouping the beats stopped unexpectedly. Nothing was changed; please try again.');
