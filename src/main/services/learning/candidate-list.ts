import * as z from 'zod';
import type { Candidate } from '../../../shared/contract/learning.ts';
import { ClassCounts, LearningKind } from '../../../shared/contract/learning-data.ts';
import { Problem } from '../../../shared/problem.ts';
import { readCard } from '../../inference/models/model-files.ts';
import { type ModelPlaces, modelWithId } from '../../inference/models/model-registry.ts';
import type { StoredCandidate } from '../../library/learning-loop/candidate-store.ts';
import type { Library } from '../../library/open-library.ts';
import { progressOf } from './job-progress.ts';

const Manifest = z.object({
  name: z.string(),
  origin: z.enum(['trained', 'imported']),
  kind: LearningKind,
  parentModel: z.string(),
  snapshotId: z.string().optional(),
  version: z.string(),
  device: z.string(),
  labels: ClassCounts,
});

/** Candidates, newest first, with what became of each. */
export function candidateList(library: Library, places: ModelPlaces, activeModel: string): Candidate[] {
  const { candidates, jobs } = library.learning;
  const decisions = candidates.decisions();
  return candidates.list().flatMap((stored): Candidate[] => {
    const manifest = Manifest.safeParse(stored.manifest);
    if (!manifest.success) return []; // of a newer version of the program
    const { modelId, jobId, at } = stored;
    const own = decisions.filter((one) => one.modelId === modelId);
    const problem = problemOf(places, stored);
    const inUseOnce = decisions.some(({ kind, to }) => kind !== 'refuse' && kind !== 'import' && to === modelId);
    return [
      {
        ...manifest.data,
        modelId,
        jobId,
        at,
        seconds: progressOf(jobs.find(jobId)).seconds,
        standing:
          modelId === activeModel
            ? 'active'
            : own.find(({ kind }) => kind === 'refuse' || kind === 'promote')?.kind === 'refuse'
              ? 'refused'
              : inUseOnce
                ? 'earlier'
                : 'waiting',
        passed: candidates.comparison(modelId)?.passed ?? false,
        ...(problem === undefined ? {} : { problem }),
      },
    ];
  });
}

function problemOf(places: ModelPlaces, { modelId }: StoredCandidate): string | undefined {
  const folder = modelWithId(places, modelId);
  if (!folder) return `The files of the model ${modelId} are not there any more.`;
  try {
    readCard(folder.folder, folder.origin);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown.message;
    throw thrown;
  }
}
