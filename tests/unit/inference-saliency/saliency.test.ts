import { beforeAll, describe, expect, it } from 'vitest';
import { explainBeat, explainFinding, type OpenSession } from '../../../src/main/inference/saliency/explain.ts';
import { jointSlope } from '../../../src/main/inference/saliency/joint-slope.ts';
import { asShare, smoothed } from '../../../src/main/inference/saliency/smooth-saliency.ts';
import { presetModel } from '../../../src/main/learning/model-presets.ts';
import { FINDINGS_HEAD } from '../../../src/main/nat/heads/findings.ts';
import { buildInferenceGraph } from '../../../src/main/nat/inference-graph.ts';
import { type BeatSource } from '../../../src/main/nat/inputs/beat-batch.ts';
import { leadBatch, leadFeeds, placeWindow } from '../../../src/main/nat/inputs/lead-batch.ts';
import { medianBeat } from '../../../src/main/nat/inputs/median-beat.ts';
import { rrFeatures } from '../../../src/main/nat/inputs/rr-features.ts';
import { recogniseFindings } from '../../../src/main/nat/objectives/recognise-findings.ts';
import { randomStream } from '../../../src/main/nat/random.ts';
import { InferenceSession } from '../../../src/main/nat/runtime/inference-session.ts';
import { seededState, TrainingSession } from '../../../src/main/nat/runtime/training-session.ts';
import { buildTrainingGraph } from '../../../src/main/nat/training-graph.ts';
import { seededBeatModel } from '../inference/models.ts';

const CPU = { device: 'cpu', threads: 1 } as const;
const open: OpenSession = (graph) => InferenceSession.create(graph, CPU);
const SAMPLES = 2496;
const LEADS = 2;
/** Stretches that are compared, of 0.48 s. */
const STRETCH = 120;
const STRETCHES = Math.floor(SAMPLES / STRETCH);

/** Beats of both leads; where `wide` is given, one wide downward wave in the second lead at this sample. */
function recordingOf(seed: number, wide: number | undefined) {
  const random = randomStream(seed, 'recording');
  const leads = Array.from({ length: LEADS }, (_, lead) => {
    const signal = Float32Array.from({ length: SAMPLES }, () => 0.03 * random.normal());
    const add = (at: number, width: number, height: number): void => {
      for (let i = 0; i < SAMPLES; i++)
        signal[i] = (signal[i] ?? 0) + height * Math.exp(-(((i - at) / width) ** 2) / 2);
    };
    for (let at = 60 + 40 * random.uniform(); at < SAMPLES; at += 190 + 20 * random.uniform()) add(at, 3, 1);
    if (wide !== undefined && lead === 1) add(wide, 30, -1.5);
    return signal;
  });
  return { leads, leadName: Uint8Array.of(1, 6) };
}

/** A model that has learnt to find the wide wave, and nothing else. */
async function trainedModel() {
  const objective = recogniseFindings({
    ...{ ...FINDINGS_HEAD, queries: 1, hiddenUnits: 16, dropout: 0 },
    findings: ['WIDE', 'NONE'],
  });
  const graph = buildTrainingGraph({
    model: presetModel('tiny'),
    objective,
    windows: 8,
    leads: LEADS,
    averaged: false,
  });
  const session = await TrainingSession.create(graph, { ...CPU, seed: 1, state: seededState(graph, 1) });
  const batch = leadBatch(8, LEADS);
  let loss = NaN;
  for (let step = 0; step < 60; step++) {
    const random = randomStream(step, 'place');
    const findingTargets = new Float32Array(16);
    for (let window = 0; window < 8; window++) {
      const wide = window % 2 === 0 ? 100 + 2300 * random.uniform() : undefined;
      placeWindow(batch, window, recordingOf(8 * step + window, wide), 0, [0, 1], 'window');
      findingTargets[2 * window + (wide === undefined ? 1 : 0)] = 1;
    }
    const feeds = { ...leadFeeds(batch), findingTargets, findingKnown: new Float32Array(16).fill(1) };
    loss = (await session.train(feeds, { learningRate: 3e-3 })).losses['crossEntropy'] ?? NaN;
  }
  const { vectors } = await session.state();
  await session.release();
  const { head } = graph;
  if (head.kind !== 'findings' || !vectors.parameters) throw new Error('not a findings model');
  return { model: { model: graph.model, head, layout: graph.layout, parameters: vectors.parameters }, loss };
}

describe('Why a recording is said to show something', () => {
  let trained: Awaited<ReturnType<typeof trainedModel>>;
  beforeAll(async () => {
    trained = await trainedModel();
  }, 60_000);
  const decisive = 1380;
  const recording = recordingOf(999, decisive);

  it('is the stretch that decides, in the lead that shows it, and occlusion agrees', async () => {
    expect(trained.loss).toBeLessThan(0.3);
    const { values, columns, step, leads, from, method } = await explainFinding(
      trained.model,
      open,
      recording,
      'WIDE',
      0,
    );
    expect([from, step, leads]).toEqual([0, 5, [0, 1]]);
    expect(values.length).toBe(2 * columns);
    expect(Math.max(...values.map(Math.abs))).toBe(1);
    expect(method).toMatch(/gradients/);
    // By stretch and lead: the sum of the saliency, and how much the log-odds fall when the stretch is blanked.
    const session = await open(buildInferenceGraph({ ...trained.model, windows: 1, leads: LEADS }));
    const batch = leadBatch(1, LEADS);
    const logOdds = async (change: (signal: Float32Array) => void): Promise<number> => {
      placeWindow(batch, 0, recording, 0, [0, 1], 'window');
      change(batch.signal);
      return (await session.run(leadFeeds(batch)))['logits']?.[0] ?? NaN;
    };
    const whole = await logOdds(() => undefined);
    const stated: number[] = [];
    const measured: number[] = [];
    for (let lead = 0; lead < LEADS; lead++) {
      for (let stretch = 0; stretch < STRETCHES; stretch++) {
        const first = lead * columns + (stretch * STRETCH) / step;
        stated.push(values.subarray(first, first + STRETCH / step).reduce((a, b) => a + b, 0));
        const at = lead * 2 * SAMPLES + stretch * STRETCH;
        measured.push(whole - (await logOdds((signal) => signal.fill(0, at, at + STRETCH))));
      }
    }
    await session.release();
    const place = STRETCHES + Math.floor(decisive / STRETCH);
    const most = (all: readonly number[]): number => all.indexOf(Math.max(...all));
    expect(most(measured)).toBe(place);
    expect(most(stated)).toBe(place);
    expect(rankCorrelation(stated, measured)).toBeGreaterThan(0.6);
  });

  it('is refused for what the model does not know', async () => {
    await expect(explainFinding(trained.model, open, recording, 'AFIB', 0)).rejects.toThrow(/no finding AFIB/);
  });
});

