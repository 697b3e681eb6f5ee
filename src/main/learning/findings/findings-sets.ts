import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readTable } from '../delimited-table.ts';
import { readWindowRecord, type WindowRecord } from '../window-record.ts';

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

/** All records of PTB-XL that are present, with superclasses (likelihood above 0, as Strodthoff et al. 2021) and rhythm. */
export function readPtbxl(folder: string): FindingsRecord[] {
  const statements = readTable(readFileSync(join(folder, 'scp_statements.csv'), 'utf8'));
  const superclassOf = new Map<string, string>();
  for (const row of statements) {
    const code = row['']; // the first column has no title
    if (code !== undefined && row['diagnostic'] === '1.0') superclassOf.set(code, row['diagnostic_class'] ?? '');
  }
  return readTable(readFileSync(join(folder, 'ptbxl_database.csv'), 'utf8')).flatMap((row) => {
    const path = join(folder, `${row['filename_hr'] ?? ''}.hea`);
    if (!existsSync(path)) return [];
    const codes = likelihoods(row['scp_codes'] ?? '');
    const targets = new Float32Array(FINDINGS.length);
    for (const [code, likelihood] of codes) {
      const superclass = likelihood > 0 ? superclassOf.get(code) : undefined;
      if (superclass !== undefined) targets[FINDINGS.indexOf(superclass as Finding)] = 1;
      // A rhythm is stated without a likelihood; flutter is read with fibrillation.
      const rhythm = FINDINGS.indexOf((code === 'AFLT' ? 'AFIB' : code) as Finding);
      if (rhythm >= SUPERCLASSES.length) targets[rhythm] = 1;
    }
    const { record } = readWindowRecord(
      dirname(path),
      path.slice(dirname(path).length + 1, -4),
      `ptbxl/${row['ecg_id']}`,
    );
    return [
      {
        ...record,
        set: 'ptbxl' as const,
        patient: `ptbxl/${row['patient_id']}`,
        fold: Number(row['strat_fold']),
        targets,
      },
    ];
  });
}

/** `{'NORM': 100.0, 'SR': 0.0}` as PTB-XL writes it. */
function likelihoods(text: string): [string, number][] {
  return [...text.matchAll(/'([^']+)':\s*([\d.]+)/g)].map(([, code = '', value]) => [code, Number(value)]);
}

/**
 * The single-lead records of CinC 2017 that are present: AF known for N, A and O; noise (~) is left out. Whether an
 * `O` is in sinus rhythm is not known.
 */
export function readCinc2017(folder: string): FindingsRecord[] {
  const lines = readFileSync(join(folder, 'REFERENCE.csv'), 'utf8').trim().split('\n');
  return lines.flatMap((line) => {
    const [name = '', label = ''] = line.trim().split(',');
    if (!existsSync(join(folder, `${name}.hea`)) || !['N', 'A', 'O'].includes(label)) return [];
    const targets = new Float32Array(FINDINGS.length).fill(NaN);
    targets[FINDINGS.indexOf('AFIB')] = label === 'A' ? 1 : 0;
    if (label === 'N') targets[FINDINGS.indexOf('SR')] = 1;
    if (label === 'A') targets[FINDINGS.indexOf('SR')] = 0;
    const { record } = readWindowRecord(folder, name, `cinc2017/${name}`);
    return [{ ...record, set: 'cinc2017' as const, patient: `cinc2017/${name}`, fold: 0, targets }];
  });
}
