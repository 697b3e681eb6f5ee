import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Problem } from '../../../shared/problem.ts';
import { readCheckpoint } from '../../nat/checkpoint.ts';
import { CARD_FILE, fileNameOf, makeCard, type ModelCard, ModelFacts, type Part, PARTS } from './model-card.ts';
import { readmeOf } from './model-readme.ts';
import { readModel, type UsableModel } from './read-model.ts';

/** Finished checkpoints by what they are for. */
export type PartPaths = Readonly<Partial<Record<Part, string>>>;

/**
 * Makes a model's folder: the files as they are, `card.json` and a README.md of the same content. The same files and
 * facts give the same bytes. What the folder held before is replaced when the new model was read back and found usable.
 * @param facts `ModelFacts` as JSON
 * @throws Problem `bad-input` for wrong facts, unfinished or missing files, or a folder that is no model's
 */
export async function packModel(paths: PartPaths, facts: unknown, folder: string): Promise<UsableModel> {
  const known = parseFacts(facts);
  if (existsSync(folder) && !existsSync(join(folder, CARD_FILE)) && readdirSync(folder).length > 0) {
    throw new Problem('bad-input', `${folder} holds something else than a model. Choose an empty or a new folder.`);
  }
  // Hidden, so that what an interruption leaves behind counts as no model.
  const making = join(dirname(folder), `.${basename(folder)}.making`);
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  try {
    const files: Partial<Record<Part, ModelCard['files']['beats']>> = {};
    const trainedOn: ModelCard['trainedOn'] = [];
    for (const part of PARTS) {
      const path = paths[part];
      if (path === undefined) continue;
      const { bytes, file, seen } = readPart(path);
      writeFileSync(join(making, fileNameOf(part)), bytes);
      files[part] = file;
      trainedOn.push(...seen.map((one) => ({ part, ...one })));
    }
    const { pretrained, beats, findings, waves } = files;
    if (!beats || !findings || !waves) {
      throw new Problem('bad-input', 'A model consists of a file each for beats, findings and waves; one is missing.');
    }
    const card = makeCard(known, {
      files: { ...(pretrained ? { pretrained } : {}), beats, findings, waves },
      trainedOn,
    });
    writeFileSync(join(making, CARD_FILE), `${JSON.stringify(card, null, 2)}\n`);
    writeFileSync(join(making, 'README.md'), readmeOf(card));
    requireKnownFindings(await readModel(making, 'local'));
    rmSync(folder, { recursive: true, force: true });
    renameSync(making, folder);
  } catch (thrown) {
    rmSync(making, { recursive: true, force: true });
    throw thrown;
  }
  return readModel(folder, 'local');
}

function parseFacts(facts: unknown): ModelFacts {
  const parsed = ModelFacts.strict().safeParse(facts);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Problem('bad-input', `The facts are wrong at ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`);
}

/** A threshold under a name that no output has would silently do nothing. */
function requireKnownFindings({ card, findings }: UsableModel): void {
  const unknown = Object.keys(card.thresholds).find((name) => !findings.head.findings.includes(name));
  if (unknown !== undefined) {
    throw new Problem('bad-input', `There is a threshold for ${unknown}, which the model does not know.`);
  }
}

function readPart(path: string) {
  const name = basename(path);
  if (!existsSync(path)) throw new Problem('bad-input', `There is no file ${path}.`);
  const bytes = new Uint8Array(readFileSync(path)); // bytes of its own: a Buffer may lie in a pool that it shares
  const { layout, state, notes } = readCheckpoint(bytes, name);
  const vectors = Object.keys(state.vectors);
  if (vectors.length !== 1) {
    throw new Problem('bad-input', `${name} is a training that has not ended: it still holds ${vectors.join(', ')}.`);
  }
  return {
    bytes,
    file: { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length, parameters: layout.size },
    seen: recordsBySet(notes['trainedOn']),
  };
}

/** `mitdb/101`, `mitdb/106`, … → mitdb: 2. */
function recordsBySet(trainedOn: unknown): { data: string; records: number }[] {
  const names = Array.isArray(trainedOn) ? trainedOn.filter((one) => typeof one === 'string') : [];
  const sets = Map.groupBy(names, (name) => name.split('/')[0] ?? name);
  return [...sets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([data, records]) => ({ data, records: records.length }));
}
