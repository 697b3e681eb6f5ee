import { describe, expect, it } from 'vitest';
import { encode } from '../../../src/main/nat/encoder.ts';
import { gradients } from '../../../src/main/nat/graph/gradients.ts';
import { Graph } from '../../../src/main/nat/graph/graph.ts';
import { interpret } from '../../../src/main/nat/graph/reference.ts';
import { beatsHead } from '../../../src/main/nat/heads/beats.ts';
import type { ModelConfig } from '../../../src/main/nat/model-config.ts';
import { classifyBeats } from '../../../src/main/nat/objectives/classify-beats.ts';
import { binaryCrossEntropy, crossEntropy } from '../../../src/main/nat/objectives/cross-entropy.ts';
import type { Objective } from '../../../src/main/nat/objectives/objective.ts';
import { recogniseFindings } from '../../../src/main/nat/objectives/recognise-findings.ts';
import { reconstruct } from '../../../src/main/nat/objectives/reconstruct.ts';
import { segmentWaves } from '../../../src/main/nat/objectives/segment-waves.ts';
import { supervisedContrastive } from '../../../src/main/nat/objectives/supervised-contrastive.ts';
import type { Scope } from '../../../src/main/nat/parameters/scope.ts';
import { difference, type Feeds, gradientError, randomValues } from './graph-checks.ts';
import { type BuildLayer, evaluateLayer, layerGradientError, randomFeeds, scopeOn } from './layer-checks.ts';
import { TINY_BEATS, TINY_MODEL } from './toy-data.ts';

const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

describe('losses equal their definitions', () => {
  const logits = randomValues([4, 3], 'logits', 5);
  const targets = Float32Array.of(1, 0, 0, 0, 0.3, 0.7, 0, 0, 0, 0, 0, 1);
  const weights = [1, 2, 0.5];

  it('cross-entropy: classes weighted, logits adjusted, rows without a label left out', () => {
    const adjustment = [0.5, -1, 0];
    let total = 0;
    let weight = 0;
    for (let row = 0; row < 4; row++) {
      const adjusted = adjustment.map((shift, c) => (logits[3 * row + c] ?? 0) + shift);
      const logSum = Math.log(sum(adjusted.map(Math.exp)));
      for (const [c, value] of adjusted.entries()) {
        const share = (targets[3 * row + c] ?? 0) * (weights[c] ?? 0);
        total -= share * (value - logSum);
        weight += share;
      }
    }
    const build: BuildLayer = ({ graph }) =>
      crossEntropy(
        graph.input('logits', [4, 3]),
        graph.input('targets', [4, 3]),
        graph.constant(weights, [3]),
        graph.constant(adjustment, [3]),
      );
    expect(evaluateLayer(build, { logits, targets })[0]).toBeCloseTo(total / weight, 5);
    expect(layerGradientError(build, { logits, targets }, ['logits'])).toBeLessThan(1e-7);
  });

  it('binary cross-entropy, also for logits far out, unknown labels left out', () => {
    const far = Float32Array.of(80, -80, 0.3, 5);
    const labels = Float32Array.of(1, 1, 0, 1);
    const build: BuildLayer = ({ graph }) =>
      binaryCrossEntropy(
        graph.input('logits', [2, 2]),
        graph.constant(labels, [2, 2]),
        graph.constant([1, 1, 2, 0], [2, 2]),
      );
    const expected = (0 + 80 + 2 * Math.log1p(Math.exp(0.3))) / 4;
    expect(evaluateLayer(build, { logits: far })[0]).toBeCloseTo(expected, 4);
    expect(layerGradientError(build, { logits: far }, ['logits'])).toBeLessThan(1e-7);
  });

  it('supervised contrastive: pairs of a class, the unlabelled and the lonely left out', () => {
    const embedding = randomValues([6, 4], 'embedding', 0.5);
    const classes = [0, 1, 0, undefined, 1, 2];
    const oneHot = Float32Array.from(classes.flatMap((mine) => [0, 1, 2].map((c) => Number(c === mine))));
    const temperature = 0.2;
    const dot = (i: number, j: number) =>
      sum([0, 1, 2, 3].map((c) => (embedding[4 * i + c] ?? 0) * (embedding[4 * j + c] ?? 0))) / temperature;
    let total = 0;
    let weight = 0;
    for (const [i, mine] of classes.entries()) {
      if (mine === undefined) continue;
      const others = classes.flatMap((c, j) => (j !== i && c !== undefined ? [j] : []));
      const positives = others.filter((j) => classes[j] === mine);
      if (positives.length === 0) continue;
      const logSum = Math.log(sum(others.map((j) => Math.exp(dot(i, j)))));
      total -= ((weights[mine] ?? 0) * sum(positives.map((j) => dot(i, j) - logSum))) / positives.length;
      weight += weights[mine] ?? 0;
    }
    const build: BuildLayer = ({ graph }) =>
      supervisedContrastive(
        graph.input('embedding', [6, 4]),
        graph.constant(oneHot, [6, 3]),
        graph.constant(weights, [3]),
        graph.constant([temperature], [1]),
      );
    expect(evaluateLayer(build, { embedding })[0]).toBeCloseTo(total / weight, 4);
    expect(layerGradientError(build, { embedding }, ['embedding'])).toBeLessThan(1e-6);
  });
});

