/**
 * Makes a model's folder of finished checkpoints and what is to be said of them:
 * `node scripts/make-model-card.ts --beats FILE --findings FILE --waves FILE [--pretrained FILE] --facts FACTS.json --out
 * resources/models/NAME`. The facts are `ModelFacts` of src/main/inference/models/model-card.ts as JSON; the same files
 * and facts give the same folder.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PARTS } from '../src/main/inference/models/model-card.ts';
import { packModel } from '../src/main/inference/models/pack-model.ts';
import { Problem } from '../src/shared/problem.ts';

const option = { type: 'string' } as const;
const { values } = parseArgs({
  options: { ...Object.fromEntries(PARTS.map((part) => [part, option])), facts: option, out: option },
});
try {
  const { facts, out, ...paths } = values;
  if (facts === undefined || out === undefined) throw new Problem('bad-input', 'Name --facts FILE and --out FOLDER.');
  const { id } = await packModel(paths, JSON.parse(readFileSync(facts, 'utf8')), out);
  process.stdout.write(`${id}\n`);
} catch (thrown) {
  if (!(thrown instanceof Problem)) throw thrown;
  process.stderr.write(`${thrown.message}\n`);
  process.exitCode = 2;
}
