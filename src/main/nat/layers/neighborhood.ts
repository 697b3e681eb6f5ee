/** NATTEN's border rule (Hassani et al. 2023): the window is shifted at the borders, so every query sees exactly k keys. */
export function windowStart(query: number, length: number, kernel: number): number {
  return Math.min(Math.max(query - (kernel - 1) / 2, 0), length - kernel);
}

/** Added to a hidden score: far below any real one, yet finite in every number format. */
export const HIDDEN = -1e4;

/** How a level's tokens are cut into blocks of queries, each with the keys it may need. */
export interface Blocks {
  readonly count: number;
  /** Queries of a block. */
  readonly length: number;
  /** Keys before and after the block that its border queries see. */
  readonly halo: number;
}

/**
 * Blocks near 26 tokens, the fastest length measured, that divide the level and hold the shifted windows of its ends.
 * One block holds everything and needs no halo.
 */
export function chooseBlocks(length: number, kernel: number, preferred = 26): Blocks {
  if (kernel % 2 === 0 || kernel > length) {
    throw new RangeError(`a neighborhood is an odd number of at most ${length} tokens, not ${kernel}`);
  }
  let best = length;
  for (let divisor = kernel; divisor < length; divisor++) {
    if (length % divisor === 0 && Math.abs(divisor - preferred) < Math.abs(best - preferred)) best = divisor;
  }
  return { count: length / best, length: best, halo: best === length ? 0 : (kernel - 1) / 2 };
}

/** 0 where a query sees a key and `HIDDEN` elsewhere: [blocks, queries, halo + queries + halo]. */
export function neighborhoodMask(blocks: Blocks, kernel: number): { values: Float32Array; shape: readonly number[] } {
  const length = blocks.count * blocks.length;
  const columns = blocks.length + 2 * blocks.halo;
  const values = new Float32Array(length * columns).fill(HIDDEN);
  for (let query = 0; query < length; query++) {
    const firstKey = Math.floor(query / blocks.length) * blocks.length - blocks.halo;
    const column = windowStart(query, length, kernel) - firstKey;
    values.fill(0, query * columns + column, query * columns + column + kernel);
  }
  return { values, shape: [blocks.count, blocks.length, columns] };
}
