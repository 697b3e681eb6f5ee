import { WINDOW_STRIDE } from '../../nat/inputs/beat-windows.ts';
import { MODEL_RATE, modelBandLength } from '../../nat/inputs/model-band.ts';

/** A stretch of a recording that is read as a whole: its usual beat and its rhythm are told from it. */
export interface Block {
  readonly index: number;
  /** Positions [from, to) at 250 Hz. Windows are a stride apart, from `from` on. */
  readonly from: number;
  readonly to: number;
  /** The same as samples of the recording: a beat there belongs to this block. */
  readonly fromSample: number;
  readonly toSample: number;
}

/** Half an hour: what the model was trained on is as long. */
export const BLOCK_WINDOWS = Math.round((1800 * MODEL_RATE) / WINDOW_STRIDE);
/** Beats so far beside a block still tell its rhythm: more than the longest run of RR intervals that is looked at. */
export const RHYTHM_MARGIN_SECONDS = 300;

/** Where a sample of the recording lies at 250 Hz. */
export const modelPosition = (sample: number, rate: number): number => Math.round((sample * MODEL_RATE) / rate);

/** The first sample of the recording that lies at or after a position at 250 Hz. */
const firstSampleAt = (position: number, rate: number): number =>
  Math.max(0, Math.ceil(((position - 0.5) * rate) / MODEL_RATE));

/**
 * Divides a recording into blocks of about equal length, none much shorter than `blockWindows`, which a lone half hour
 * would be if it were left over. Everything that follows depends on this division alone, never on what was read first.
 */
export function planBlocks(
  { rate, samples }: { readonly rate: number; readonly samples: number },
  blockWindows = BLOCK_WINDOWS,
): Block[] {
  const length = modelBandLength(samples, rate);
  const windows = Math.max(1, Math.ceil(length / WINDOW_STRIDE));
  const count = Math.max(1, Math.round(windows / blockWindows));
  const edge = (index: number): number => Math.floor((index * windows) / count) * WINDOW_STRIDE;
  return Array.from({ length: count }, (_, index) => {
    const [from, to] = [edge(index), index === count - 1 ? length : edge(index + 1)];
    return {
      index,
      from,
      to,
      fromSample: index === 0 ? 0 : firstSampleAt(from, rate),
      toSample: index === count - 1 ? samples : firstSampleAt(to, rate),
    };
  });
}
