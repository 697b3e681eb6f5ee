import { AAMI_CLASSES, type AamiClass, codeOfMnemonic } from '../../../shared/annotation-codes.ts';
import { type BeatMapping, bxbMapping, compareBeats, deChazalMapping } from '../../signal/beat-comparison.ts';
import { type Ec57Report, ec57Report, type RecordScore } from '../ec57.ts';
import { DS1_AF } from '../splits.ts';
import type { BeatRecord } from './beat-record.ts';

/** Both ways to sort beat codes into classes, by the names they are asked for. */
export const MAPPINGS = { bxb: bxbMapping, dechazal: deChazalMapping } as const satisfies Record<string, BeatMapping>;
export type MappingName = keyof typeof MAPPINGS;

/** What scoring needs of a record. */
export type ScoredRecord = Pick<BeatRecord, 'id' | 'record' | 'set' | 'sample' | 'reference'>;

/** The annotation code a class is written as. */
const CODE_OF_CLASS = AAMI_CLASSES.map((name) => codeOfMnemonic(name)?.code ?? 0);

/** EC57's comparison of predicted classes with the reference: first five minutes left out, ± 150 ms. */
export function scoreBeats(record: ScoredRecord, labels: Uint8Array, mapping: MappingName): RecordScore {
  const { rate, samples, annotations } = record.reference;
  const code = Uint8Array.from(labels, (label) => CODE_OF_CLASS[label]!);
  const test = { sample: record.sample, code };
  const comparison = compareBeats(annotations, test, { rate, to: samples, mapping: MAPPINGS[mapping] });
  return { record: record.id, comparison };
}

/** Records that are reported together. */
export interface RecordGroup {
  readonly name: string;
  readonly records: readonly string[];
}

/** Holds three quarters of DS2's S beats. */
const DS2_RICHEST = '232';

/**
 * Every set for itself, and where a few records decide a class, the set without them: DS1 without those in atrial
 * fibrillation, DS2 without record 232.
 */
export function recordGroups(records: readonly Pick<BeatRecord, 'id' | 'record' | 'set'>[]): RecordGroup[] {
  return [...Map.groupBy(records, ({ set }) => set)].flatMap(([set, own]) => {
    const group = (name: string, left: typeof own): RecordGroup => ({ name, records: left.map(({ id }) => id) });
    const groups = [group(set, own)];
    const without = (names: readonly string[], what: string): void => {
      const left = own.filter(({ record }) => !names.includes(record));
      if (set === 'mitdb' && left.length < own.length && left.length > 0) groups.push(group(`${set} ${what}`, left));
    };
    without(DS1_AF, 'without 201 and 203 (atrial fibrillation)');
    without([DS2_RICHEST], `without ${DS2_RICHEST}`);
    return groups;
  });
}

/** One report for each group. */
export function groupReports(
  scores: readonly RecordScore[],
  groups: readonly RecordGroup[],
): readonly { readonly group: RecordGroup; readonly report: Ec57Report }[] {
  return groups.map((group) => ({
    group,
    report: ec57Report(scores.filter(({ record }) => group.records.includes(record))),
  }));
}

/** Classes that are told apart in tables: Q holds too few beats to say anything of. */
export const REPORTED_CLASSES: readonly AamiClass[] = ['N', 'S', 'V', 'F'];
