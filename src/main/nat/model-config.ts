/** What a model looks like, apart from its heads. Stored in every checkpoint. */
import { STANDARD_LEADS } from '../../shared/leads.ts';

export interface LevelConfig {
  /** Channels of a token. */
  readonly dim: number;
  /** Blocks. */
  readonly depth: number;
  /** Attention heads; a convolutional trunk ignores it. */
  readonly heads: number;
  /** Tokens a block sees at once, odd. */
  readonly kernel: number;
}

export interface ModelConfig {
  /** Neighborhood attention; dense attention or convolutions in its place, for comparison. */
  readonly trunk: 'neighborhood' | 'dense' | 'convolution';
  /** Samples of a window; a multiple of 8 · 2^(levels − 1). */
  readonly windowSamples: number;
  /** 1: the lead. 2: the lead and its residual (signal minus the record's median beat). */
  readonly channels: 1 | 2;
  /** Channels between the tokenizer's two convolutions. */
  readonly tokenizerChannels: number;
  /** Finest first; each level has half the tokens of the one before. */
  readonly levels: readonly LevelConfig[];
  /** Hidden units of a block's perceptron, as a multiple of its channels. */
  readonly expansion: number;
  /** Probability that a window skips the deepest block's branches in training; shallower blocks skip less, linearly. */
  readonly dropPath: number;
  /** First level at which leads hear each other, or null for never. */
  readonly mixLeadsFrom: number | null;
  /** Whether the model is told lead names, where known (at the level of mixing, else the coarsest, and in the findings head). */
  readonly leadNames: boolean;
}

/** Slots of a lead's identity: the standard leads, then one for any other name. */
export const LEAD_NAMES = [...STANDARD_LEADS, 'other'] as const;

/** 9.984 s at 250 Hz: 312 tokens, which halve three times and divide into blocks of 26. */
export const WINDOW_SAMPLES = 2496;

/** 0.15 million parameters: enough for beats in a first exploration. */
export const SMALL_MODEL: ModelConfig = {
  trunk: 'neighborhood',
  windowSamples: WINDOW_SAMPLES,
  channels: 2,
  tokenizerChannels: 32,
  levels: [
    { dim: 16, depth: 1, heads: 4, kernel: 9 },
    { dim: 32, depth: 1, heads: 4, kernel: 9 },
    { dim: 64, depth: 2, heads: 4, kernel: 9 },
  ],
  expansion: 3,
  dropPath: 0,
  mixLeadsFrom: null,
  leadNames: false,
};

/** About 2 million parameters; its coarsest level sees more than ± 3 s. */
export const BASE_MODEL: ModelConfig = {
  trunk: 'neighborhood',
  windowSamples: WINDOW_SAMPLES,
  channels: 2,
  tokenizerChannels: 32,
  levels: [
    { dim: 48, depth: 2, heads: 3, kernel: 9 },
    { dim: 96, depth: 2, heads: 4, kernel: 9 },
    { dim: 144, depth: 2, heads: 4, kernel: 9 },
    { dim: 192, depth: 2, heads: 6, kernel: 9 },
  ],
  expansion: 3,
  dropPath: 0.1,
  mixLeadsFrom: 2,
  leadNames: true,
};

/** A supervised convolutional network of about 200,000 parameters, to compare with. */
export const CONVOLUTION_BASELINE: ModelConfig = {
  ...SMALL_MODEL,
  trunk: 'convolution',
  levels: [
    { dim: 24, depth: 1, heads: 1, kernel: 7 },
    { dim: 48, depth: 1, heads: 1, kernel: 7 },
    { dim: 64, depth: 2, heads: 1, kernel: 7 },
  ],
};

/** Samples one token of a level stands for. */
export function samplesPerToken(level: number): number {
  return 8 * 2 ** level;
}

/** Tokens of a window at a level. */
export function tokensAt(config: ModelConfig, level: number): number {
  return config.windowSamples / samplesPerToken(level);
}

/** Tokens of a window at the coarsest level, which are also the patches of masked reconstruction. */
export function coarsestTokens(config: ModelConfig): number {
  return tokensAt(config, config.levels.length - 1);
}

/** @throws RangeError when the numbers do not fit together, saying which. */
export function checkModelConfig(config: ModelConfig): void {
  const last = config.levels.length - 1;
  if (last < 0) throw new RangeError('a model needs at least one level');
  if (!Number.isInteger(coarsestTokens(config))) {
    throw new RangeError(`a window of ${config.windowSamples} samples is no multiple of ${samplesPerToken(last)}`);
  }
  for (const [index, { dim, heads, kernel, depth }] of config.levels.entries()) {
    if (dim % heads !== 0) throw new RangeError(`level ${index}: ${dim} channels do not divide among ${heads} heads`);
    if (depth < 1) throw new RangeError(`level ${index} needs at least one block`);
    if (kernel % 2 === 0 || kernel > tokensAt(config, index)) {
      throw new RangeError(
        `level ${index}: ${kernel} is not an odd number of at most ${tokensAt(config, index)} tokens`,
      );
    }
  }
  if (config.mixLeadsFrom !== null && (config.mixLeadsFrom < 0 || config.mixLeadsFrom > last)) {
    throw new RangeError(`there is no level ${config.mixLeadsFrom} to mix leads at`);
  }
}
