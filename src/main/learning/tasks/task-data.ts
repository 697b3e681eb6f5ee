import { basename, dirname, join } from 'node:path';
import { Problem } from '../../../shared/problem.ts';
import { type BeatRecord } from '../beats/beat-record.ts';
import type { NoiseBank } from '../beats/augmentation.ts';
import { readBeatRecord, readDetectedRecord, readNoiseBank } from '../beats/beat-sets.ts';
import { type DataKind, type DataSet, findDataSets, type RecordEntry, recordsOf, signalFolder } from '../data-sets.ts';
import {
  cincRows,
  type FindingsRecord,
  ptbxlRows,
  ptbxlSuperclasses,
  readCincRecord,
  readPtbxlRecord,
} from '../findings/findings-sets.ts';
import { type StoredRecord, storeRecord } from '../pretraining/stored-record.ts';
import { readRecords } from '../read-records.ts';
import { chooseRecords } from '../split-choice.ts';
import { readLudbRecord, type WaveRecord } from '../waves/wave-sets.ts';
import { readWindowRecord } from '../window-record.ts';
import { counting, type TaskContext } from './task-context.ts';
import type { LearningTaskName } from './task.ts';

const KINDS: Readonly<Record<LearningTaskName, { readonly kinds: readonly DataKind[]; readonly what: string }>> = {
  beats: { kinds: ['beats'], what: 'records with reference beats (mitdb, svdb)' },
  findings: { kinds: ['ptbxl', 'cinc2017'], what: 'recordings with findings (PTB-XL, CinC 2017)' },
  waves: { kinds: ['ludb'], what: 'recordings with marked waves (LUDB)' },
};

/** The sets that a task can use. @throws Problem `bad-input` when there is none */
export function dataFor(folders: readonly string[], task: LearningTaskName): DataSet[] {
  const { kinds, what } = KINDS[task];
  const sets = findDataSets(folders).filter(({ kind }) => kinds.includes(kind));
  if (sets.length > 0) return sets;
  throw new Problem('bad-input', `The data hold no ${what}, which "${task}" needs.`);
}

export const entriesFor = (sets: readonly DataSet[], split: string): RecordEntry[] =>
  chooseRecords(
    sets.flatMap((set) => recordsOf(set)),
    split,
  );

/** `mitdb 22`: what a run remembers of its data, wherever they lie. */
export const describeEntries = (entries: readonly RecordEntry[]): string[] =>
  [...Map.groupBy(entries, ({ data }) => data.set)].map(([set, own]) => `${set} ${own.length}`);

export function readBeats(
  entries: readonly RecordEntry[],
  context: TaskContext,
  positions: 'annotated' | 'detected' = 'annotated',
): Promise<BeatRecord[]> {
  const read = positions === 'annotated' ? readBeatRecord : readDetectedRecord;
  return readRecords(entries, ({ data, name }) => read(data.folder, data.set, name), counting(context, 'reading'));
}

/** Whether recorded noise will be added. */
export const holdsNoise = (folders: readonly string[]): boolean =>
  findDataSets(folders).some(({ kind }) => kind === 'noise');

/** Recorded noise, where a folder of it is among the data. */
export const noiseIn = (folders: readonly string[]): NoiseBank =>
  readNoiseBank(findDataSets(folders).find(({ kind }) => kind === 'noise')?.folder);

/** Recordings without a readable rhythm (CinC's noise) are left out. */
export async function readFindings(entries: readonly RecordEntry[], context: TaskContext): Promise<FindingsRecord[]> {
  const readers = new Map(
    [...new Set(entries.map(({ data }) => data))].map((data) => [data, findingsReader(data)] as const),
  );
  const known = entries.filter(({ data, name }) => readers.get(data)?.has(name));
  return readRecords(known, ({ data, name }) => readers.get(data)!.get(name)!(), counting(context, 'reading'));
}

/** How to read each record of a set, by its name. */
function findingsReader({ kind, folder }: DataSet): ReadonlyMap<string, () => FindingsRecord> {
  if (kind === 'cinc2017') return new Map(cincRows(folder).map((row) => [row.name, () => readCincRecord(folder, row)]));
  const superclassOf = ptbxlSuperclasses(folder);
  return new Map(ptbxlRows(folder).map((row) => [row.name, () => readPtbxlRecord(folder, row, superclassOf)]));
}

export const readWaves = (entries: readonly RecordEntry[], context: TaskContext): Promise<WaveRecord[]> =>
  readRecords(entries, ({ data, name }) => readLudbRecord(signalFolder(data), name), counting(context, 'reading'));

/** Signals without labels, of any set. */
export const readForPretraining = (entries: readonly RecordEntry[], context: TaskContext): Promise<StoredRecord[]> =>
  readRecords(
    entries,
    ({ data, name, id }) => {
      const path = join(signalFolder(data), name);
      return storeRecord(data.set, readWindowRecord(dirname(path), basename(path), id).record);
    },
    counting(context, 'reading'),
  );
