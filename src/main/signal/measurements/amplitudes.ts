import type { MeasuredLead, WaveBounds } from '../../../shared/contract/measurements.ts';
import { LEVEL_MILLISECONDS, levelBefore } from './frontal-axis.ts';
import type { BeatLead } from './limb-leads.ts';
import { meanOf } from './representative-beat.ts';

/** Deflections below are no waves: 20 µV and 6 ms (CSE Working Party 1985; IEC 60601-2-51:2003, annex GG). */
const SMALLEST_WAVE = 0.02;
const SHORTEST_WAVE_MILLISECONDS = 6;
/** A level is the mean of so long around its moment. */
const ST_MILLISECONDS = 8;

/**
 * R and S wave and ST levels of one lead of the representative beat, in millivolts from the level just before the QRS
 * complex. R is its highest point (R or R′), S its lowest after the first R wave began; without an R wave all of it is S (a QS
 * complex).
 * @param place column of a moment in milliseconds from the mark
 */
export function amplitudesOf(
  { name, derived, values }: BeatLead,
  { qrsOnset, qrsOffset }: WaveBounds,
  place: (milliseconds: number) => number,
): MeasuredLead {
  if (qrsOnset === undefined || qrsOffset === undefined) return { name, derived };
  const level = levelBefore(values, place(qrsOnset), place(0) - place(-LEVEL_MILLISECONDS));
  const around = (milliseconds: number): number =>
    meanOf(values, place(milliseconds - ST_MILLISECONDS / 2), place(milliseconds + ST_MILLISECONDS / 2) + 1) - level;
  const complex = values.subarray(Math.max(0, place(qrsOnset)), place(qrsOffset) + 1);
  return {
    name,
    derived,
    ...(complex.length === 0 || complex.some(Number.isNaN) || Number.isNaN(level)
      ? {}
      : wavesIn(complex, level, Math.max(1, place(SHORTEST_WAVE_MILLISECONDS) - place(0)))),
    ...known('j', around(qrsOffset)),
    ...known('st60', around(qrsOffset + 60)),
    ...known('st80', around(qrsOffset + 80)),
  };
}

function wavesIn(complex: Float32Array, level: number, shortest: number): { r: number; s: number } {
  const up = deflections(complex, level, 1, shortest);
  const down = deflections(complex, level, -1, shortest);
  const [first] = up;
  const after = first ? down.filter(({ start }) => start > first.start) : down;
  return { r: Math.max(0, ...up.map(({ size }) => size)), s: Math.max(0, ...after.map(({ size }) => size)) };
}

/**
 * What leaves the level to one side for long enough. A raised or lowered ST segment makes no wave of the end of the complex:
 * there a wave must also stand out from where the complex ends.
 * @param shortest columns that a wave lasts at least
 */
function deflections(
  complex: Float32Array,
  level: number,
  side: 1 | -1,
  shortest: number,
): { readonly start: number; readonly size: number }[] {
  const found = [];
  let start = 0;
  let size = 0;
  for (let at = 0; at <= complex.length; at++) {
    const height = at < complex.length ? side * (complex[at]! - level) : 0;
    if (height >= SMALLEST_WAVE) {
      size = Math.max(size, height);
      continue;
    }
    const end = at === complex.length ? side * (complex.at(-1)! - level) : 0;
    if (at - start >= shortest && size - end >= SMALLEST_WAVE) found.push({ start, size });
    start = at + 1;
    size = 0;
  }
  return found;
}

const known = (name: 'j' | 'st60' | 'st80', value: number): Partial<MeasuredLead> =>
  Number.isNaN(value) ? {} : { [name]: value };

/**
 * Sokolow–Lyon voltage, S in V1 and the larger R of V5 and V6 (Sokolow & Lyon 1949, Am Heart J 37:161–86); undefined
 * without V1 and one of the others.
 */
export function sokolowLyon(leads: readonly MeasuredLead[]): number | undefined {
  const of = (wanted: string): MeasuredLead | undefined => leads.find(({ name }) => name === wanted);
  const s = of('V1')?.s;
  const r = [of('V5')?.r, of('V6')?.r].filter((height) => height !== undefined);
  return s === undefined || r.length === 0 ? undefined : s + Math.max(...r);
}