const SMALLER: ModelConfig = {
  ...TINY_MODEL,
  windowSamples: 96,
  tokenizerChannels: 3,
  levels: [
    { dim: 4, depth: 1, heads: 2, kernel: 3 },
    { dim: 6, depth: 1, heads: 2, kernel: 3 },
  ],
};
const FINDINGS = { findings: ['AF', 'LBBB'], queries: 2, hiddenUnits: 5, perLeadUnits: 3, dropout: 0 };
const WAVES = { waves: ['none', 'P', 'QRS', 'T'], dim: 4, fineChannels: 3 };
const STILL_BEATS = { ...TINY_BEATS, featureDropout: 0, morphologyDropout: 0 };

const LEADS = 2;
const WINDOWS = 2;

/** An objective as a layer: its batch and settings become inputs of the graph. */
function asLayer(objective: Objective, model: ModelConfig): BuildLayer {
  return (scope: Scope) => {
    const { graph } = scope;
    const input = (name: string, shape: readonly number[]) => graph.input(name, shape);
    return objective.build({
      ...{ scope, model, windows: WINDOWS, leads: LEADS, batch: input },
      setting: (_, usual) => graph.constant(usual, [usual.length]),
    }).total;
  };
}

/** Batch values that make sense to a loss: masks of 0 and 1, targets that sum to 1, positions inside the window. */
function sensible(build: BuildLayer): Feeds {
  return Object.fromEntries(
    Object.entries(randomFeeds(build)).map(([name, values]) => {
      if (name === 'beatPositions') return [name, values.map((value) => 48 + 20 * value)];
      if (name === 'leadPresence') return [name, Float32Array.of(1, 1, 1, 0)];
      if (name === 'blanked') return [name, values.map((value) => Number(value > 0))];
      if (/Targets$|Presence$|Known$|Identity$/.test(name)) {
        const width = name === 'leadIdentity' ? 13 : name === 'waveTargets' ? 4 : name === 'beatTargets' ? 2 : 1;
        return [name, values.map((_, at) => Number(at % width === Math.floor(at / width) % Math.min(width, 2)))];
      }
      return [name, values];
    }),
  );
}

describe('every objective has the gradients of central differences, all the way to the tokenizer', () => {
  const objectives: Record<string, [Objective, ModelConfig]> = {
    beats: [classifyBeats({ head: STILL_BEATS, beats: 3, contrastive: true }), SMALLER],
    'beats, leads attended': [
      classifyBeats({ head: { ...STILL_BEATS, leadJoin: 'attention' }, beats: 3, contrastive: false }),
      SMALLER,
    ],
    'beats, probabilities averaged': [
      classifyBeats({ head: { ...STILL_BEATS, leadJoin: 'probabilities' }, beats: 3, contrastive: true }),
      SMALLER,
    ],
    'beats of the convolutional trunk': [
      classifyBeats({ head: STILL_BEATS, beats: 3, contrastive: false }),
      { ...SMALLER, trunk: 'convolution' },
    ],
    'findings, dense attention': [recogniseFindings(FINDINGS), { ...SMALLER, trunk: 'dense' }],
    waves: [segmentWaves(WAVES), SMALLER],
    reconstruction: [reconstruct({ dim: 4 }), SMALLER],
  };
  for (const [name, [objective, model]] of Object.entries(objectives)) {
    it(name, () => {
      const build = asLayer(objective, model);
      const feeds = sensible(build);
      const error = gradientError((graph) => build(scopeOn(graph)), feeds, learnable(build), 2);
      expect(error).toBeLessThan(1e-5);
    });
  }

  /** Parameters the loss depends on. */
  function learnable(build: BuildLayer): string[] {
    const graph = new Graph();
    const scalar = build(scopeOn(graph));
    const parameters = graph.inputs.filter((input) => input.name.startsWith('parameter '));
    const reached = gradients(
      graph,
      scalar,
      parameters.map((input) => input.tensor),
    );
    return parameters.flatMap(({ name }, index) => (reached[index] ? [name] : []));
  }
});

