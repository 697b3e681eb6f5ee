import { WINDOW_SAMPLES } from '../model-config.ts';

/** The share of a window's samples below its scale: robust against a spike, near the height of the R peaks. */
const SCALE_QUANTILE = 0.98;
/** Samples at and above the scale. */
const LARGEST = WINDOW_SAMPLES - Math.floor(SCALE_QUANTILE * (WINDOW_SAMPLES - 1));
/** Below it, in the lead's unit, a window holds no signal. */
export const SMALLEST_SCALE = 1e-6;

/** A heap of the largest values seen, the smallest of them first. */
const heap = new Float32Array(LARGEST);

/** The 98th percentile of |x| over a window; samples a shorter window lacks count as 0. */
export function quantileScale(window: Float32Array): number {
  heap.fill(0);
  for (let i = 0; i < WINDOW_SAMPLES; i++) {
    const value = Math.abs(window[i] ?? 0);
    if (value > heap[0]!) replaceSmallest(value);
  }
  return heap[0]!;
}

function replaceSmallest(value: number): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= LARGEST) break;
    if (child + 1 < LARGEST && heap[child + 1]! < heap[child]!) child++;
    if (heap[child]! >= value) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = value;
}
