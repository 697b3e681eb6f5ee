import type { SignalQuality } from '../../../shared/contract/analysis.ts';
import { together } from './marked-quality.ts';

export const UNREADABLE = 0;
export const POOR = 1;
export const GOOD = 2;
export const NOT_LOOKED_AT = 255;

const NOTHING = new Float64Array(0);

/** Signal quality by lead and second, as far as it was looked at. `version` changes with every change. */
export class QualityStore {
  version = $state(0);
  #seconds = 0;
  /** By lead; absent where nobody has looked. */
  #rows: Uint8Array[] = [];
  /** By lead: seconds [from, to) that annotations call unreadable, as pairs in time order. */
  #marked: readonly Float64Array[] = [];
  #unreadable: Float64Array[] = [];
  #lane: Uint8Array | undefined;

  /** Makes ready for a recording of so many samples at `rate` Hz. */
  begin(samples: number, rate: number): void {
    this.#seconds = Math.ceil(samples / Math.max(1e-9, rate));
    this.clear();
  }

  clear(): void {
    this.#rows = [];
    this.#marked = [];
    this.#forget();
  }

  /** Takes what the shown annotations call unreadable, by lead, in place of what those before did. */
  mark(marked: readonly Float64Array[]): void {
    const isAny = (spans: readonly Float64Array[]): boolean => spans.some(({ length }) => length > 0);
    if (!isAny(marked) && !isAny(this.#marked)) return;
    this.#marked = marked;
    this.#forget();
  }

  /** Takes what was found of a stretch, in place of what was known of it. */
  add({ fromSecond, seconds, leads, values }: SignalQuality): void {
    leads.forEach((lead, row) => {
      const known = this.#rows[lead] ?? new Uint8Array(this.#seconds).fill(NOT_LOOKED_AT);
      const room = Math.max(0, Math.min(seconds, known.length - fromSecond));
      known.set(values.subarray(row * seconds, row * seconds + room), Math.min(fromSecond, known.length));
      this.#rows[lead] = known;
    });
    this.#forget();
  }

  /** Seconds [from, to) of the stretches of a lead that cannot be read, as pairs in time order. */
  unreadable(lead: number): Float64Array {
    const known = this.#unreadable[lead];
    if (known) return known;
    const row = this.#rows[lead];
    const spans = together(row ? stretchesOf(row, UNREADABLE) : NOTHING, this.#marked[lead] ?? NOTHING);
    this.#unreadable[lead] = spans;
    return spans;
  }

  /**
   * Quality of the recording second by second: UNREADABLE where no lead can be read, GOOD where all are good, POOR
   * between; empty where nothing is known at all.
   */
  get lane(): Uint8Array {
    return (this.#lane ??= laneOf(this.#rowsWithMarks(), this.#seconds));
  }

  #rowsWithMarks(): readonly Uint8Array[] {
    const rows = this.#rows.slice();
    this.#marked.forEach((spans, lead) => {
      if (spans.length === 0 && !rows[lead]) return;
      const row = (rows[lead] ?? new Uint8Array(this.#seconds).fill(NOT_LOOKED_AT)).slice();
      for (let span = 0; span < spans.length; span += 2) {
        row.fill(UNREADABLE, Math.floor(spans[span]!), Math.ceil(spans[span + 1]!));
      }
      rows[lead] = row;
    });
    return Object.values(rows);
  }

  #forget(): void {
    this.#unreadable = [];
    this.#lane = undefined;
    this.version++;
  }
}

function laneOf(rows: readonly Uint8Array[], seconds: number): Uint8Array {
  if (rows.length === 0) return new Uint8Array(0);
  const lane = new Uint8Array(seconds).fill(NOT_LOOKED_AT);
  for (let second = 0; second < seconds; second++) {
    let best = -1;
    let worst = NOT_LOOKED_AT;
    for (const row of rows) {
      const value = row[second]!;
      if (value === NOT_LOOKED_AT) continue;
      best = Math.max(best, value);
      worst = Math.min(worst, value);
    }
    if (best >= 0) lane[second] = best === UNREADABLE ? UNREADABLE : worst === GOOD ? GOOD : POOR;
  }
  return lane;
}

function stretchesOf(row: Uint8Array, value: number): Float64Array {
  const spans: number[] = [];
  for (let second = 0; second < row.length; second++) {
    if (row[second] !== value) continue;
    if (spans.at(-1) === second) spans[spans.length - 1] = second + 1;
    else spans.push(second, second + 1);
  }
  return Float64Array.from(spans);
}
