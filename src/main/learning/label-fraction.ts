import { type RandomStream, randomStream } from '../nat/random.ts';

/**
 * Draws a share of labels, of every stratum the same, at least one of each: among 1 % of the beats of 22 records a class
 * would otherwise be missing by chance. The order of drawing depends on the seed alone, so a smaller fraction is part of
 * a larger one.
 * @param strata stratum of each item: its class, as a small number
 * @returns 1 for the items drawn
 */
export function drawFraction(strata: ArrayLike<number>, fraction: number, seed: number): Uint8Array {
  const chosen = new Uint8Array(strata.length);
  const members = new Map<number, number[]>();
  for (let item = 0; item < strata.length; item++) {
    const own = members.get(strata[item]!);
    if (own) own.push(item);
    else members.set(strata[item]!, [item]);
  }
  for (const [stratum, items] of members) {
    shuffle(items, randomStream(seed, `labels of class ${stratum}`));
    const count = Math.max(1, Math.round(fraction * items.length));
    for (const item of items.slice(0, count)) chosen[item] = 1;
  }
  return chosen;
}

/** Fisher and Yates 1938, as Durstenfeld wrote it down, in place. */
export function shuffle(items: unknown[], random: RandomStream): void {
  for (let i = items.length - 1; i > 0; i--) {
    const other = Math.floor(random.uniform() * (i + 1));
    [items[i], items[other]] = [items[other], items[i]];
  }
}
