import type { RecordEntry } from './data-sets.ts';
import { DS1_FOLDS, everyNth } from './splits.ts';

/**
 * The records that a cross-validation parts: all that may be trained on. CinC 2017's whole list too, since none of the
 * records it keeps for testing here is in atrial fibrillation.
 */
export const crossValidated = (entries: readonly RecordEntry[]): RecordEntry[] =>
  entries.filter(({ side, data }) => side === 'train' || data.kind === 'cinc2017');

/**
 * Ids of the records that each fold tests: every record once, no patient in two folds. DS1 in five has folds of its own
 * (`DS1_FOLDS`); elsewhere every fifth (or so) patient.
 */
export function testedIn(entries: readonly RecordEntry[], folds: number): readonly (readonly string[])[] {
  const bySet = [...Map.groupBy(entries, ({ data }) => data.set)];
  const parts = bySet.map(([set, own]) => {
    const patients = [...new Set(own.map(({ patient }) => patient))];
    const inFold: readonly (readonly string[])[] =
      set === 'mitdb' && folds === DS1_FOLDS.length
        ? DS1_FOLDS.map((fold) => fold.map((name) => `${set}/${name}`))
        : everyNth(patients, folds);
    return inFold.map((fold) => own.filter(({ patient }) => fold.includes(patient)).map(({ id }) => id));
  });
  return Array.from({ length: folds }, (_, fold) => parts.flatMap((part) => part[fold] ?? []));
}
