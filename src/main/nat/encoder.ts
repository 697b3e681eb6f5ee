/** The trunk every head reads: tokenizer, then levels of blocks, one set of weights for every lead. */
import type { Tensor } from './graph/graph.ts';
import { add, expand, multiply, normalise, reshape, transpose } from './graph/operations.ts';
import { activation } from './layers/activation.ts';
import { block } from './layers/block.ts';
import { convolutionBlock } from './layers/convolution-block.ts';
import { mixLeads } from './layers/lead-join.ts';
import { linear } from './layers/linear.ts';
import { stridedConvolution } from './layers/strided-convolution.ts';
import { repeatTokens } from './layers/upsampling.ts';
import type { EncoderInput, Level } from './level.ts';
import { checkModelConfig, type LevelConfig, type ModelConfig, samplesPerToken } from './model-config.ts';
import type { Scope } from './parameters/scope.ts';

/**
 * Encode windows: each lead alone at the fine levels, all leads hearing each other from `mixLeadsFrom` on.
 * Depth (for layer-wise learning rates) counts blocks from the tokenizer at 0.
 * @returns the levels, finest first, normalised for the heads
 */
export function encode(root: Scope, config: ModelConfig, input: EncoderInput): readonly Level[] {
  checkModelConfig(config);
  const scope = root.within('trunk');
  let tokens = blank(scope, tokenize(scope.within('tokenizer', 0), config, input.signal), input);
  let depth = 0;
  const blocks = blockCount(config);
  return config.levels.map((level, index) => {
    const place = scope.within(`level${index}`, depth + 1);
    if (index > 0) tokens = downsample(place.within('down'), tokens, level.dim);
    tokens = meetLeads(place, config, index, tokens, input);
    for (let at = 0; at < level.depth; at++) {
      depth++;
      const dropPath = blocks > 1 ? (config.dropPath * (depth - 1)) / (blocks - 1) : 0;
      tokens = oneBlock(place.within(`block${at}`, depth), config, level, tokens, dropPath);
    }
    return { tokens: normalise(tokens), samplesPerToken: samplesPerToken(index) };
  });
}

/** Depth at which heads sit: one beyond the last block. */
export function headDepth(config: ModelConfig): number {
  return blockCount(config) + 1;
}

function blockCount(config: ModelConfig): number {
  return config.levels.reduce((sum, level) => sum + level.depth, 0);
}

/** Two convolutions, 8 samples (32 ms) a token: [n, channels, samples] → [n, samples / 8, dim]. */
function tokenize(scope: Scope, config: ModelConfig, signal: Tensor): Tensor {
  const samples = transpose(signal, [0, 2, 1]);
  const first = { kernel: 12, stride: 4, out: config.tokenizerChannels };
  const edges = activation(stridedConvolution(scope.within('first'), samples, first));
  const second = { kernel: 6, stride: 2, out: config.levels[0]?.dim ?? 1 };
  return stridedConvolution(scope.within('second'), edges, second);
}

/** Adds a learnt vector where the signal was blanked, so that a blank is not mistaken for a flat line. */
function blank(scope: Scope, tokens: Tensor, { blanked }: EncoderInput): Tensor {
  if (!blanked) return tokens;
  const [batch = 1, length = 1, dim = 1] = tokens.shape;
  const patches = blanked.shape[1] ?? 1;
  const perToken = repeatTokens(reshape(blanked, [batch, patches, 1]), length / patches);
  return add(tokens, multiply(perToken, scope.bias('blank', [dim])));
}

/** Half the tokens, more channels: four tokens wide, normalised first. */
function downsample(scope: Scope, tokens: Tensor, dim: number): Tensor {
  return stridedConvolution(scope, normalise(tokens), { kernel: 4, stride: 2, out: dim });
}

function meetLeads(scope: Scope, config: ModelConfig, index: number, tokens: Tensor, input: EncoderInput): Tensor {
  const { presence, identity } = input;
  const mixing = config.mixLeadsFrom !== null && index >= config.mixLeadsFrom;
  let met = tokens;
  if (config.leadNames && index === (config.mixLeadsFrom ?? config.levels.length - 1)) {
    if (!identity) throw new Error('this model needs to be told lead names');
    const [batch = 1, length = 1, dim = 1] = tokens.shape;
    const named = linear(scope.within('leadName'), identity, dim, { deviation: 0 });
    met = add(met, expand(reshape(named, [batch, 1, dim]), [batch, length, dim]));
  }
  return mixing ? mixLeads(scope.within('mixing'), met, presence) : met;
}

function oneBlock(scope: Scope, config: ModelConfig, level: LevelConfig, tokens: Tensor, dropPath: number): Tensor {
  const { heads, kernel } = level;
  if (config.trunk === 'convolution') return convolutionBlock(scope, tokens, kernel, dropPath);
  const seen = config.trunk === 'dense' ? ('all' as const) : kernel;
  return block(scope, tokens, { heads, kernel: seen, expansion: config.expansion, dropPath });
}
