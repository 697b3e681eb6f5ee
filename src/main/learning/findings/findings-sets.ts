import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readTable } from '../delimited-table.ts';
import type { WindowRecord } from '../../nat/inputs/window-record.ts';
import { readWindowRecord } from '../window-record.ts';

/** PTB-XL's diagnostic superclasses (Wagner et al. 2020, doi 10.1038/s41597-020-0495-6). */
export const SUPERCLASSES = ['NORM', 'MI', 'STTC', 'CD', 'HYP'] as const;
/** Rhythm statements with enough examples to learn from: sinus, fibrillation or flutter, fast, slow, irregular, paced. */
export const RHYTHMS = ['SR', 'AFIB', 'STACH', 'SBRAD', 'SARRH', 'PACE'] as const;
export const FINDINGS = [...SUPERCLASSES, ...RHYTHMS] as const;
export type Finding = (typeof FINDINGS)[number];

/** A recording with what is known of its findings: NaN where nothing is. */
export interface FindingsRecord extends WindowRecord {
  readonly set: 'ptbxl' | 'cinc2017';
  readonly patient: string;
  /** PTB-XL's stratified fold; 0 for other sets. */
  readonly fold: number;
  /** 1, 0 or NaN for each of FINDINGS. */
  readonly targets: Float32Array;
}

/** A row of PTB-XL's table whose recording is present. */
export interface PtbxlRow {
  /** Path of the record within the folder, without its extension: `records500/00000/00001_hr`. */
  readonly name: string;
  readonly ecg: string;
  readonly patient: string;
  readonly fold: number;
  /** Statements with their likelihoods. */
  readonly codes: readonly (readonly [string, number])[];
}

export function ptbxlRows(folder: string): PtbxlRow[] {
  return readTable(readFileSync(join(folder, 'ptbxl_database.csv'), 'utf8')).flatMap((row) => {
    const name = row['filename_hr'] ?? '';
    if (!existsSync(join(folder, `${name}.hea`))) return [];
    const codes = likelihoods(row['scp_codes'] ?? '');
    const { ecg_id: ecg = '', patient_id: patient = '', strat_fold: fold } = row;
    return [{ name, ecg, patient: `ptbxl/${patient}`, fold: Number(fold), codes }];
  });
}

/** All records of PTB-XL that are present, with superclasses and rhythm. */
export function readPtbxl(folder: string): FindingsRecord[] {
  const superclassOf = ptbxlSuperclasses(folder);
  return ptbxlRows(folder).map((row) => readPtbxlRecord(folder, row, superclassOf));
}

/** The superclass of each diagnostic statement. */
export function ptbxlSuperclasses(folder: string): ReadonlyMap<string, string> {
  const statements = readTable(readFileSync(join(folder, 'scp_statements.csv'), 'utf8'));
  const superclassOf = new Map<string, string>();
  for (const row of statements) {
    const code = row['']; // the first column has no title
    if (code !== undefined && row['diagnostic'] === '1.0') superclassOf.set(code, row['diagnostic_class'] ?? '');
  }
  return superclassOf;
}

/** Superclasses count from a likelihood above 0 on, as in Strodthoff et al. 2021 (doi 10.1109/JBHI.2020.3022989). */
export function readPtbxlRecord(
  folder: string,
  { name, ecg, patient, fold, codes }: PtbxlRow,
  superclassOf: ReadonlyMap<string, string>,
): FindingsRecord {
  const targets = new Float32Array(FINDINGS.length);
  for (const [code, likelihood] of codes) {
    const superclass = likelihood > 0 ? superclassOf.get(code) : undefined;
    if (superclass !== undefined) targets[FINDINGS.indexOf(superclass as Finding)] = 1;
    // A rhythm is stated without a likelihood; flutter is read with fibrillation.
    const rhythm = FINDINGS.indexOf((code === 'AFLT' ? 'AFIB' : code) as Finding);
    if (rhythm >= SUPERCLASSES.length) targets[rhythm] = 1;
  }
  const { record } = readWindowRecord(join(folder, dirname(name)), basename(name), `ptbxl/${ecg}`);
  return { ...record, set: 'ptbxl', patient, fold, targets };
}

/** `{'NORM': 100.0, 'SR': 0.0}` as PTB-XL writes it. */
function likelihoods(text: string): [string, number][] {
  return [...text.matchAll(/'([^']+)':\s*([\d.]+)/g)].map(([, code = '', value]) => [code, Number(value)]);
}

/** The single-lead records of CinC 2017 that are present and whose rhythm was read: noise (~) is left out. */
export function readCinc2017(folder: string): FindingsRecord[] {
  return cincRows(folder).map((row) => readCincRecord(folder, row));
}

export interface CincRow {
  readonly name: string;
  /** N, A (atrial fibrillation) or O (another rhythm). */
  readonly label: string;
}

export function cincRows(folder: string): CincRow[] {
  const lines = readFileSync(join(folder, 'REFERENCE.csv'), 'utf8').trim().split('\n');
  return lines.flatMap((line) => {
    const [name = '', label = ''] = line.trim().split(',');
    return existsSync(join(folder, `${name}.hea`)) && ['N', 'A', 'O'].includes(label) ? [{ name, label }] : [];
  });
}

/** AF is known of every record; whether an `O` is in sinus rhythm is not. */
export function readCincRecord(folder: string, { name, label }: CincRow): FindingsRecord {
  const targets = new Float32Array(FINDINGS.length).fill(NaN);
  targets[FINDINGS.indexOf('AFIB')] = label === 'A' ? 1 : 0;
  if (label === 'N') targets[FINDINGS.indexOf('SR')] = 1;
  if (label === 'A') targets[FINDINGS.indexOf('SR')] = 0;
  const { record } = readWindowRecord(folder, name, `cinc2017/${name}`);
  return { ...record, set: 'cinc2017', patient: `cinc2017/${name}`, fold: 0, targets };
}
