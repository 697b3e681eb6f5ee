/**
 * The rule-based first reading against reference annotations: ventricular (V) and supraventricular (S) beats as EC57
 * counts them (match window 150 ms, the first five minutes left out; fusion and unclassifiable beats are of no account).
 *
 *   node tests/accuracy/first-reading.ts [mitdb|svdb]… [--quiet]
 */
import { parseArgs } from 'node:util';
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

/** Right, missed and wrong beats. */
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

const share = (part: number, rest: number): string =>
  (part + rest === 0 ? '–' : ((100 * part) / (part + rest)).toFixed(1)).padStart(6);
const shares = ({ right, missed, wrong }: Count): string =>
  `${String(right).padStart(6)} ${String(missed).padStart(5)} ${String(wrong).padStart(5)} ${share(right, missed)} ${share(right, wrong)}`;
async function measure(set: string, folder: string): Promise<void> {
  const gross = { V: nothing(), S: nothing() };
  const paced = nothing();
  console.log(`${set}\nrecord  V: right missed wrong  Se  +P | S: right missed wrong  Se  +P`);
  for (const name of annotatedRecords(folder)) {
    const record = readRealRecord(folder, name);
    const reading = await read(record);
    const { samples, rate } = record.header;
    const { matrix } = compareBeats(record.reference, reading, {
      rate,
      from: Math.round(LEARNING_PERIOD_SECONDS * rate),
      to: samples,
    });
    const V = countClass(matrix, 'V', ['N', 'S', 'O', 'X']);
    const S = countClass(matrix, 'S', ['N', 'V', 'O', 'X']);
    if (!values.quiet) console.log(`${name}${PACED.has(name) ? '*' : ' '} ${shares(V)} | ${shares(S)}`);
    if (PACED.has(name)) {
      add(paced, V);
      continue;
    }
    add(gross.V, V);
    add(gross.S, S);
  }
  console.log(`gross ${shares(gross.V)} | ${shares(gross.S)}`);
  if (paced.right + paced.missed + paced.wrong > 0) console.log(`* paced ${shares(paced)}, not in the gross`);
}

for (const set of ['mitdb', 'svdb'] as const) {
  if (positionals.length > 0 && !positionals.includes(set)) continue;
  const folder = realData[set];
  if (folder === undefined)
    console.log(`${set}: not here; see CONTRIBUTING.md for where real recordings are looked for.`);
  else await measure(set, folder);
}
