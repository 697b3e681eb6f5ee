import { Problem } from '../../shared/problem.ts';
import { BASE_MODEL, CONVOLUTION_BASELINE, type ModelConfig, SMALL_MODEL } from '../nat/model-config.ts';

/** A model to try a command with: it trains in seconds and learns little. */
const TINY_MODEL: ModelConfig = {
  ...SMALL_MODEL,
  tokenizerChannels: 8,
  levels: [
    { dim: 8, depth: 1, heads: 2, kernel: 5 },
    { dim: 12, depth: 1, heads: 2, kernel: 5 },
    { dim: 16, depth: 1, heads: 2, kernel: 5 },
  ],
};

/** Models by the names the commands know them by. */
export const MODEL_PRESETS = {
  small: SMALL_MODEL,
  base: BASE_MODEL,
  cnn: CONVOLUTION_BASELINE,
  tiny: TINY_MODEL,
} as const satisfies Record<string, ModelConfig>;

export type ModelPreset = keyof typeof MODEL_PRESETS;
export const MODEL_PRESET_NAMES = ['small', 'base', 'cnn', 'tiny'] as const satisfies readonly ModelPreset[];
export const TRUNKS = ['neighborhood', 'dense', 'convolution'] as const;

/** A preset, its blocks exchanged where `trunk` says so. */
export const presetModel = (preset: ModelPreset, trunk?: ModelConfig['trunk']): ModelConfig => ({
  ...MODEL_PRESETS[preset],
  ...(trunk === undefined ? {} : { trunk }),
});

/** Everything here feeds a lead and its residual. @throws Problem `unsupported` for a model that asks for one channel */
export function requireTwoChannels({ channels }: ModelConfig): void {
  if (channels !== 2) {
    throw new Problem('unsupported', 'This model sees the lead alone; training needs one that sees its residual too.');
  }
}
