import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { Problem } from '../../../shared/problem.ts';
import { readModelFile } from '../model-file.ts';
import { firstDifference, type RunDescription } from '../run-checkpoint.ts';

/**
 * Whether a finished model of this very run is there already: a command that is given again has nothing left to do.
 * @throws Problem `bad-input` when another model would be overwritten
 */
export function isFinished(out: string, description: RunDescription): boolean {
  if (!existsSync(out)) return false;
  const { run } = readModelFile(out).notes;
  const was = typeof run === 'object' && run !== null ? (run as RunDescription) : {};
  const difference = firstDifference(was, asJson(description));
  if (difference === undefined) return true;
  throw new Problem(
    'bad-input',
    `${basename(out)} is there already, trained with other settings: ${difference}. Choose another --out or remove it.`,
  );
}

/** As it will be read back. */
export const asJson = (description: RunDescription): RunDescription =>
  JSON.parse(JSON.stringify(description)) as RunDescription;
