import { createHash } from 'node:crypto';
import { Problem } from '../../../shared/problem.ts';
import type { ModelConfig } from '../../nat/model-config.ts';
import { readModelFile, type StoredModel } from '../model-file.ts';
import { type ModelPreset, presetModel, requireTwoChannels } from '../model-presets.ts';

export interface ModelChoice {
  readonly preset?: ModelPreset | undefined;
  readonly trunk?: ModelConfig['trunk'] | undefined;
  readonly from?: string | undefined;
}

/** What a training starts from: a model's shape, and its weights where there are any. */
export interface StartingModel {
  readonly model: ModelConfig;
  readonly from?: StoredModel | undefined;
  /** For the description of a run. */
  readonly description: Readonly<Record<string, unknown>>;
}

/**
 * @param fold takes the place of `{fold}` in the name of the model to start from
 * @throws Problem `bad-input` when a shape is asked for besides a model that has its own
 */
export function startingModel({ preset, trunk, from }: ModelChoice, usual: ModelPreset, fold?: number): StartingModel {
  if (from === undefined) {
    const model = presetModel(preset ?? usual, trunk);
    return { model, description: { model } };
  }
  if (preset !== undefined || trunk !== undefined) {
    throw new Problem('bad-input', 'A model that is trained further keeps its shape: leave --model and --trunk out.');
  }
  const stored = readModelFile(fold === undefined ? from : from.replaceAll('{fold}', String(fold)));
  requireTwoChannels(stored.model);
  return { model: stored.model, from: stored, description: { model: stored.model, from: fingerprint(stored) } };
}

/** Tells one set of weights from another. */
export function fingerprint({ parameters }: Pick<StoredModel, 'parameters'>): string {
  const bytes = new Uint8Array(parameters.buffer, parameters.byteOffset, parameters.byteLength);
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

/** Records whose labels a training knows before it begins: those its starting model was fine-tuned on. */
export const labelsBehind = (start: StartingModel | undefined): readonly string[] => {
  const from = start?.from;
  return from === undefined || from.head.kind === 'reconstruction' ? [] : from.trainedOn;
};
