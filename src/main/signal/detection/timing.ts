/**
 * The detector's clock. Signals are averaged down to a working rate of 100–200 Hz, and everything slower than a beat is
 * followed in hops of a quarter of a second. All decisions are taken at the end of a hop, so results cannot depend on
 * the size of the blocks the signal arrives in.
 */
export const HOP_SECONDS = 0.25;

/** QRS energy ends near 30 Hz, so that 100 Hz loses nothing of it. */
const LOWEST_WORKING_RATE = 100;

export interface Timing {
  /** Samples per second of the recording. */
  readonly rate: number;
  /** Recording samples per working sample. */
  readonly decimation: number;
  /** Working samples per second. */
  readonly workingRate: number;
  /** Working samples per hop. */
  readonly hop: number;
}

export function timingOf(rate: number): Timing {
  const decimation = Math.max(1, Math.floor(rate / LOWEST_WORKING_RATE));
  const workingRate = rate / decimation;
  return { rate, decimation, workingRate, hop: Math.max(1, Math.round(HOP_SECONDS * workingRate)) };
}

/** The recording sample at the centre of a working sample. */
export const recordingSample = (timing: Timing, working: number): number => (working + 0.5) * timing.decimation - 0.5;

export const powerOfTwoAtLeast = (n: number): number => 2 ** Math.ceil(Math.log2(Math.max(2, n)));

/** How many working samples of the past any stage may still ask for: look-ahead of all stages and a margin. */
export const HISTORY_SECONDS = 30;
