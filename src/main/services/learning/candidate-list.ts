import * as z from 'zod';
import type { Candidate, ModelProblem } from '../../../shared/contract/learning.ts';
import { ClassCounts, LearningKind } from '../../../shared/contract/learning-data.ts';
import { whyNot } from '../../inference/models/find-model.ts';
import { type ModelPlaces, modelWithId, wantedModels } from '../../inference/models/model-registry.ts';
import type { StoredCandidate } from '../../library/learning-loop/candidate-store.ts';
import type { Library } from '../../library/open-library.ts';
import { progressOf } from './job-progress.ts';
import { standingRefusal } from './kept-comparisons.ts';
import { problemCodeOf, problemOf } from './sound-models.ts';

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

/** Candidates, newest first, with what became of each. @param activeModel id of the model that reads; undefined where rules do */
export async function candidateList(
  library: Library,
  places: ModelPlaces,
  activeModel: string | undefined,
): Promise<Candidate[]> {
  const { candidates, jobs } = library.learning;
  const decisions = candidates.decisions();
  const wanted = wantedModels(library.settings);
  const listed: Candidate[] = [];
  for (const stored of candidates.list()) {
    const manifest = Manifest.safeParse(stored.manifest);
    if (!manifest.success) continue; // of a newer version of the program
    const { modelId, jobId, at } = stored;
    const own = decisions.filter((one) => one.modelId === modelId);
    const problem = await troubleOf(places, stored, wanted[0] === modelId ? activeModel : undefined);
    const inUseOnce = decisions.some(({ kind, to }) => kind !== 'refuse' && kind !== 'import' && to === modelId);
    const comparison = candidates.comparison(modelId);
    listed.push({
      ...manifest.data,
      modelId,
      jobId,
      at,
      seconds: progressOf(jobs.find(jobId)).seconds,
      standing:
        modelId === activeModel
          ? 'active'
          : own.some(({ kind }) => kind === 'refuse')
            ? 'refused'
            : inUseOnce
              ? 'earlier'
              : 'waiting',
      // A refusal stays, as for a promotion.
      compared: comparison !== undefined,
      passed: comparison?.passed === true && !standingRefusal(candidates, modelId),
      ...(problem === undefined ? {} : { problem }),
    });
  }
  return listed;
}

/** @param reads id of the model that reads in the place of this one, which was chosen */
async function troubleOf(
  places: ModelPlaces,
  { modelId }: StoredCandidate,
  reads: string | undefined,
): Promise<ModelProblem | undefined> {
  const found = modelWithId(places, modelId);
  const problem = found ? await problemOf(found.folder, found.origin) : whyNot(places, modelId);
  if (!problem) return undefined;
  return {
    ...{ code: problemCodeOf(problem), text: problem.message },
    ...(reads === undefined || reads === modelId ? {} : { reads }),
  };
}
