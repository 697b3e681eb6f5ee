import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOfMnemonic } from '../../../src/shared/annotation-codes.ts';
import type { AnnotationColumns, RecordingHeader } from '../../../src/shared/recording.ts';
import { writeAnnotations } from '../../../src/main/formats/wfdb/annotation-writer.ts';
import { writeRecord } from '../../../src/main/formats/wfdb/record-writer.ts';
import { type RandomStream, randomStream } from '../../../src/main/nat/random.ts';

/** Small research sets in the layout of the real ones, so that whole commands run in seconds. */
const GAIN = 200;

interface SyntheticRecord {
  readonly name: string;
  readonly rate: number;
  readonly leads: readonly string[];
  readonly seconds: number;
}

interface Beat {
  /** Seconds. */
  readonly at: number;
  readonly mnemonic: 'N' | 'V' | 'A';
}

/** Normal beats every 0.8 s; every ninth a wide early one (V), every thirteenth a narrow early one (A). */
function beatsOf(seconds: number, random: RandomStream): Beat[] {
  const beats: Beat[] = [];
  let at = 0.5;
  for (let count = 1; at < seconds - 0.5; count++) {
    const mnemonic = count % 9 === 0 ? 'V' : count % 13 === 0 ? 'A' : 'N';
    beats.push({ at: mnemonic === 'N' ? at : at - 0.25, mnemonic });
    at += 0.8 + 0.02 * random.normal();
  }
  return beats;
}

function signalOf(
  { rate, leads, seconds }: SyntheticRecord,
  beats: readonly Beat[],
  random: RandomStream,
): Int32Array[] {
  return leads.map((_, lead) => {
    const samples = Float64Array.from({ length: Math.round(seconds * rate) }, () => 4 * random.normal());
    const bump = (at: number, width: number, height: number): void => {
      const from = Math.max(0, Math.floor((at - 4 * width) * rate));
      for (let i = from; i < Math.min(samples.length, (at + 4 * width) * rate); i++) {
        samples[i] = (samples[i] ?? 0) + height * GAIN * Math.exp(-((i / rate - at) ** 2) / (2 * width ** 2));
      }
    };
    const size = 1 - 0.1 * lead;
    for (const { at, mnemonic } of beats) {
      bump(at, mnemonic === 'V' ? 0.035 : 0.012, (mnemonic === 'V' ? -1.4 : 1) * size);
      bump(at + 0.25, 0.05, 0.25 * size);
      if (mnemonic === 'N') bump(at - 0.16, 0.025, 0.12 * size);
    }
    return Int32Array.from(samples, Math.round);
  });
}

function columns(marks: readonly { readonly sample: number; readonly mnemonic: string }[]): AnnotationColumns {
  return {
    sample: Int32Array.from(marks, ({ sample }) => sample),
    code: Uint8Array.from(marks, ({ mnemonic }) => codeOfMnemonic(mnemonic)?.code ?? 0),
    subtype: new Int8Array(marks.length),
    channel: new Uint8Array(marks.length),
    num: new Int8Array(marks.length),
    aux: new Map(),
  };
}

/** Writes header and signal; returns the beats that are in it. */
function write(folder: string, record: SyntheticRecord): Beat[] {
  const { name, rate, leads, seconds } = record;
  const random = randomStream(1, name);
  const beats = beatsOf(seconds, random);
  const signals = signalOf(record, beats, random);
  const samples = signals[0]?.length ?? 0;
  const header: RecordingHeader = {
    format: 'WFDB',
    name,
    rate,
    samples,
    patient: {},
    leads: leads.map((lead) => ({ name: lead, unit: 'mV', rate, samples, gain: GAIN, baseline: 0 })),
    notes: [],
    warnings: [],
  };
  const written = writeRecord(
    header,
    signals.map((own, lead) => ({ lead, start: 0, samples: own })),
    { name },
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, written.signalFileName), Buffer.concat([...written.signal()]));
  writeFileSync(join(folder, written.headerFileName), written.header());
  return beats;
}

/** Records of two leads with reference beats, named as in mitdb or svdb. */
export function writeBeatSet(folder: string, names: readonly string[], seconds = 330): string {
  for (const name of names) {
    const rate = 128;
    const beats = write(folder, { name, rate, leads: ['MLII', 'V1'], seconds });
    const marks = beats.map(({ at, mnemonic }) => ({ sample: Math.round(at * rate), mnemonic }));
    writeFileSync(join(folder, `${name}.atr`), writeAnnotations(columns(marks)));
  }
  return folder;
}

/** Ten-second records of two leads with marked waves; the first and the last beat are not marked, as in LUDB. */
export function writeWaveSet(folder: string, numbers: readonly number[]): string {
  const rate = 500;
  for (const number of numbers) {
    const beats = write(join(folder, 'data'), { name: String(number), rate, leads: ['i', 'ii'], seconds: 10 });
    const marks = beats.slice(1, -1).flatMap(({ at }) =>
      [
        [at - 0.04, '('],
        [at, 'N'],
        [at + 0.04, ')'],
        [at + 0.15, '('],
        [at + 0.25, 't'],
        [at + 0.35, ')'],
      ].map(([seconds, mnemonic]) => ({ sample: Math.round(Number(seconds) * rate), mnemonic: String(mnemonic) })),
    );
    for (const lead of ['i', 'ii']) {
      writeFileSync(join(folder, 'data', `${number}.${lead}`), writeAnnotations(columns(marks)));
    }
  }
  writeFileSync(join(folder, 'ludb.csv'), 'ID\n');
  return folder;
}

/** Records of one lead with a rhythm each, as in CinC 2017. */
export function writeRhythmSet(folder: string, labels: Readonly<Record<string, string>>): string {
  for (const name of Object.keys(labels)) write(folder, { name, rate: 300, leads: ['ECG'], seconds: 12 });
  const rows = Object.entries(labels).map(([name, label]) => `${name},${label}\n`);
  writeFileSync(join(folder, 'REFERENCE.csv'), rows.join(''));
  return folder;
}

/** Twelve-lead records with statements, as in PTB-XL: number, patient, fold and codes of each. */
export function writeFindingsSet(
  folder: string,
  rows: readonly { readonly ecg: number; readonly patient: number; readonly fold: number; readonly codes: string }[],
): string {
  const leads = ['I', 'II', 'III', 'AVR', 'AVL', 'AVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
  for (const { ecg } of rows) write(join(folder, 'records500'), { name: `${ecg}_hr`, rate: 500, leads, seconds: 10 });
  const lines = rows.map(
    ({ ecg, patient, fold, codes }) => `${ecg},${patient}.0,"${codes}",${fold},records500/${ecg}_hr`,
  );
  writeFileSync(
    join(folder, 'ptbxl_database.csv'),
    `ecg_id,patient_id,scp_codes,strat_fold,filename_hr\n${lines.join('\n')}\n`,
  );
  const statements = ['NORM,1.0,NORM', 'IMI,1.0,MI', 'LVH,1.0,HYP', 'AFIB,,', 'SR,,'];
  writeFileSync(join(folder, 'scp_statements.csv'), `,diagnostic,diagnostic_class\n${statements.join('\n')}\n`);
  return folder;
}
