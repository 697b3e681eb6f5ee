import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { Problem } from '../../shared/problem.ts';
import { readCheckpoint, writeCheckpoint } from '../nat/checkpoint.ts';
import type { TrainingState } from '../nat/runtime/training-session.ts';
import type { TrainingGraph } from '../nat/training-graph.ts';
import { replaceFile } from './replace-file.ts';

/** JSON that says what a run is: data, recipe, seed. Two runs with the same description give the same numbers. */
export type RunDescription = Readonly<Record<string, unknown>>;

/** The best validated weights so far. */
export interface BestSoFar {
  readonly step: number;
  readonly score: number;
  /** Validations since, none of them better. */
  readonly worseSince: number;
  readonly parameters: Float32Array;
}

/** Everything a run needs to go on as if it had never stopped. */
export interface SavedRun {
  readonly state: TrainingState;
  readonly best: BestSoFar | undefined;
  /** Work so far, over all sittings. */
  readonly seconds: number;
}

const savedNotes = z.object({
  run: z.record(z.string(), z.unknown()),
  seconds: z.number(),
  best: z.object({ step: z.number(), score: z.number(), worseSince: z.number() }).nullable(),
});

/** Where a run keeps itself until it is finished. Resuming from it is bit-identical on the CPU. */
export class RunCheckpoint {
  readonly path: string;
  readonly #description: RunDescription;
  readonly #modelPath: string;
  #bestStep: number | undefined;

  /** @param path of the model to be; the checkpoint lies beside it */
  constructor(path: string, description: RunDescription) {
    this.path = `${path}.training`;
    this.#modelPath = path;
    this.#description = asRead(description);
  }

  get #bestPath(): string {
    return `${this.path}.best`;
  }

  get exists(): boolean {
    return existsSync(this.path);
  }

  save(graph: TrainingGraph, seed: number, { state, best, seconds }: SavedRun): void {
    const { model, head, layout } = graph;
    if (best && best.step !== this.#bestStep) {
      const vectors = { parameters: best.parameters };
      const notes = { run: this.#description };
      const file = writeCheckpoint({ model, head, layout, seed, notes, state: { step: best.step, vectors } });
      replaceFile(this.#bestPath, file);
      this.#bestStep = best.step;
    }
    const notes: z.input<typeof savedNotes> = {
      run: this.#description,
      seconds,
      best: best ? { step: best.step, score: best.score, worseSince: best.worseSince } : null,
    };
    replaceFile(this.path, writeCheckpoint({ model, head, layout, state, seed, notes }));
  }

  /**
   * The run as it was saved, or undefined when nothing was.
   * @throws Problem `bad-input` when what lies there is another run, `unreadable` when it is damaged
   */
  load(graph: TrainingGraph): SavedRun | undefined {
    if (!this.exists) return undefined;
    const name = basename(this.path);
    const { state, layout, notes } = readCheckpoint(bytesOf(this.path), name);
    const parsed = savedNotes.safeParse(notes);
    if (!parsed.success) throw new Problem('unreadable', `${name} is no training that was interrupted. Remove it.`);
    this.#requireSameRun(parsed.data.run, name);
    if (!isDeepStrictEqual(layout.entries, storedEntries(graph)) || !graph.state.every((one) => state.vectors[one])) {
      throw new Problem('unsupported', `${name} was written by another version of Einthoven. Remove it to begin anew.`);
    }
    const { seconds, best } = parsed.data;
    return { state, seconds, best: best ? { ...best, parameters: this.#bestParameters() } : undefined };
  }

  /** Whether what lies there, a training or its finished model, was described in another way. @throws Problem `unreadable` */
  isOfAnotherRun(): boolean {
    const found = [this.path, this.#modelPath].find((path) => existsSync(path));
    if (found === undefined) return false;
    const run = z
      .object({ run: z.record(z.string(), z.unknown()) })
      .safeParse(readCheckpoint(bytesOf(found), basename(found)).notes);
    return !run.success || firstDifference(run.data.run, this.#description) !== undefined;
  }

  remove(): void {
    rmSync(this.path, { force: true });
    rmSync(this.#bestPath, { force: true });
  }

  #bestParameters(): Float32Array {
    const name = basename(this.#bestPath);
    if (!existsSync(this.#bestPath)) {
      throw new Problem('unreadable', `${name}, a part of the interrupted training, is missing. Remove ${this.path}.`);
    }
    const { parameters } = readCheckpoint(bytesOf(this.#bestPath), name).state.vectors;
    if (!parameters) throw new Problem('unreadable', `${name} holds no parameters. Remove it and ${this.path}.`);
    return parameters;
  }

  #requireSameRun(found: RunDescription, name: string): void {
    const difference = firstDifference(found, this.#description);
    if (difference === undefined) return;
    throw new Problem(
      'bad-input',
      `${name} is an unfinished training with other settings: ${difference}. Repeat the command it was begun with, or remove it.`,
    );
  }
}

/** Bytes of their own: a Buffer may lie in a pool that it shares. */
const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(path));

/** As JSON gives it back: what is undefined is gone. */
const asRead = (description: RunDescription): RunDescription =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(description)));

const storedEntries = ({ layout }: TrainingGraph) =>
  layout.entries.map(({ name, shape, offset }) => ({ name, shape: [...shape], offset }));

/** `recipe.steps was 400, is 600`: the innermost setting that differs, or undefined when the descriptions agree. */
export function firstDifference(was: RunDescription, is: RunDescription): string | undefined {
  const key = [...new Set([...Object.keys(was), ...Object.keys(is)])].find(
    (name) => !isDeepStrictEqual(was[name], is[name]),
  );
  if (key === undefined) return undefined;
  const inner = [was[key], is[key]].map((value) => settings.safeParse(value).data);
  if (inner[0] && inner[1]) return `${key}.${firstDifference(inner[0], inner[1]) ?? ''}`;
  return `${key} was ${shown(was[key])}, is ${shown(is[key])}`;
}

const settings = z.record(z.string(), z.unknown());

const shown = (value: unknown): string => {
  if (value === undefined) return 'not given';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};
