import { isBeatCode } from '../../../src/shared/annotation-codes.ts';
import { STANDARD_LEADS, type StandardLead } from '../../../src/shared/leads.ts';
import type { Scenario, Segment } from '../../../src/main/simulator/scenario.ts';
import { simulate, type SimulatedRecording } from '../../../src/main/simulator/simulate.ts';

/** A scenario of one segment without noise, to be varied. */
export function scenarioOf(segments: Segment | readonly Segment[], changes: Partial<Scenario> = {}): Scenario {
  return {
    name: 'test',
    patient: { id: 'SYN-000', name: 'Synthetic, Test' },
    seconds: 60,
    rate: 500,
    gain: 1000,
    leads: STANDARD_LEADS,
    segments: 'rhythm' in segments ? [segments] : segments,
    noise: {},
    seed: 7,
    ...changes,
  };
}

/** All samples of a recording, lead by lead. Only for short ones. */
export function samplesOf(recording: SimulatedRecording, blockSamples?: number): Map<string, Int32Array> {
  const { leads } = recording.header;
  const columns = leads.map((lead) => new Int32Array(lead.samples));
  for (const block of recording.signal(blockSamples)) columns[block.lead]?.set(block.samples, block.start);
  return new Map(leads.map((lead, index) => [lead.name, columns[index] ?? new Int32Array(0)]));
}

export interface Beat {
  readonly sample: number;
  readonly code: number;
}

export function beatsOf({ annotations }: SimulatedRecording): Beat[] {
  const beats: Beat[] = [];
  annotations.sample.forEach((sample, index) => {
    const code = annotations.code[index] ?? 0;
    if (isBeatCode(code)) beats.push({ sample, code });
  });
  return beats;
}

export function auxOf({ annotations }: SimulatedRecording): string[] {
  return [...annotations.aux.entries()].sort(([a], [b]) => a - b).map(([, text]) => text);
}

/** Intervals between successive beats in seconds. */
export function intervalsOf(recording: SimulatedRecording): number[] {
  const beats = beatsOf(recording);
  const { rate } = recording.header;
  return beats.slice(1).map((beat, index) => (beat.sample - (beats[index]?.sample ?? 0)) / rate);
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
export function deviation(values: readonly number[]): number {
  const level = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - level) ** 2)));
}

/** Whether two recordings hold the same samples in the same leads. */
export function sameSamples(one: ReadonlyMap<string, Int32Array>, other: ReadonlyMap<string, Int32Array>): boolean {
  return (
    one.size === other.size &&
    [...one].every(([lead, samples]) => {
      const counterpart = other.get(lead);
      return counterpart?.length === samples.length && samples.every((value, n) => value === counterpart[n]);
    })
  );
}

/**
 * The mean beat of a recording around the given beats, in mV, for every lead, from `before` to `after` seconds;
 * index 0 is the first sample.
 */
export function meanBeat(
  segments: Segment | readonly Segment[],
  options: { before: number; after: number; code?: number; changes?: Partial<Scenario> },
): (lead: StandardLead, seconds: number) => number {
  const recording = simulate(scenarioOf(segments, options.changes));
  const { rate, samples: total } = recording.header;
  const columns = samplesOf(recording);
  const from = Math.round(options.before * rate);
  const to = Math.round(options.after * rate);
  const beats = beatsOf(recording).filter(
    (beat) =>
      beat.sample + from >= 0 && beat.sample + to < total && (options.code === undefined || beat.code === options.code),
  );
  const means = new Map<string, Float64Array>();
  for (const [lead, column] of columns) {
    const sums = new Float64Array(to - from + 1);
    for (const { sample } of beats)
      for (let n = from; n <= to; n++) sums[n - from] = (sums[n - from] ?? 0) + (column[sample + n] ?? 0);
    means.set(
      lead,
      sums.map((sum) => sum / beats.length / 1000),
    );
  }
  return (lead, seconds) => means.get(lead)?.[Math.round(seconds * rate) - from] ?? Number.NaN;
}

/** Evenly spaced moments in seconds, 2 ms apart. */
export function moments(from: number, to: number): number[] {
  const steps = Math.round((to - from) / 0.002);
  return Array.from({ length: steps + 1 }, (_, step) => from + step * 0.002);
}
