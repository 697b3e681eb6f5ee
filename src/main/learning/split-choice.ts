import { Problem } from '../../shared/problem.ts';
import type { RecordEntry } from './data-sets.ts';
import { DS1, DS2 } from './splits.ts';

/** The ways to name a split, for help and for the sentence when none fits. */
export const SPLIT_FORMS = 'train, test, all, ds1, ds2, fold:9, folds:1-8, numbers 121-150 or record names 101,106';

/**
 * Which records a split means: a side of each set's own split, de Chazal's two halves, folds of PTB-XL, a range of record
 * numbers, or records by name.
 * @throws Problem `bad-input` for what is no split
 */
export function splitChoice(text: string): (entry: RecordEntry) => boolean {
  const given = text.trim().toLowerCase();
  if (given === 'all') return () => true;
  if (given === 'train' || given === 'test') return ({ side }) => side === given;
  if (given === 'ds1' || given === 'ds2') {
    const half: readonly string[] = given === 'ds1' ? DS1 : DS2;
    return ({ data, name }) => data.set === 'mitdb' && half.includes(name);
  }
  const folds = /^folds?:(\d+)(?:-(\d+))?$/.exec(given);
  if (folds) return ({ fold }) => fold >= Number(folds[1]) && fold <= Number(folds[2] ?? folds[1]) && fold > 0;
  const range = /^(\d+)-(\d+)$/.exec(given);
  if (range) return ({ number }) => number >= Number(range[1]) && number <= Number(range[2]);
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => /^[\w/.-]+$/.test(name) && /\d/.test(name))) {
    return ({ id, name }) => names.includes(name) || names.includes(id);
  }
  throw new Problem('bad-input', `"${text}" is no split. It is one of: ${SPLIT_FORMS}.`);
}

/** @throws Problem `bad-input` when nothing is left */
export function chooseRecords(entries: readonly RecordEntry[], split: string): RecordEntry[] {
  const chosen = entries.filter(splitChoice(split));
  if (chosen.length === 0) {
    const sets = [...new Set(entries.map(({ data }) => data.set))].join(', ');
    throw new Problem('bad-input', `The split "${split}" leaves no record of ${sets === '' ? 'the data' : sets}.`);
  }
  return chosen;
}
