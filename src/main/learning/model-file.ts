import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Problem } from '../../shared/problem.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../nat/checkpoint.ts';
import { replaceFile } from './replace-file.ts';
import type { RunDescription } from './run-checkpoint.ts';
import type { TrainedModel } from './trained-model.ts';

/** What a model file remembers of its making. */
export interface ModelNotes {
  /** Data, recipe and seed, as the run was described. */
  readonly run: RunDescription;
  /** Records whose labels, or signals in pretraining, it has seen: `mitdb/101`. */
  readonly trainedOn: readonly string[];
  readonly [note: string]: unknown;
}

/** A model on the disk: weights without optimiser state, and where they come from. */
export interface StoredModel extends TrainedModel {
  readonly name: string;
  /** Steps of the last training. */
  readonly step: number;
  readonly seed: number;
  readonly notes: Readonly<Record<string, unknown>>;
  readonly trainedOn: readonly string[];
}

export function writeModelFile(
  path: string,
  { model, head, layout, parameters }: TrainedModel,
  { step, seed, notes }: { readonly step: number; readonly seed: number; readonly notes: ModelNotes },
): void {
  const state = { step, vectors: { parameters } };
  replaceFile(path, writeCheckpoint({ model, head, layout, state, seed, notes }));
}

/**
 * A finished model, or an unfinished training as far as it went (its averaged weights).
 * @throws Problem `not-found`, `unreadable`, `unsupported`
 */
export function readModelFile(path: string): StoredModel {
  const name = basename(path);
  if (!existsSync(path)) throw new Problem('not-found', `There is no model ${path}. Please check its name and folder.`);
  const { model, head, layout, state, seed, notes } = readCheckpoint(bytesOf(path, name), name);
  const parameters = state.vectors.averaged ?? state.vectors.parameters;
  if (!parameters) throw new Problem('unreadable', `The model ${name} holds no parameters.`);
  return { name, model, head, layout, parameters, step: state.step, seed, notes, trainedOn: namesIn(notes) };
}

/** A model with the head that a task needs. @throws Problem `bad-input` when it has another */
export function requireHead<K extends Checkpoint['head']['kind']>(
  model: StoredModel,
  kind: K,
): StoredModel & { readonly head: Extract<Checkpoint['head'], { kind: K }> } {
  const { head } = model;
  if (!isKind(head, kind)) {
    const has = head.kind === 'reconstruction' ? 'is pretrained only' : `has a head for ${head.kind}`;
    throw new Problem('bad-input', `The model ${model.name} ${has}, not one for ${kind}.`);
  }
  return { ...model, head };
}

const isKind = <K extends Checkpoint['head']['kind']>(
  head: Checkpoint['head'],
  kind: K,
): head is Extract<Checkpoint['head'], { kind: K }> => head.kind === kind;

function bytesOf(path: string, name: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path)); // bytes of its own: a Buffer may lie in a pool that it shares
  } catch (cause) {
    throw new Problem('unreadable', `The model ${name} could not be read. Is it a file, and may you read it?`, {
      cause,
    });
  }
}

const namesIn = (notes: Readonly<Record<string, unknown>>): readonly string[] => {
  const { trainedOn } = notes;
  return Array.isArray(trainedOn) ? trainedOn.filter((one) => typeof one === 'string') : [];
};
