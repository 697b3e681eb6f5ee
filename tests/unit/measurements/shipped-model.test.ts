import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type MeasuredRange,
  measuredRange,
  measureRange,
  wavesInRange,
} from '../../../src/main/inference/reading/measure-recording.ts';
import type { RecordingSource } from '../../../src/main/inference/reading/recording-source.ts';
import type { WaveSession } from '../../../src/main/inference/waves/join-beats.ts';
import { readModelFile } from '../../../src/main/learning/model-file.ts';
import { buildInferenceGraph } from '../../../src/main/nat/inference-graph.ts';
import { InferenceSession } from '../../../src/main/nat/runtime/inference-session.ts';
import { type PresetOptions, presetScenario } from '../../../src/main/simulator/presets.ts';
import { simulate } from '../../../src/main/simulator/simulate.ts';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';

const WAVES = 'resources/models/ecg-nat-base/waves.nat';

/** A synthetic recording as it is read, with its true beats. */
function synthetic(preset: string, options: PresetOptions = {}) {
  const simulated = simulate(presetScenario(preset, options));
  const { header, annotations } = simulated;
  const leads = header.leads.map(({ samples }) => new Int32Array(samples));
  for (const block of simulated.signal()) leads[block.lead]?.set(block.samples, block.start);
  const source: RecordingSource = {
    ...header,
    readSamples: (lead, from, to) => (leads[lead] ?? new Int32Array(0)).slice(from, to),
  };
  return { source, annotations, leads };
}

describe('a synthetic recording, its waves marked by the shipped model', () => {
  const open: InferenceSession[] = [];
  let session: (leads: number) => Promise<WaveSession>;

  beforeAll(() => {
    const { model, head, layout, parameters } = readModelFile(WAVES);
    session = async (leads) => {
      const graph = buildInferenceGraph({ model, head, layout, parameters, windows: 1, leads });
      const made = await InferenceSession.create(graph, { device: 'cpu', threads: 1 });
      open.push(made);
      return { windows: 1, leads, run: (feeds) => made.run(feeds) };
    };
  });
  afterAll(async () => {
    for (const made of open) await made.release();
  });

  async function measured(recording: ReturnType<typeof synthetic>, range?: MeasuredRange) {
    const { source, annotations } = recording;
    const stretch = range ?? measuredRange(source);
    return measureRange(source, stretch, annotations, await wavesInRange(source, stretch, session));
  }

  it('in sinus rhythm has the intervals the simulator drew', async () => {
    const result = await measured(synthetic('sinus'));
    // 68 beats a minute: PR 157 ms, QRS 92 ms, QT 400 ms times the cube root of RR.
    expect(result.ventricularRate).toBeGreaterThan(64);
    expect(result.ventricularRate).toBeLessThan(72);
    expect(Math.abs((result.pr ?? 0) - 157)).toBeLessThan(25);
    expect(Math.abs((result.qrs ?? 0) - 92)).toBeLessThan(20);
    expect(Math.abs((result.qtc?.fridericia ?? 0) - 400)).toBeLessThan(35);
    expect(result.axes.qrs).toBeGreaterThan(0);
    expect(result.axes.qrs).toBeLessThan(90);
    expect(result.leads.map(({ name }) => name).slice(0, 3)).toEqual(['I', 'II', 'III']);
  });

  it('with left bundle branch block has a wide QRS complex', async () => {
    const { qrs } = await measured(synthetic('left-bundle-branch-block'));
    expect(qrs).toBeGreaterThan(130);
  });

  it('in atrial fibrillation has neither P wave nor PR interval', async () => {
    const { p, pr, axes, qrs } = await measured(synthetic('atrial-fibrillation'));
    expect([p, pr, axes.p]).toEqual([undefined, undefined, undefined]);
    expect(qrs).toBeDefined();
  });

  it('with ventricular beats among the others is measured by the others', async () => {
    const { usedBeats, beats, qrs } = await measured(synthetic('ventricular-ectopy'));
    expect(usedBeats).toBeLessThan(beats);
    expect(Math.abs((qrs ?? 0) - 92)).toBeLessThan(20);
  });

  it('of one lead is measured by that one', async () => {
    const { qrs, axes, sokolowLyon } = await measured(synthetic('sinus', { leads: ['II'] }));
    expect(Math.abs((qrs ?? 0) - 92)).toBeLessThan(25);
    expect([axes, sokolowLyon]).toEqual([{}, undefined]);
  });

  it('of a long one is measured where somebody looks', async () => {
    const recording = synthetic('holter', { seconds: 120 });
    const range = measuredRange(recording.source, 90 * 250);
    expect(range).toEqual({ from: 85 * 250, to: 95 * 250 });
    expect(measuredRange(recording.source, 120 * 250)).toEqual({ from: 110 * 250, to: 120 * 250 });
    expect((await measured(recording, range)).qrs).toBeDefined();
  });

  it('with stretches of every lead missing is measured by what there is', async () => {
    const recording = synthetic('sinus');
    for (const lead of recording.leads) lead.fill(MISSING_SAMPLE, 1000, 2000);
    const { qrs, usedBeats } = await measured(recording);
    expect(usedBeats).toBeGreaterThan(4);
    expect(Math.abs((qrs ?? 0) - 92)).toBeLessThan(25);
  });

  it('that is shorter than a window, or holds nothing, does not fail', async () => {
    expect((await measured(synthetic('sinus', { seconds: 3 }))).beats).toBeGreaterThan(1);
    const silent = synthetic('sinus');
    for (const lead of silent.leads) lead.fill(MISSING_SAMPLE);
    expect(await measured(silent)).toMatchObject({ usedBeats: 0, leads: [] });
  });
});

it('a recording without a lead in volts cannot be measured, and says so', () => {
  const { source, annotations } = synthetic('sinus');
  const pressures = { ...source, leads: source.leads.map((lead) => ({ ...lead, unit: 'mmHg' })) };
  expect(() => measureRange(pressures, measuredRange(pressures), annotations, undefined)).toThrow(/No lead/);
});
