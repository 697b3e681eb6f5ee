import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Problem } from '../../shared/problem.ts';
import { ptbxlRows } from './findings/findings-sets.ts';
import { CINC_LAST_TRAIN, DS1, DS2, isApartInSvdb, LUDB_LAST, PACED, patientIn, PTBXL_TEST_FOLD } from './splits.ts';

/** What a folder of research data holds; `beats` is any folder of WFDB records with reference beats (`.atr`). */
export type DataKind = 'beats' | 'ptbxl' | 'ludb' | 'cinc2017' | 'noise';

export interface DataSet {
  readonly kind: DataKind;
  /** `mitdb` and `svdb` are known by their record names; another folder of beats goes by its own name. */
  readonly set: string;
  readonly folder: string;
}

/** Which side of its set's split a record is on; `apart` is neither trained on nor tested unless asked for by name. */
export type Side = 'train' | 'test' | 'apart';

/** A record that is known of but not read yet. */
export interface RecordEntry {
  readonly data: DataSet;
  /** Set and name (in PTB-XL its number): `mitdb/101`. */
  readonly id: string;
  /** Path of the record within its folder, without extension. */
  readonly name: string;
  /** The number in its name; NaN where there is none. */
  readonly number: number;
  /** PTB-XL's fold; 0 for other sets. */
  readonly fold: number;
  /** Records of one patient share this; where a set does not say, every record has its own. */
  readonly patient: string;
  readonly side: Side;
}

const MITDB: ReadonlySet<string> = new Set([...DS1, ...DS2, ...PACED]);
const NOISES: ReadonlySet<string> = new Set(['bw', 'ma', 'em']);

/**
 * The sets in the given folders, recognised by what lies in them. A folder that is none may hold several.
 * @throws Problem `not-found`, or `bad-input` for a folder in which nothing is recognised
 */
export function findDataSets(folders: readonly string[]): DataSet[] {
  return folders.flatMap((folder) => {
    const entries = entriesOf(folder);
    const own = recogniseDataSet(folder);
    if (own) return [own];
    const inside = entries.flatMap((name) => recogniseDataSet(join(folder, name)) ?? []);
    if (inside.length > 0) return inside;
    throw new Problem(
      'bad-input',
      `${folder} holds no training data that is known: no WFDB records with .atr files, no PTB-XL, LUDB or CinC 2017. Name the folder of a set.`,
    );
  });
}

function recogniseDataSet(folder: string): DataSet | undefined {
  const has = (name: string): boolean => existsSync(join(folder, name));
  if (has('ptbxl_database.csv')) return { kind: 'ptbxl', set: 'ptbxl', folder };
  if (has('ludb.csv') && has('data')) return { kind: 'ludb', set: 'ludb', folder };
  if (has('REFERENCE.csv')) return { kind: 'cinc2017', set: 'cinc2017', folder };
  const files = existsSync(folder) ? filesIn(folder) : [];
  const headers = files.filter((name) => name.endsWith('.hea')).map((name) => name.slice(0, -4));
  if (headers.length > 0 && headers.every((name) => NOISES.has(name))) return { kind: 'noise', set: 'nstdb', folder };
  const annotated = headers.filter((name) => files.includes(`${name}.atr`));
  if (annotated.length === 0) return undefined;
  if (annotated.every((name) => MITDB.has(name))) return { kind: 'beats', set: 'mitdb', folder };
  if (annotated.every((name) => /^8\d\d$/.test(name))) return { kind: 'beats', set: 'svdb', folder };
  return { kind: 'beats', set: basename(folder), folder };
}

/** The records of a set in the order of their numbers, without reading their signals. */
export function recordsOf(data: DataSet): RecordEntry[] {
  if (data.kind === 'ptbxl') {
    return ptbxlRows(data.folder).map(({ name, ecg, patient, fold }) => ({
      ...entryOf(data, ecg, fold),
      name,
      patient,
    }));
  }
  const files = new Set(filesIn(signalFolder(data)));
  const isRecord = (name: string): boolean => data.kind !== 'beats' || files.has(`${name}.atr`);
  return [...files]
    .filter((name) => name.endsWith('.hea'))
    .map((name) => name.slice(0, -4))
    .filter(isRecord)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => entryOf(data, name, 0));
}

/** Where a set's recordings lie. */
export const signalFolder = ({ kind, folder }: DataSet): string => (kind === 'ludb' ? join(folder, 'data') : folder);

function entryOf(data: DataSet, name: string, fold: number): RecordEntry {
  const number = Number(/\d+/.exec(name)?.[0] ?? NaN);
  const id = `${data.set}/${name}`;
  return { data, id, name, number, fold, patient: patientIn(data.set, name), side: sideOf(data, name, number, fold) };
}

function sideOf({ kind, set }: DataSet, name: string, number: number, fold: number): Side {
  const contains = (names: readonly string[]): boolean => names.includes(name);
  switch (kind) {
    case 'ptbxl':
      return fold < PTBXL_TEST_FOLD ? 'train' : fold === PTBXL_TEST_FOLD ? 'test' : 'apart';
    case 'ludb':
      return number <= LUDB_LAST.train ? 'train' : number <= LUDB_LAST.test ? 'test' : 'apart';
    case 'cinc2017':
      return number <= CINC_LAST_TRAIN ? 'train' : 'test';
    case 'beats':
      if (set === 'mitdb') return contains(DS1) ? 'train' : contains(DS2) ? 'test' : 'apart';
      return set === 'svdb' && isApartInSvdb(number) ? 'test' : 'train';
    case 'noise':
      return 'train';
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (cause) {
    throw new Problem('not-found', `There is no folder ${folder}. Please check its name.`, { cause });
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder);
}
