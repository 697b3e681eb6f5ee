import { describe, expect, it } from 'vitest';
import { planBlocks } from '../../../src/main/inference/blocks/block-plan.ts';
import { type BeatSession, predictBlock, windowsOf } from '../../../src/main/inference/blocks/block-predictor.ts';
import { prepareBlock, requestBlock } from '../../../src/main/inference/blocks/prepare-block.ts';
import { ecgLeads, type RecordingSource } from '../../../src/main/inference/reading/recording-source.ts';
import { readDetectedRecord } from '../../../src/main/learning/beats/beat-sets.ts';
import { BeatPredictor } from '../../../src/main/learning/beats/predict-beats.ts';
import { openPicked } from '../../../src/main/files/file-source.ts';
import { openRecording } from '../../../src/main/formats/registry.ts';
import { buildInferenceGraph } from '../../../src/main/nat/inference-graph.ts';
import { BEAT_SLOTS } from '../../../src/main/nat/inputs/beat-windows.ts';
import { ModelBandRange, toModelBand } from '../../../src/main/nat/inputs/model-band.ts';
import { InferenceSession } from '../../../src/main/nat/runtime/inference-session.ts';
import type { TrainedModel } from '../../../src/main/nat/trained-model.ts';
import type { Lead } from '../../../src/shared/recording.ts';
import { realData } from '../../real-data.ts';
import { seededBeatModel } from './models.ts';

const lead = (samples: number, rate: number): Lead => ({
  name: 'II',
  unit: 'mV',
  rate,
  samples,
  gain: 200,
  baseline: 0,
});

async function session(model: TrainedModel, windows: number): Promise<BeatSession> {
  const graph = buildInferenceGraph({ ...model, windows, leads: 1, beats: BEAT_SLOTS });
  const made = await InferenceSession.create(graph, { device: 'cpu', threads: 1 });
  return { windows, run: (feeds) => made.run(feeds) };
}

function recordingOf(path: string): RecordingSource {
  const picked = openPicked(path);
  const reader = openRecording(picked);
  const leads = reader.header.leads.map(({ samples }) => new Int32Array(samples));
  for (const { lead: index, start, samples } of reader.signal()) leads[index]?.set(samples, start);
  picked.close();
  const { rate, samples } = reader.header;
  return {
    rate,
    samples,
    leads: reader.header.leads,
    readSamples: (index, from, to) => (leads[index] ?? new Int32Array(0)).slice(from, to),
  };
}

const whole = { from: 0, to: 0, fromSample: 0, toSample: 0 };

describe('the blocks of a recording', () => {
  it.each([
    [360, 650_000, 1],
    [250, 250 * 3, 1],
    [250, 0, 1],
    [257.8125, 10_000_000, 22],
    [250, 86_400 * 250, 48],
    [128, 14 * 86_400 * 128, 672],
  ])(
    'at %d Hz of %d samples are %d, cover it without gap or overlap, and are about half an hour long',
    (rate, samples, count) => {
      const blocks = planBlocks({ rate, samples });
      expect(blocks).toHaveLength(count);
      expect([blocks[0]?.fromSample, blocks.at(-1)?.toSample]).toEqual([0, samples]);
      for (const [index, block] of blocks.entries()) {
        const next = blocks[index + 1];
        if (!next) continue;
        expect([next.from, next.fromSample]).toEqual([block.to, block.toSample]);
        expect((block.to - block.from) / 250).toBeGreaterThan(1200);
        expect(Math.round((block.toSample * 250) / rate)).toBeGreaterThanOrEqual(block.to);
        expect(Math.round(((block.toSample - 1) * 250) / rate)).toBeLessThan(block.to);
      }
    },
  );
});

describe('a stretch of a lead in the model’s band', () => {
  it.each([250, 360, 500, 128, 257.8125])('is the stretch of the whole lead, at %d Hz', (rate) => {
    const samples = Math.round(60 * rate);
    const whole = Float32Array.from(
      { length: samples },
      (_, i) => Math.sin(i / 17) + 0.3 * Math.sin(i / 411) + (i % 97) / 97,
    );
    const expected = toModelBand(whole, rate);
    for (const [from, to] of [
      [0, 2500],
      [4000, 9000],
      [12_000, 20_000],
      [-500, 300],
      [0, 99_999],
    ] as const) {
      const range = new ModelBandRange(samples, rate, { from, to });
      const got = range.read(whole.subarray(range.needed.from, range.needed.to));
      const part = expected.subarray(Math.max(0, from), to);
      expect(got).toHaveLength(part.length);
      expect(Math.max(...got.map((value, i) => Math.abs(value - (part[i] ?? 9))))).toBeLessThan(1e-5);
    }
  });
});

