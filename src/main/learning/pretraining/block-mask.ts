import { MODEL_RATE } from '../../nat/inputs/model-band.ts';
import type { RandomStream } from '../../nat/random.ts';

/** Shortest stretch that is hidden: shorter ones can be drawn by joining their ends (docs/learning.md). */
export const SHORTEST_BLOCK_SECONDS = 0.5;
/** Share of a window that is hidden, drawn between these. */
export const HIDDEN_SHARE = { least: 0.7, most: 0.8 } as const;

/** Patches a hidden block must span at least, for patches of so many samples. */
export const shortestBlock = (samplesPerPatch: number): number =>
  Math.ceil((SHORTEST_BLOCK_SECONDS * MODEL_RATE) / samplesPerPatch);

/**
 * Hides 70–80 % of a window's patches in blocks of at least `shortest` patches, the same patches of every lead: leads
 * determine one another, so one left visible would give the others away. Number, lengths and places of the blocks are
 * random.
 * @param out 1 for hidden, one value a patch
 */
export function hideBlocks(out: Float32Array, shortest: number, random: RandomStream): void {
  const patches = out.length;
  const share = HIDDEN_SHARE.least + (HIDDEN_SHARE.most - HIDDEN_SHARE.least) * random.uniform();
  const hidden = Math.max(Math.ceil(HIDDEN_SHARE.least * patches), Math.floor(share * patches));
  const visible = patches - hidden;
  const most = Math.max(1, Math.min(Math.floor(hidden / shortest), visible + 1));
  const least = Math.ceil(most / 3);
  const blocks = least + Math.floor(random.uniform() * (most - least + 1));
  const lengths = randomParts(hidden, blocks, shortest, random);
  // Between two blocks something must be seen, or they would be one; before the first and after the last nothing must.
  const gaps = randomParts(visible - Math.max(0, blocks - 1), blocks + 1, 0, random);
  out.fill(0);
  let at = 0;
  for (let block = 0; block < blocks; block++) {
    at += gaps[block]! + (block > 0 ? 1 : 0);
    out.fill(1, at, at + lengths[block]!);
    at += lengths[block]!;
  }
}

/** Whole numbers of at least `least` that add up to `sum`: what is left over falls to random parts. */
function randomParts(sum: number, parts: number, least: number, random: RandomStream): number[] {
  const found = new Array<number>(parts).fill(least);
  for (let left = sum - parts * least; left > 0; left--) found[Math.floor(random.uniform() * parts)]! += 1;
  return found;
}
