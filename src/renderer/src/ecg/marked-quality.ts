import { type Mark, QUALITY_CHANGE } from './marks.ts';

/** WFDB's subtype of a quality change tells the leads from here on apart by their letters alone. */
const LEADS_WITH_BITS = 4;

/**
 * Stretches of a lead that its annotations call unreadable, in seconds as pairs [from, to): by letters a lead where the
 * change has them, else by WFDB's subtype (upper four bits unreadable, −1 no signal at all).
 */
export function markedUnreadable(marks: readonly Mark[], lead: number, samples: number, rate: number): Float64Array {
  const spans: number[] = [];
  let from = -1;
  for (const { code, sample, aux, subtype } of marks) {
    if (code !== QUALITY_CHANGE) continue;
    const unreadable = isUnreadable(aux, subtype, lead);
    if (unreadable === from >= 0) continue;
    if (!unreadable) spans.push(from / rate, sample / rate);
    from = unreadable ? sample : -1;
  }
  if (from >= 0 && from < samples) spans.push(from / rate, samples / rate);
  return Float64Array.from(spans);
}

function isUnreadable(aux: string, subtype: number, lead: number): boolean {
  if (/^[cnu]+$/.test(aux)) return aux[lead] === 'u';
  return subtype === -1 || (lead < LEADS_WITH_BITS && ((subtype >> (LEADS_WITH_BITS + lead)) & 1) === 1);
}

/** Two lists of pairs in time order as one; stretches that touch become one. */
export function together(one: ArrayLike<number>, other: ArrayLike<number>): Float64Array {
  const pairs = [one, other].flatMap((spans) =>
    Array.from({ length: spans.length >> 1 }, (_, pair) => [spans[2 * pair]!, spans[2 * pair + 1]!] as const),
  );
  const joined: number[] = [];
  for (const [from, to] of pairs.sort((a, b) => a[0] - b[0])) {
    const end = joined.length - 1;
    if (end > 0 && from <= joined[end]!) joined[end] = Math.max(joined[end]!, to);
    else joined.push(from, to);
  }
  return Float64Array.from(joined);
}
