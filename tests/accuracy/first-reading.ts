/**
 * The rule-based first reading against reference annotations: ventricular (V) and supraventricular (S) beats as EC57
 * counts them (match window 150 ms, the first five minutes left out; fusion and unclassifiable beats are of no account),
 * and atrial fibrillation by duration.
 *
 *   node tests/accuracy/first-reading.ts [mitdb|svdb]… [--quiet]
 */
import { parseArgs } from 'node:util';
import { codeOfMnemonic } from '../../src/shared/annotation-codes.ts';
import type { AnnotationColumns } from '../../src/shared/recording.ts';
import { rhythmCode } from '../../src/shared/rhythm-codes.ts';
import { compareBeats, COMPARISON_LABELS, LEARNING_PERIOD_SECONDS } from '../../src/main/signal/beat-comparison.ts';
import { detectBeats } from '../../src/main/signal/detect-beats.ts';
import { BeatMorphology } from '../../src/main/signal/reading/beat-morphology.ts';
import { type FirstReading, firstReading } from '../../src/main/signal/reading/first-reading.ts';
import { realData } from '../real-data.ts';
import { annotatedRecords, readRealRecord, type RealRecord } from './real-records.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quiet: { type: 'boolean', default: false } },
});

/** Records of paced hearts, which EC57 counts apart. */
const PACED = new Set(['102', '104', '107', '217']);
const RHYTHM_CHANGE = codeOfMnemonic('+')?.code;

/** Right, missed and wrong: beats, or samples. */
interface Count {
  right: number;
  missed: number;
  wrong: number;
}
const nothing = (): Count => ({ right: 0, missed: 0, wrong: 0 });
const add = (to: Count, from: Count): void => {
  to.right += from.right;
  to.missed += from.missed;
  to.wrong += from.wrong;
};

async function read({ header, leads }: RealRecord): Promise<FirstReading> {
  const input = { rate: header.rate, leads: header.leads };
  const morphology = new BeatMorphology(input);
  for await (const batch of detectBeats(input, morphology.watch([leads]))) morphology.add(batch);
  return firstReading(
    morphology,
    header.leads.map((_, index) => index),
  );
}

/** One class in the matrix of a comparison: of other classes only those in `against` are wrong. */
function countClass(matrix: Int32Array, name: 'V' | 'S', against: readonly string[]): Count {
  const size = COMPARISON_LABELS.length;
  const cell = (row: number, column: number): number => matrix[row * size + column] ?? 0;
  const own = COMPARISON_LABELS.indexOf(name);
  const count = { right: cell(own, own), missed: 0, wrong: 0 };
  COMPARISON_LABELS.forEach((label, other) => {
    if (other === own) return;
    count.missed += cell(own, other);
    if (against.includes(label)) count.wrong += cell(other, own);
  });
  return count;
}

/** Where a rhythm holds, one byte per sample. */
function rhythmMask({ sample, code, aux }: AnnotationColumns, samples: number, rhythm: string): Uint8Array {
  const mask = new Uint8Array(samples);
  let from: number | undefined;
  for (let row = 0; row < sample.length; row++) {
    const said = code[row] === RHYTHM_CHANGE ? rhythmCode(aux.get(row) ?? '') : undefined;
    if (said === undefined) continue;
    if (from !== undefined) mask.fill(1, from, sample[row]);
    from = said === rhythm ? sample[row] : undefined;
  }
  if (from !== undefined) mask.fill(1, from);
  return mask;
}

function countRhythm(reference: AnnotationColumns, test: AnnotationColumns, samples: number, rhythm: string): Count {
  const truth = rhythmMask(reference, samples, rhythm);
  const found = rhythmMask(test, samples, rhythm);
  const count = nothing();
  truth.forEach((mark, i) => {
    if (mark === 1 && found[i] === 1) count.right++;
    else if (mark === 1) count.missed++;
    else if (found[i] === 1) count.wrong++;
  });
  return count;
}

const share = (part: number, rest: number): string =>
  (part + rest === 0 ? '–' : ((100 * part) / (part + rest)).toFixed(1)).padStart(6);
const shares = ({ right, missed, wrong }: Count): string =>
  `${String(right).padStart(6)} ${String(missed).padStart(5)} ${String(wrong).padStart(5)} ${share(right, missed)} ${share(right, wrong)}`;
const minutes = ({ right, missed, wrong }: Count, rate: number): string =>
  [right, missed, wrong].map((samples) => (samples / rate / 60).toFixed(1).padStart(6)).join(' ');

async function measure(set: string, folder: string): Promise<void> {
  const gross = { V: nothing(), S: nothing(), AFIB: nothing() };
  const paced = nothing();
  let rate = 0;
  console.log(
    `${set}\nrecord  V: right missed wrong  Se  +P | S: right missed wrong  Se  +P | AFIB minutes: right missed wrong`,
  );
  for (const name of annotatedRecords(folder)) {
    const record = readRealRecord(folder, name);
    const reading = await read(record);
    const { samples } = record.header;
    rate = record.header.rate;
    const { matrix } = compareBeats(record.reference, reading, {
      rate,
      from: Math.round(LEARNING_PERIOD_SECONDS * rate),
      to: samples,
    });
    const V = countClass(matrix, 'V', ['N', 'S', 'O', 'X']);
    const S = countClass(matrix, 'S', ['N', 'V', 'O', 'X']);
    const AFIB = countRhythm(record.reference, reading, samples, 'AFIB');
    if (!values.quiet)
      console.log(`${name}${PACED.has(name) ? '*' : ' '} ${shares(V)} | ${shares(S)} | ${minutes(AFIB, rate)}`);
    if (PACED.has(name)) {
      add(paced, V);
      continue;
    }
    add(gross.V, V);
    add(gross.S, S);
    add(gross.AFIB, AFIB);
  }
  const { AFIB } = gross;
  console.log(
    `gross ${shares(gross.V)} | ${shares(gross.S)} | ${minutes(AFIB, rate)} Se ${share(AFIB.right, AFIB.missed)} +P ${share(AFIB.right, AFIB.wrong)}`,
  );
  if (paced.right + paced.missed + paced.wrong > 0) console.log(`* paced ${shares(paced)}, not in the gross`);
}

for (const set of ['mitdb', 'svdb'] as const) {
  if (positionals.length > 0 && !positionals.includes(set)) continue;
  const folder = realData[set];
  if (folder === undefined)
    console.log(`${set}: not here; see CONTRIBUTING.md for where real recordings are looked for.`);
  else await measure(set, folder);
}
