import { setImmediate } from 'node:timers/promises';
import type { DifferingAnswer } from '../../../shared/contract/learning.ts';
import { adaptationOf, modelOf } from '../../../shared/makers.ts';
import type { Library } from '../../library/open-library.ts';

const MOST_ANSWERS = 50;

/** The latest answers that say another class than the model, with the beats they are about. Lets other work in between two sets. */
export async function latestDifferences(library: Library): Promise<DifferingAnswer[]> {
  const answers = library.learning.differingAnswers(MOST_ANSWERS);
  const samples = new Map<string, ReadonlyMap<number, number>>();
  for (const setId of new Set(answers.map((one) => one.setId))) {
    await setImmediate();
    const { id, sample } = library.annotations.read(setId);
    const wanted = new Set(answers.filter((one) => one.setId === setId).map(({ rowId }) => rowId));
    const found = new Map<number, number>();
    for (const [row, one] of id.entries()) if (wanted.has(one)) found.set(one, sample[row] ?? 0);
    samples.set(setId, found);
  }
  return answers.flatMap(({ studyId, recordingId, setId, rowId, madeBy, sourceCode, givenCode, blind, at }) => {
    const sample = samples.get(setId)?.get(rowId);
    if (sample === undefined) return [];
    const adaptation = adaptationOf(madeBy);
    return {
      ...{ place: { studyId, recordingId, sample }, sourceCode, givenCode, blind, at },
      ...{ adapted: adaptation !== undefined, modelId: adaptation?.model ?? modelOf(madeBy) },
    };
  });
}
