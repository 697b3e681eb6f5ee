import type { Tensor } from '../graph/graph.ts';
import { expand, pad, reshape, slice } from '../graph/operations.ts';

/**
 * A learnt bias per distance between query and key, spread out to a matrix: [heads, 2·reach + 1] → [heads, rows,
 * columns], where element (row, column) takes the entry of distance column − row − origin. Distances beyond the
 * reach take zero: the mask hides them.
 *
 * Spreading uses the skew of Shaw et al. 2018 (as in Music Transformer, Huang et al. 2018): rows one longer than
 * the table needs, read again with rows one shorter, shift by one each. No gather, hence no scatter in its gradient.
 */
export function relativeBias(table: Tensor, rows: number, columns: number, origin: number): Tensor {
  const [heads = 1, entries = 1] = table.shape;
  const reach = (entries - 1) / 2;
  const width = rows + columns;
  // Entry of the widened row: distance + rows − 1 + origin, so that row 0 starts at column rows − 1.
  const before = rows - 1 + origin - reach;
  const cut = Math.max(0, -before);
  const kept = slice(table, 1, cut, Math.min(entries, width - before));
  const after = width - Math.max(0, before) - (kept.shape[1] ?? 1);
  const row = reshape(pad(kept, 1, Math.max(0, before), after), [heads, 1, width]);
  const stacked = reshape(expand(row, [heads, rows, width]), [heads, rows * width]);
  const skewed = reshape(slice(stacked, 1, 0, rows * (width - 1)), [heads, rows, width - 1]);
  return slice(skewed, 2, rows - 1, rows - 1 + columns);
}
