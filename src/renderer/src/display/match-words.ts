/**
 * How well a text answers what was typed, or undefined where it does not: every typed word must begin a word of the text
 * or stand inside one. Less is better: words begun before words hit inside, earlier ones before later ones.
 */
export function matchWords(typed: string, text: string): number | undefined {
  const plain = fold(text);
  let cost = 0;
  for (const word of fold(typed).split(/\s+/)) {
    if (word === '') continue;
    const begun = startOfWord(plain, word);
    const at = begun ?? plain.indexOf(word);
    if (at < 0) return undefined;
    cost += at + (begun === undefined ? INSIDE : 0);
  }
  return cost;
}

/** A hit inside a word counts as much as one so many letters further on. */
const INSIDE = 100;

/** Without accents and capitals: `Größe` is found by `grosse` and `große` alike. */
const fold = (text: string): string =>
  text.toLowerCase().replaceAll('ß', 'ss').normalize('NFD').replaceAll(/\p{M}/gu, '');

function startOfWord(text: string, word: string): number | undefined {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return at;
  }
  return undefined;
}
