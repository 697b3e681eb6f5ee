/** One turn of a wave at 8192 phases: fast and, for what is noise anyway, exact enough (0.04 % of its height). */
const SIZE = 8192;

/** A table of the wave, which is given as a function of the phase in radians. */
export const waveTable = (wave: (radians: number) => number): Float64Array =>
  Float64Array.from({ length: SIZE }, (_, index) => wave((2 * Math.PI * (index + 0.5)) / SIZE));

/** The wave at a phase in turns. */
export const lookUp = (table: Float64Array, turns: number): number =>
  table[Math.trunc((turns - Math.floor(turns)) * SIZE)]!;

export const SINE = waveTable(Math.sin);
