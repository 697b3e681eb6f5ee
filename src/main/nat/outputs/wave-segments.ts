import { MODEL_RATE } from '../inputs/model-band.ts';
import { SAMPLES_PER_WAVE_POSITION } from '../heads/waves.ts';
import { WAVE_WEIGHTS, type WaveMarks } from './wave-marks.ts';

const positions = (seconds: number): number => (seconds * MODEL_RATE) / SAMPLES_PER_WAVE_POSITION;
/** A wave shorter than this is no wave (P, QRS and T alike; the shortest of LUDB's P waves last about 40 ms). */
const SHORTEST = positions(0.03);
/** Two stretches of the same wave nearer than this are one. */
const LARGEST_GAP = positions(0.03);

/**
 * Waves of a lead from the probabilities of its positions: runs of the most probable wave, small gaps closed, what is
 * too short left out. An edge is moved between two positions to where the wave's probability would cross one half.
 * @param probabilities positions × 4, in the order of WAVES
 * @param start sample of the recording at which the first position begins
 */
export function wavesOf(probabilities: Float32Array, start: number): WaveMarks {
  const count = probabilities.length / 4;
  const kind = new Uint8Array(count);
  for (let position = 0; position < count; position++) kind[position] = mostProbable(probabilities, position);
  const runs = joined(runsOf(kind)).filter(({ first, last }) => last - first + 1 >= SHORTEST);
  // A position begins half a sample before the middle of its first one.
  const sample = (position: number): number => start - 0.5 + SAMPLES_PER_WAVE_POSITION * position;
  const edge = (inside: number, outside: number, wave: number): number =>
    (inside + outside + 1) / 2 + (outside > inside ? 1 : -1) * lean(probabilities, inside, outside, wave);
  const column = (value: (run: Run) => number): Float32Array => Float32Array.from(runs, value);
  return {
    wave: Uint8Array.from(runs, ({ wave }) => wave),
    onset: column(({ first, wave }) => sample(edge(first, first - 1, wave))),
    peak: column(({ first, last }) => sample((first + last + 1) / 2)),
    offset: column(({ last, wave }) => sample(edge(last, last + 1, wave))),
  };
}

/**
 * Probabilities as they would be without the weights of the loss, which make a weighted wave too likely and so too wide:
 * each divided by its weight, their sum one again.
 */
export function withoutWeights(probabilities: Float32Array): Float32Array {
  const out = Float32Array.from(probabilities, (value, index) => value / WAVE_WEIGHTS[index % 4]!);
  for (let at = 0; at < out.length; at += 4) {
    const sum = out[at]! + out[at + 1]! + out[at + 2]! + out[at + 3]!;
    for (let wave = 0; sum > 0 && wave < 4; wave++) out[at + wave]! /= sum;
  }
  return out;
}

interface Run {
  readonly wave: number;
  readonly first: number;
  readonly last: number;
}

function mostProbable(probabilities: Float32Array, position: number): number {
  let best = 0;
  for (let wave = 1; wave < 4; wave++) {
    if (probabilities[4 * position + wave]! > probabilities[4 * position + best]!) best = wave;
  }
  return best;
}

function runsOf(kind: Uint8Array): Run[] {
  const runs: Run[] = [];
  for (let first = 0; first < kind.length;) {
    let last = first;
    while (last + 1 < kind.length && kind[last + 1] === kind[first]) last++;
    if (kind[first] !== 0) runs.push({ wave: kind[first]!, first, last });
    first = last + 1;
  }
  return runs;
}

function joined(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const before = out.at(-1);
    if (before?.wave === run.wave && run.first - before.last - 1 <= LARGEST_GAP) {
      out[out.length - 1] = { ...before, last: run.last };
    } else {
      out.push(run);
    }
  }
  return out;
}

/** How far, in positions, the half crossing lies outside the border of the two positions: −0.5 to 0.5. */
function lean(probabilities: Float32Array, inside: number, outside: number, wave: number): number {
  const within = probabilities[4 * inside + wave]!;
  const beyond = probabilities[4 * outside + wave] ?? within;
  if (within <= beyond) return 0;
  return Math.max(-0.5, Math.min(0.5, (within - 0.5) / (within - beyond) - 0.5));
}
