/** Waves of the wave head, in its order. */
export const WAVES = ['none', 'P', 'QRS', 'T'] as const;

/** The waves of one lead: columns of equal length, in time order. Positions at 250 Hz, fractions kept. */
export interface WaveMarks {
  /** Index into WAVES. */
  readonly wave: Uint8Array;
  readonly onset: Float32Array;
  readonly peak: Float32Array;
  readonly offset: Float32Array;
}
