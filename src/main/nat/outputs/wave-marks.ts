/** Waves of the wave head, in its order. */
export const WAVES = ['none', 'P', 'QRS', 'T'] as const;

/**
 * Weights of the waves in the loss they are learnt by. P waves weigh more, or the faint ones are passed over; QRS complexes
 * do not, or they are found too wide (8 ms at either end with a weight of 1.5, one short run).
 */
export const WAVE_WEIGHTS: readonly number[] = [1, 1.5, 1, 1];

/** The waves of one lead: columns of equal length, in time order. Positions at 250 Hz, fractions kept. */
export interface WaveMarks {
  /** Index into WAVES. */
  readonly wave: Uint8Array;
  readonly onset: Float32Array;
  readonly peak: Float32Array;
  readonly offset: Float32Array;
}
