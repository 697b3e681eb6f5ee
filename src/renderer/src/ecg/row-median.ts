import { isMissing } from './derived-lead.ts';
import type { TileRuns } from './tile-runs.ts';
import type { TraceTransform } from './trace-transform.ts';

/** Values looked at: enough to tell the baseline from the complexes. */
const LOOKS = 151;
const some = new Float64Array(LOOKS);

/** About the median of what is within the runs, so that an electrode offset does not carry a row away; 0 where nothing is. */
export function medianOfRuns(runs: TileRuns, transform: TraceTransform): number {
  let count = 0;
  for (let run = 0; run < runs.count && count < LOOKS; run++) {
    const window = runs.windows[run];
    if (!window) continue;
    const first = transform.firstIndex(window, runs.from[run]!);
    const last = transform.lastIndex(window, runs.to[run]!);
    const share = Math.ceil((LOOKS - count) / (runs.count - run));
    const step = Math.max(1, (last - first) / share);
    for (let place = first; place < last && count < LOOKS; place += step) {
      const index = Math.floor(place);
      const { values, kind } = window;
      const low = values[kind === 'samples' ? index : 2 * index]!;
      if (isMissing(low)) continue;
      some[count++] = kind === 'samples' ? low : (low + values[2 * index + 1]!) / 2;
    }
  }
  return count > 0 ? some.subarray(0, count).sort()[count >> 1]! : 0;
}