describe('the beats of a block', () => {
  it.skipIf(!realData.mitdb)(
    'of a half-hour record are given the probabilities that training scores it with',
    async () => {
      const model = seededBeatModel();
      const folder = realData.mitdb ?? '';
      const record = await readDetectedRecord(folder, 'mitdb', '208');
      const predictor = await BeatPredictor.create(model, 1);
      const expected = await predictor.predict(record);
      const source = recordingOf(`${folder}/208.hea`);
      const blocks = planBlocks(source);
      expect(blocks).toHaveLength(1);
      const request = requestBlock(source, ecgLeads(source), [], blocks[0] ?? whole, record.sample);
      const got = await predictBlock(await session(model, 8), prepareBlock(structuredClone(request)));
      expect(got).toHaveLength(expected.length);
      let worst = 0;
      for (const [i, value] of got.entries()) worst = Math.max(worst, Math.abs(value - (expected[i] ?? 9)));
      expect(worst).toBeLessThan(1e-4);
      const first = new Set(Array.from(expected, (value) => value.toFixed(3)));
      expect(first.size).toBeGreaterThan(50);
    },
  );

  it('are all asked about once, whichever block they lie in', async () => {
    const rate = 250;
    const samples = rate * 300;
    const source: RecordingSource = {
      rate,
      samples,
      leads: [lead(samples, rate)],
      readSamples: (_, from, to) =>
        Int32Array.from(
          { length: Math.max(0, Math.min(samples, to) - Math.max(0, from)) },
          (__, i) => 200 * Math.exp((-0.5 * (((i + from) % 200) - 100) ** 2) / 9),
        ),
    };
    const beats = Int32Array.from({ length: 375 }, (_, i) => 100 + 200 * i);
    const model = await session(seededBeatModel(), 8);
    let rows = 0;
    for (const block of planBlocks(source, 10)) {
      const got = await predictBlock(model, prepareBlock(requestBlock(source, ecgLeads(source), [], block, beats)));
      rows += got.length / 5;
      expect(got.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
    expect(rows).toBe(beats.length);
  });

  it('of ten seconds are asked about in one window of a lead, unless one is cut by its edge', async () => {
    const samples = 2500;
    const source: RecordingSource = {
      rate: 250,
      samples,
      leads: [lead(samples, 250)],
      readSamples: (_, from, to) =>
        Int32Array.from({ length: Math.min(samples, to) - Math.max(0, from) }, (__, i) =>
          (i + from) % 200 < 8 ? 200 : 0,
        ),
    };
    expect(windowsOf(samples, 3)).toBe(3);
    expect(windowsOf(2 * samples, 3)).toBeGreaterThan(6);
    const [block] = planBlocks(source);
    const model = await session(seededBeatModel(), 1);
    const runsFor = async (beats: Int32Array): Promise<number> => {
      let runs = 0;
      const counted: BeatSession = { windows: 1, run: (feeds) => (runs++, model.run(feeds)) };
      const request = requestBlock(source, ecgLeads(source), [], block ?? whole, beats);
      const got = await predictBlock(counted, prepareBlock(request));
      expect(got).toHaveLength(beats.length * 5);
      expect(got.every((value) => value >= 0 && value <= 1)).toBe(true);
      return runs;
    };
    expect(await runsFor(Int32Array.from({ length: 12 }, (_, i) => 104 + 200 * i))).toBe(1);
    expect(await runsFor(Int32Array.from({ length: 13 }, (_, i) => 4 + 200 * i))).toBeGreaterThan(1);
  });

  it('that no lead shows have no probabilities', async () => {
    const samples = 250 * 30;
    const source: RecordingSource = {
      rate: 250,
      samples,
      leads: [lead(samples, 250)],
      readSamples: (_, from, to) => new Int32Array(to - from),
    };
    const [block] = planBlocks(source);
    const request = requestBlock(source, ecgLeads(source), [], block ?? whole, Int32Array.of(500, 700, 900));
    const got = await predictBlock(await session(seededBeatModel(), 8), prepareBlock(request));
    expect([...got]).toEqual(new Array(15).fill(NaN));
  });
});
