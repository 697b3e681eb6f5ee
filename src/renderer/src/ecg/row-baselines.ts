import type { LeadWindow } from '../../../shared/contract/signal.ts';
import { isMissing } from './derived-lead.ts';
import type { TraceLead } from './lead-sources.ts';
import type { TileRuns } from './tile-runs.ts';

/** Values looked at for the median of a window: enough to tell baseline from complexes, few enough to sort at once. */
const MOST_VALUES = 1024;
const GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;

/**
 * Where each trace's own zero is put. An electrode offset or slow wander would carry a trace out of its row, so rows are
 * centred on the median of what is shown; display only. The zero is held while the median stays near it: a trace that
 * crept up and down while panning would look like wander itself.
 */
export class RowBaselines {
  readonly #held = new Map<TraceLead, number>();
  readonly #medians = new WeakMap<LeadWindow, number>();

  /** The value to draw on the row's middle; moves only when the median is more than `band` away from it. */
  of(trace: TraceLead, runs: TileRuns, band: number): number {
    const median = this.#median(runs);
    const held = this.#held.get(trace);
    if (Number.isNaN(median)) return held ?? 0;
    if (held !== undefined && Math.abs(median - held) <= band) return held;
    this.#held.set(trace, median);
    return median;
  }

  /** The value drawn on the row's middle last. */
  held(trace: TraceLead): number {
    return this.#held.get(trace) ?? 0;
  }

  #median(runs: TileRuns): number {
    let sum = 0;
    let weight = 0;
    for (let run = 0; run < runs.count; run++) {
      const window = runs.windows[run];
      if (!window) continue;
      const median = this.#medianOf(window);
      if (Number.isNaN(median)) continue;
      const length = runs.to[run]! - runs.from[run]!;
      sum += median * length;
      weight += length;
    }
    return weight > 0 ? sum / weight : NaN;
  }

  #medianOf(window: LeadWindow): number {
    let median = this.#medians.get(window);
    if (median === undefined) this.#medians.set(window, (median = medianOf(window.values)));
    return median;
  }
}

/** Median of at most 1024 values, spread evenly, that are not missing; NaN where there are none. */
export function medianOf(values: Int32Array | Float32Array): number {
  const looks = Math.min(values.length, MOST_VALUES);
  const some = new Float64Array(looks);
  let count = 0;
  for (let look = 0; look < looks; look++) {
    // Steps of the golden section fall into step with no heart beat, nor with the minima of an envelope.
    const place = looks === values.length ? look : Math.floor(((look * GOLDEN_SECTION) % 1) * values.length);
    const value = values[place]!;
    if (!isMissing(value)) some[count++] = value;
  }
  const sorted = some.subarray(0, count).sort();
  return count > 0 ? sorted[count >> 1]! : NaN;
}
