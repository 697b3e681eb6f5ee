import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenModel } from '../../../src/main/inference/reading/open-model.ts';
import { readRecording } from '../../../src/main/inference/reading/read-recording.ts';
import type { ReadingOptions } from '../../../src/main/inference/reading/reading-options.ts';
import { ReadingFocus } from '../../../src/main/inference/reading/reading-focus.ts';
import type { BlockPart, FinishedReading, ReadingStep } from '../../../src/main/inference/reading/reading-step.ts';
import type { RecordingSource } from '../../../src/main/inference/reading/recording-source.ts';
import { SequentialSource } from '../../../src/main/inference/reading/sequential-source.ts';
import { rhythmAnnotations } from '../../../src/main/signal/rhythm/rhythm-annotations.ts';
import { presetScenario } from '../../../src/main/simulator/presets.ts';
import { simulate } from '../../../src/main/simulator/simulate.ts';
import { codeOfMnemonic, isBeatCode } from '../../../src/shared/annotation-codes.ts';
import { Problem } from '../../../src/shared/problem.ts';
import { type Lead, MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import { packSeeded } from '../inference-models/seeded-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'einthoven-reading-'));
let model: OpenModel;
beforeAll(async () => {
  model = new OpenModel(await packSeeded(folder, join(folder, 'model')), { device: 'cpu', threads: 1 });
});
afterAll(async () => {
  await model.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Signals {
  readonly rate: number;
  readonly samples: number;
  readonly leads: readonly Lead[];
  readonly signals: readonly Int32Array[];
}

function holter(seconds: number): Signals {
  const recording = simulate(presetScenario('holter', { seconds }));
  const { rate, samples, leads } = recording.header;
  const signals = leads.map((lead) => new Int32Array(lead.samples));
  for (const { lead, start, samples: block } of recording.signal()) signals[lead]?.set(block, start);
  return { rate, samples, leads, signals };
}

const sourceOf = ({ rate, samples, leads, signals }: Signals): RecordingSource => ({
  rate,
  samples,
  leads,
  readSamples: (lead, from, to) => (signals[lead] ?? new Int32Array(0)).slice(Math.max(0, from), Math.max(0, to)),
});

/** Two minutes to a block. */
const blockWindows = 20;
const going = (): AbortSignal => new AbortController().signal;

async function steps(source: RecordingSource, options: Partial<ReadingOptions> = {}): Promise<ReadingStep[]> {
  const all: ReadingStep[] = [];
  for await (const step of readRecording(source, model, { signal: going(), blockWindows, ...options })) all.push(step);
  return all;
}
function finished(all: readonly ReadingStep[]): FinishedReading {
  const last = all.at(-1);
  if (last?.kind !== 'finished') throw new Error('the reading is not finished');
  return last.reading;
}
const beatsOf = ({ annotations }: FinishedReading): { sample: number; code: number; confidence: number }[] =>
  Array.from(annotations.sample, (sample, row) => ({
    sample,
    code: annotations.code[row] ?? 0,
    confidence: annotations.confidence[row] ?? 0,
  })).filter(({ code }) => isBeatCode(code));

describe('a reading of twenty minutes', () => {
  const whole = holter(1200);
  let plain: ReadingStep[] = [];
  beforeAll(async () => {
    plain = await steps(sourceOf(whole));
  }, 60_000);

  it('tells every stretch as detected and as refined, and ends with what it told', () => {
    const covered = (stage: string): number[][] =>
      plain
        .flatMap((step) => (step.kind === 'beats' && step.stage === stage ? [[step.from, step.to]] : []))
        .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
    for (const stage of ['detected', 'refined']) {
      let at = 0;
      for (const [from, to] of covered(stage)) {
        expect(from).toBe(at);
        at = to ?? 0;
      }
      expect(at).toBe(whole.samples);
    }
    expect(covered('refined')).toHaveLength(10);
    const refined = plain.flatMap((step) => (step.kind === 'beats' && step.stage === 'refined' ? [step] : []));
    const told = new Map(refined.flatMap(({ sample, code }) => Array.from(sample, (at, row) => [at, code[row]])));
    const beats = beatsOf(finished(plain));
    expect(beats.length).toBeGreaterThan(1000);
    expect(beats.map(({ sample }) => told.get(sample))).toEqual(beats.map(({ code }) => code));
  });

  it('says what it was made by and where, with the probability of every class', () => {
    const reading = finished(plain);
    expect(reading).toMatchObject({ origin: 'model', madeBy: model.id, device: 'cpu', findings: [] });
    const beats = beatsOf(reading);
    expect(reading.probabilities).toHaveLength(5 * beats.length);
    for (const [row, { confidence }] of beats.entries()) {
      const own = reading.probabilities?.subarray(5 * row, 5 * row + 5) ?? [];
      expect(confidence).toBe(Math.max(...own));
    }
    expect(reading.quality).toMatchObject({ fromSecond: 0, seconds: 1200 });
    expect(plain.filter(({ kind }) => kind === 'episodes')).toHaveLength(1);
  });

  it('is the same whatever was looked at first, and shows that first', async () => {
    const focus = new ReadingFocus();
    const middle = Math.round(0.7 * whole.samples);
    focus.look(middle, middle + 2500);
    const looked = await steps(sourceOf(whole), { focus });
    expect(finished(looked)).toEqual(finished(plain));
    const stages = looked.flatMap((step) => (step.kind === 'beats' ? [step] : []));
    const provisional = stages.findIndex(({ stage }) => stage === 'provisional');
    const refined = stages.findIndex(({ stage }) => stage === 'refined');
    expect(provisional).toBeGreaterThanOrEqual(0);
    expect(provisional).toBeLessThan(refined);
    for (const { from, to } of [stages[provisional], stages[refined]].filter((one) => one !== undefined)) {
      expect(from <= middle && middle < to).toBe(true);
    }
    expect(stages[provisional]?.sample.length).toBeGreaterThan(60);
  });

  it('is the same from a file that can only be read from its beginning to its end', async () => {
    const { rate, samples, leads, signals } = whole;
    const blocks = function* () {
      for (let start = 0; start < samples; start += 10_007) {
        for (const [lead, signal] of signals.entries())
          yield { lead, start, samples: signal.slice(start, start + 10_007) };
      }
    };
    const stream = new SequentialSource({ header: { rate, samples, leads }, signal: blocks });
    expect(finished(await steps(stream))).toEqual(finished(plain));
  });

  it('goes on with the blocks that were kept, but not with those of another detection', async () => {
    const parts = new Map<number, BlockPart>();
    let recipe = '';
    const write = (given: string, block: number, part: BlockPart): void => {
      recipe = given;
      parts.set(block, part);
    };
    await steps(sourceOf(whole), { parts: { read: () => new Map(), write } });
    expect(parts.size).toBe(10);
    const good = parts.get(4);
    if (!good) throw new Error('block 4 was not kept');
    const kept = new Map([
      [4, good],
      [7, { ...good, sample: good.sample.map((at) => at + 1) }],
    ]);
    const again: number[] = [];
    const resumed = await steps(sourceOf(whole), {
      parts: {
        read: (given) => (given === recipe ? kept : new Map<number, BlockPart>()),
        write: (_, block) => again.push(block),
      },
    });
    expect(finished(resumed)).toEqual(finished(plain));
    expect(again.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9]);
  });

  it('does not go on with blocks that another device read', async () => {
    const recipes = new Set<string>();
    for (const device of ['cpu', 'webgpu'] as const) {
      const asked = new AbortController();
      const read = (recipe: string) => {
        recipes.add(recipe);
        asked.abort();
        return new Map<number, BlockPart>();
      };
      const elsewhere = new OpenModel(model.usable, { device, threads: 1 });
      const options = { signal: asked.signal, blockWindows, parts: { read, write: () => undefined } };
      const reading = readRecording(sourceOf(whole), elsewhere, options);
      const told: ReadingStep[] = [];
      const toItsEnd = async (): Promise<void> => {
        for await (const step of reading) told.push(step);
      };
      await expect(toItsEnd()).rejects.toMatchObject({ code: 'cancelled' });
      await elsewhere.close();
    }
    expect(recipes.size).toBe(2);
  });

  it('ends when it is cancelled, and leaves no work behind when nobody listens any more', async () => {
    const abort = new AbortController();
    const reading = readRecording(sourceOf(whole), model, { signal: abort.signal, blockWindows });
    const run = async (): Promise<void> => {
      for await (const step of reading) if (step.kind === 'quality') abort.abort();
    };
    await expect(run()).rejects.toMatchObject({ code: 'cancelled' });
    for await (const step of readRecording(sourceOf(whole), model, { signal: going(), blockWindows })) {
      if (step.kind === 'quality') break;
    }
  });
});

describe('a recording in bad condition', () => {
  const changed = (signals: Signals, change: (lead: number, signal: Int32Array) => unknown): Signals => {
    const copies = signals.signals.map((signal) => signal.slice());
    for (const [lead, signal] of copies.entries()) change(lead, signal);
    return { ...signals, signals: copies };
  };
  const minutes = holter(300);
  const q = codeOfMnemonic('Q')?.code;

  it('of three seconds is read', async () => {
    const reading = finished(await steps(sourceOf(holter(3))));
    expect(beatsOf(reading).length).toBeGreaterThan(1);
    expect(beatsOf(reading).every(({ confidence }) => confidence > 0 && confidence <= 1)).toBe(true);
    expect(reading.quality.seconds).toBe(3);
  });

  it('with one flat lead is classified by the others', async () => {
    const flat = changed(minutes, (lead, signal) => {
      if (lead === 1) signal.fill(7);
    });
    const reading = finished(await steps(sourceOf(flat)));
    expect(reading.leads).toEqual(minutes.leads.map((_, lead) => lead).filter((lead) => lead !== 1));
    expect(beatsOf(reading).length).toBeGreaterThan(250);
    expect(beatsOf(reading).every(({ confidence }) => confidence > 0)).toBe(true);
    const row = reading.quality.leads.indexOf(1);
    expect(new Set(reading.quality.values.subarray(row * 300, row * 300 + 300))).toEqual(new Set([0]));
  });

  it('of nothing but flat leads has no beats and no rhythm', async () => {
    const reading = finished(await steps(sourceOf(changed(minutes, (_, signal) => signal.fill(0)))));
    expect(beatsOf(reading)).toEqual([]);
    expect(reading.episodes.every(({ kind }) => kind === 'unclassified')).toBe(true);
  });

  it('with missing samples is read around them', async () => {
    const { rate } = minutes;
    const [from, to] = [100 * rate, 130 * rate];
    const gaps = changed(minutes, (lead, signal) => {
      signal.fill(MISSING_SAMPLE, from, to);
      if (lead === 0) signal.fill(MISSING_SAMPLE, 200 * rate, 260 * rate);
    });
    const reading = finished(await steps(sourceOf(gaps)));
    const beats = beatsOf(reading);
    expect(beats.filter(({ sample }) => sample > from + rate && sample < to - rate)).toEqual([]);
    const beside = beats.filter(({ sample }) => sample < from - rate || sample > to + rate);
    expect(beside.length).toBeGreaterThan(220);
    expect(beside.every(({ confidence }) => confidence > 0)).toBe(true);
    expect(reading.episodes.some(({ kind }) => kind === 'pause')).toBe(false);
  });

  it('whose signal cannot be read for a while has beats there that are not classified', async () => {
    const { rate } = minutes;
    let seed = 1;
    const noise = (): number => ((seed = (seed * 48_271) % 0x7fff_ffff) / 0x7fff_ffff - 0.5) * 4000;
    const noisy = changed(minutes, (_, signal) => {
      for (let i = 120 * rate; i < 150 * rate; i++) signal[i] = noise();
    });
    const reading = finished(await steps(sourceOf(noisy)));
    const inside = beatsOf(reading).filter(({ sample }) => sample > 122 * rate && sample < 148 * rate);
    expect(inside.every(({ code, confidence }) => code === q && Number.isNaN(confidence))).toBe(true);
    expect(beatsOf(reading).filter(({ confidence }) => Number.isNaN(confidence)).length).toBe(
      beatsOf(reading).filter(({ code, confidence }) => code === q && Number.isNaN(confidence)).length,
    );
    expect(beatsOf(reading).filter(({ sample }) => sample < 115 * rate).length).toBeGreaterThan(100);
  });

  it('without any ECG is refused in a sentence', async () => {
    const pressure = { ...minutes, leads: minutes.leads.map((lead) => ({ ...lead, unit: 'mmHg' })) };
    await expect(steps(sourceOf(pressure))).rejects.toMatchObject({
      code: 'unsupported',
      message: /No lead .* is an ECG/,
    });
    await expect(steps(sourceOf(pressure))).rejects.toBeInstanceOf(Problem);
  });

  it('is read by rules where there is no model', async () => {
    const all: ReadingStep[] = [];
    for await (const step of readRecording(sourceOf(minutes), undefined, { signal: going() })) all.push(step);
    const reading = finished(all);
    expect(reading).toMatchObject({ origin: 'rules', madeBy: 'rules 3', device: undefined });
    expect(reading.quality.values).toHaveLength(300 * minutes.leads.length);
    expect(reading.episodes.length).toBeGreaterThan(0);
    // One engine says both: what a reader sees as episodes is what a WFDB file says.
    expect([...reading.annotations.aux.values()]).toEqual(rhythmAnnotations(reading.episodes).aux);
    expect(beatsOf(reading).length).toBeGreaterThan(250);
  });
});
