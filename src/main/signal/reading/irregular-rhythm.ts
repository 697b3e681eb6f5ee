import type { RrContext } from './rr-context.ts';
import {
  ALIKE_WITHIN,
  FIBRILLATION_SECONDS,
  LEAST_VARIABILITY,
  MAP_CELL_SECONDS,
  MAP_CELLS,
  MAP_FEWEST_INTERVALS,
  MAP_INTERVALS,
  MAP_SHORT_SHARE,
  MOST_ALIKE,
  MOST_ALIKE_SHORT,
  MOSTLY,
} from './thresholds.ts';

/** Cells of the map along each axis: intervals up to 2.5 s, differences within ± 2.5 s. */
const CELLS = Math.round(2.5 / MAP_CELL_SECONDS);
const SHORTEST_SECONDS = 0.2;

/**
 * Which beats are in atrial fibrillation, by the irregularity of RR intervals alone: the RR–ΔRR map of Lian, Wang &
 * Muessig 2011, in which a regular or slowly changing rhythm fills few cells. Intervals next to ventricular beats take no
 * part.
 * @param ectopic 1 for ventricular beats.
 */
export function fibrillatingBeats(
  sample: Int32Array,
  rate: number,
  { before }: RrContext,
  ectopic: Uint8Array,
): Uint8Array {
  const result = new Uint8Array(sample.length);
  const usable = (row: number): boolean =>
    row > 0 && ectopic[row] === 0 && ectopic[row - 1] === 0 && before[row]! >= SHORTEST_SECONDS;
  /** Rows whose interval and whose difference from the interval before can be used. */
  const rows: number[] = [];
  for (let row = 2; row < sample.length; row++) {
    if (usable(row) && usable(row - 1) && before[row]! < 2.5 && before[row - 1]! < 2.5) rows.push(row);
  }
  if (rows.length < MAP_FEWEST_INTERVALS) return result;
  const length = Math.min(MAP_INTERVALS, rows.length);
  const cells = rows.length >= MAP_INTERVALS ? MAP_CELLS : Math.ceil(MAP_SHORT_SHARE * length);
  const alike = rows.length >= MAP_INTERVALS ? MOST_ALIKE : MOST_ALIKE_SHORT;

  const map = new Uint8Array(CELLS * 2 * CELLS);
  let filled = 0;
  let sum = 0;
  let squares = 0;
  const change = (row: number, sign: number): void => {
    const difference = before[row]! - before[row - 1]!;
    const cell =
      Math.floor(before[row]! / MAP_CELL_SECONDS) * 2 * CELLS + Math.floor(difference / MAP_CELL_SECONDS) + CELLS;
    if (sign > 0 && map[cell]!++ === 0) filled++;
    if (sign < 0 && --map[cell]! === 0) filled--;
    sum += sign * before[row]!;
    squares += sign * difference * difference;
  };
  const sorted = new Float64Array(length);
  /** The largest share of a map's intervals that lie within 10 % of each other. */
  const mostAlike = (first: number): number => {
    for (let k = 0; k < length; k++) sorted[k] = before[rows[first + k]!]!;
    sorted.sort();
    let most = 0;
    let from = 0;
    for (let k = 0; k < length; k++) {
      while (sorted[k]! > ALIKE_WITHIN * sorted[from]!) from++;
      most = Math.max(most, k - from + 1);
    }
    return most / length;
  };
  // A beat is fibrillating when at least half of the maps it takes part in say so.
  const votes = new Int32Array(rows.length + 1);
  const voters = new Int32Array(rows.length + 1);
  for (let at = 0; at < rows.length; at++) {
    change(rows[at]!, 1);
    if (at < length - 1) continue;
    const variability = Math.sqrt(Math.max(0, squares) / length) / (sum / length);
    const first = at - length + 1;
    voters[first]!++;
    voters[at + 1]!--;
    if (filled >= cells && variability >= LEAST_VARIABILITY && mostAlike(first) <= alike) {
      votes[first]!++;
      votes[at + 1]!--;
    }
    change(rows[first]!, -1);
  }
  let yes = 0;
  let all = 0;
  let previous = -1;
  for (let at = 0; at < rows.length; at++) {
    yes += votes[at]!;
    all += voters[at]!;
    if (2 * yes < all || yes === 0) {
      previous = -1;
      continue;
    }
    // Beats between two that vote are in the same rhythm; so are the first two beats of the recording.
    result.fill(1, previous >= 0 ? previous : rows[at] === 2 ? 0 : rows[at]!, rows[at]! + 1);
    previous = rows[at]!;
  }
  return dropShort(result, sample, rate);
}

/** Leaves only episodes that last long enough, or as long as the recording. */
function dropShort(marks: Uint8Array, sample: Int32Array, rate: number): Uint8Array {
  for (let from = 0; from < marks.length; from++) {
    if (marks[from] === 0) continue;
    let to = from;
    while (to < marks.length && marks[to] === 1) to++;
    const lasts = (sample[to - 1]! - sample[from]!) / rate;
    const whole = (sample.at(-1)! - sample[0]!) / rate;
    if (lasts < Math.min(FIBRILLATION_SECONDS, MOSTLY * whole)) marks.fill(0, from, to);
    from = to;
  }
  return marks;
}
