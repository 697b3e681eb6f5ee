import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod';
import { Problem } from '../../../shared/problem.ts';
import { replaceFile } from '../replace-file.ts';
import { firstDifference, type RunDescription } from '../run-checkpoint.ts';
import type { TaskResult } from './results.ts';

const FORMAT = 'einthoven-trial';

/** What a finished part of a trial predicted, by record. */
const partSchema = z.object({ labels: z.number(), predictions: z.record(z.string(), z.unknown()) });
const schema = z.object({
  format: z.literal(FORMAT),
  run: z.record(z.string(), z.unknown()),
  parts: z.record(z.string(), partSchema),
  result: z.unknown().optional(),
});

export type TrialPart = z.output<typeof partSchema>;

/** A trial on the disk: predictions of every part that is done, and in the end the result. */
export class TrialFile {
  readonly #path: string;
  readonly #run: RunDescription;
  readonly #parts: Map<string, TrialPart>;

  /** @throws Problem `bad-input` when the file belongs to another trial, `unreadable` when it is no trial */
  constructor(path: string, run: RunDescription) {
    this.#path = path;
    this.#run = run;
    this.#parts = new Map(Object.entries(existsSync(path) ? partsOf(path, run) : {}));
  }

  part(key: string): TrialPart | undefined {
    return this.#parts.get(key);
  }

  add(key: string, part: TrialPart): void {
    this.#parts.set(key, part);
    this.#write();
  }

  finish(result: TaskResult): void {
    this.#write(result);
  }

  #write(result?: TaskResult): void {
    const content: z.input<typeof schema> = {
      format: FORMAT,
      run: this.#run,
      ...(result === undefined ? {} : { result }),
      parts: Object.fromEntries(this.#parts),
    };
    replaceFile(this.#path, new TextEncoder().encode(`${JSON.stringify(content)}\n`));
  }
}

function partsOf(path: string, run: RunDescription): Record<string, TrialPart> {
  const name = basename(path);
  const parsed = schema.safeParse(jsonOf(path));
  if (!parsed.success) {
    throw new Problem(
      'unreadable',
      `${name} is there already and holds no results of this program. Choose another --out.`,
    );
  }
  const difference = firstDifference(parsed.data.run, run);
  if (difference === undefined) return parsed.data.parts;
  throw new Problem(
    'bad-input',
    `${name} holds results of other settings: ${difference}. Choose another --out or remove it.`,
  );
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