describe('masked reconstruction', () => {
  const build = asLayer(reconstruct({ dim: 4 }), SMALLER);
  const feeds: Feeds = { ...sensible(build), blanked: Float32Array.of(1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0) };

  it('does not see what is hidden, and is judged by nothing else', () => {
    const lossOf = (change: (signal: Float32Array) => void) => {
      const signal = feeds['signal']?.slice() ?? new Float32Array();
      change(signal);
      return evaluateLayer(build, { ...feeds, signal })[0] ?? NaN;
    };
    const before = lossOf(() => undefined);
    // Hidden samples shifted and scaled: the target is normalised, the input blanked, so nothing may change.
    const hidden = lossOf((signal) => signal.set(signal.subarray(0, 16).map((value) => 3 * value + 1)));
    expect(hidden).toBeCloseTo(before, 3);
    // A visible sample is seen.
    expect(lossOf((signal) => signal.fill(5, 20, 24))).not.toBeCloseTo(before, 4);
  });

  it('does not count leads that are absent', () => {
    const graph = new Graph();
    const loss = build(scopeOn(graph));
    const signal = graph.inputs.find((input) => input.name === 'signal');
    const [gradient] = signal ? gradients(graph, loss, [signal.tensor]) : [];
    const values = gradient ? interpret(graph, feeds)(gradient) : new Float64Array();
    const perLead = 2 * SMALLER.windowSamples;
    expect(Math.max(...values.subarray(2 * perLead, 3 * perLead).map(Math.abs))).toBeGreaterThan(0);
    expect(Math.max(...values.subarray(3 * perLead).map(Math.abs))).toBe(0);
  });
});

describe('the beat head', () => {
  const logits = (leads: number): BuildLayer => {
    return (scope) => {
      const { graph } = scope;
      const presence = graph.input('leadPresence', [1, leads]);
      const levels = encode(
        scope,
        { ...SMALLER, leadNames: false },
        { signal: graph.input('signal', [leads, 2, 96]), presence },
      );
      const positions = graph.constant([20, 50, 80], [1, 3]);
      const present = graph.constant([1, 1, 1], [1, 3]);
      const rhythm = graph.constant([0, 0, 0, 0, 0, 0], [1, 3, 2]);
      return beatsHead(scope, levels, { positions, present, rhythm, leadPresence: presence }, STILL_BEATS).logits;
    };
  };

  it('says the same whatever the order of the leads, and whatever fills the absent ones', () => {
    const feeds = randomFeeds(logits(3), { leadPresence: Float32Array.of(1, 1, 0) });
    const signal = feeds['signal'] ?? new Float32Array();
    const per = 2 * 96;
    const [first, second] = [signal.slice(0, per), signal.slice(per, 2 * per)];
    const swapped = Float32Array.from([...new Float32Array(per).fill(9), ...second, ...first]);
    const original = evaluateLayer(logits(3), feeds);
    const reordered = evaluateLayer(logits(3), { ...feeds, signal: swapped, leadPresence: Float32Array.of(0, 1, 1) });
    expect(difference(reordered, original)).toBeLessThan(1e-5);
    const alone = evaluateLayer(logits(2), {
      ...feeds,
      signal: signal.slice(0, 2 * per),
      leadPresence: Float32Array.of(1, 1),
    });
    expect(difference(alone, original)).toBeLessThan(1e-5);
  });
});