/** Spearman's. */
function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const ranks = (all: readonly number[]): number[] => {
    const order = [...all.keys()].sort((i, j) => (all[i] ?? 0) - (all[j] ?? 0));
    return all.map((_, i) => order.indexOf(i));
  };
  const [x, y] = [ranks(a), ranks(b)];
  const squares = x.reduce((sum, rank, i) => sum + (rank - (y[i] ?? 0)) ** 2, 0);
  return 1 - (6 * squares) / (x.length * (x.length ** 2 - 1));
}

describe('Why a beat is called what it is', () => {
  it('is how the joint probability of the leads changes with the signal', async () => {
    const { head, ...model } = seededBeatModel(2);
    if (head.kind !== 'beats') throw new Error('not a beat model');
    const random = randomStream(1, 'leads');
    const position = Int32Array.from({ length: 16 }, (_, i) => 200 + 230 * i);
    const leads = [0, 1].map((lead) => {
      const signal = Float32Array.from({ length: 4000 }, () => 0.05 * random.normal());
      for (const at of position) for (let i = -8; i <= 8; i++) signal[at + i] = (1 - lead / 3) * Math.cos(i / 6);
      return { name: 'II', nameIndex: 1, signal, median: medianBeat(signal, position, 250) };
    });
    const source: BeatSource = { leads, position, label: new Uint8Array(16).fill(255), rhythm: rrFeatures(position) };
    const question = { beat: 7, label: 2, join: 'mean' } as const;
    const both = await explainBeat({ ...model, head }, open, source, { ...question, leads: [0, 1] });
    expect(both.from).toBe((position[7] ?? 0) - 1248);
    expect(both.leads).toEqual([0, 1]);
    // The beat itself, in the middle, decides more than as long a stretch far away.
    const sum = (columns: readonly [number, number]): number =>
      both.values.subarray(...columns).reduce((total, value) => total + Math.abs(value), 0);
    expect(sum([240, 260])).toBeGreaterThan(3 * sum([20, 40]));
  });

  it.each(['mean', 'geometric-mean'] as const)('follows the log-odds that the leads give together (%s)', (join) => {
    const logits = [Float32Array.of(2, -1, 0.5), Float32Array.of(-0.5, 1.5, 0)];
    const logOdds = (rows: readonly Float32Array[]): number => {
      const shares = rows.map((row) => {
        const exponents = [...row].map(Math.exp);
        return exponents.map((one) => one / exponents.reduce((a, b) => a + b, 0));
      });
      const product = [0, 1, 2].map((c) => Math.sqrt((shares[0]?.[c] ?? NaN) * (shares[1]?.[c] ?? NaN)));
      const mean = [0, 1, 2].map((c) => ((shares[0]?.[c] ?? NaN) + (shares[1]?.[c] ?? NaN)) / 2);
      const joined = join === 'mean' ? mean : product.map((one) => one / product.reduce((a, b) => a + b, 0));
      return Math.log((joined[1] ?? NaN) / (1 - (joined[1] ?? NaN)));
    };
    const slope = jointSlope(logits, 1, join);
    for (const [lead, row] of logits.entries()) {
      for (let c = 0; c < 3; c++) {
        const moved = (by: number): number =>
          logOdds(logits.map((own, l) => own.map((value, k) => (l === lead && k === c ? value + by : value))));
        expect(slope[lead]?.[c]).toBeCloseTo((moved(1e-2) - moved(-1e-2)) / 2e-2, 3);
        expect(row.length).toBe(3);
      }
    }
  });

  it('stays a number where the leads are sure', () => {
    const [slope] = jointSlope([Float32Array.of(60, -60, -80)], 0, 'mean');
    expect(slope?.[0]).toBeCloseTo(1, 6);
    expect(slope?.[1]).toBeCloseTo(-1, 6);
  });
});

describe('Saliency as it is shown', () => {
  it('keeps its place when smoothed: one value every five samples', () => {
    const contributions = new Float32Array(100);
    contributions[52] = 1;
    const values = smoothed(contributions);
    expect(values.length).toBe(20);
    expect(values.indexOf(Math.max(...values))).toBe(10);
    expect(values[9]).toBeCloseTo(values[11] ?? NaN, 6);
  });

  it('is a share of the largest, of either sign; nothing where nothing speaks', () => {
    expect([...asShare([Float32Array.of(1, -4), Float32Array.of(2, 0)])]).toEqual([0.25, -1, 0.5, 0]);
    expect([...asShare([new Float32Array(2)])]).toEqual([0, 0]);
  });
});
