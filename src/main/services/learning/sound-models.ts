import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelProblem } from '../../../shared/contract/learning-troubles.ts';
import { Problem } from '../../../shared/problem.ts';
import type { ModelOrigin } from '../../inference/models/model-problems.ts';
import { readModel } from '../../inference/models/read-model.ts';

interface Checked {
  readonly files: string;
  readonly problem: Problem | undefined;
}

/** Hashing a model takes some ten milliseconds: it is done once for as long as its files stay as they are. */
const checked = new Map<string, Checked>();
const MOST_CHECKED = 500;

/** What is wrong with the model in a folder; undefined where all its bytes are as they were made. */
export async function problemOf(folder: string, origin: ModelOrigin): Promise<Problem | undefined> {
  const files = filesIn(folder);
  const before = checked.get(folder);
  if (before?.files === files) return before.problem;
  let problem: Problem | undefined;
  try {
    await readModel(folder, origin);
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    problem = thrown;
  }
  if (checked.size >= MOST_CHECKED) checked.clear();
  checked.set(folder, { files, problem });
  return problem;
}

/** What kind of trouble a model's problem is. */
export const problemCodeOf = ({ code }: Problem): ModelProblem['code'] =>
  code === 'not-found' ? 'gone' : code === 'unsupported' ? 'unusable' : 'damaged';

/** Names, sizes and times, to the nanosecond. */
function filesIn(folder: string): string {
  try {
    return readdirSync(folder)
      .toSorted()
      .map((name) => {
        const { size, mtimeNs, ctimeNs } = statSync(join(folder, name), { bigint: true });
        return `${name} ${size} ${mtimeNs} ${ctimeNs}`;
      })
      .join();
  } catch {
    return 'gone';
  }
}
