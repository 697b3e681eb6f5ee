/**
 * Sensitivity and positive predictivity of the beat detector on annotated records, as WFDB's `bxb` counts them: match
 * window 150 ms, the first five minutes and ventricular flutter left out.
 *
 *   node tests/accuracy/beat-detection.ts [mitdb|svdb]… [--lead N] [--from-start]
 *
 * `--lead` uses one lead alone; `--from-start` scores the first five minutes instead of the rest.
 */
import { parseArgs } from 'node:util';
import { compareBeats, LEARNING_PERIOD_SECONDS } from '../../src/main/signal/beat-comparison.ts';
import { detectBeats } from '../../src/main/signal/detect-beats.ts';
import { realData } from '../real-data.ts';
import { annotatedRecords, readRealRecord, type RealRecord } from './real-records.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { lead: { type: 'string' }, 'from-start': { type: 'boolean', default: false } },
});
const percent = (part: number, rest: number): string => ((100 * part) / (part + rest)).toFixed(2).padStart(7);

async function detect({ header, leads }: RealRecord, only?: number): Promise<Int32Array> {
  const used = header.leads.flatMap((lead, l) =>
    only === undefined || l === only ? [{ lead, samples: leads[l] }] : [],
  );
  const found: number[] = [];
  const input = { rate: header.rate, leads: used.map(({ lead }) => lead) };
  const block = used.map(({ samples }) => samples ?? new Int32Array());
  for await (const { sample } of detectBeats(input, [block])) found.push(...sample);
  return Int32Array.from(found);
}

/** Median and 95th percentile of the distance between matched beats, in milliseconds, after taking out the median. */
function spread(offsets: readonly number[]): string {
  const sorted = offsets.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? NaN;
  const deviations = sorted.map((offset) => Math.abs(offset - median)).sort((a, b) => a - b);
  return `${median.toFixed(0).padStart(5)} ± ${(deviations[Math.floor(deviations.length * 0.95)] ?? NaN).toFixed(0)}`;
}

async function measure(set: string, folder: string): Promise<void> {
  const gross = { matched: 0, missed: 0, extra: 0 };
  console.log(`${set}\nrecord  beats  missed  extra      Se      +P  offset ± p95 (ms)`);
  for (const name of annotatedRecords(folder)) {
    const record = readRealRecord(folder, name);
    const { rate, samples } = record.header;
    const sample = await detect(record, values.lead === undefined ? undefined : Number(values.lead));
    const learning = Math.round(LEARNING_PERIOD_SECONDS * rate);
    const result = compareBeats(
      record.reference,
      { sample, code: new Uint8Array(sample.length).fill(1) },
      {
        rate,
        from: values['from-start'] ? 0 : learning,
        to: values['from-start'] ? learning : samples,
      },
    );
    const { truePositives, falseNegatives, falsePositives } = result;
    const offsets: number[] = [];
    result.referenceIndex.forEach((reference, k) => {
      const test = result.testIndex[k] ?? -1;
      if (reference < 0 || test < 0) return;
      offsets.push((((sample[test] ?? 0) - (record.reference.sample[reference] ?? 0)) / rate) * 1000);
    });
    gross.matched += truePositives;
    gross.missed += falseNegatives;
    gross.extra += falsePositives;
    console.log(
      [
        name.padEnd(6),
        String(truePositives + falseNegatives).padStart(6),
        String(falseNegatives).padStart(7),
        String(falsePositives).padStart(6),
        percent(truePositives, falseNegatives),
        percent(truePositives, falsePositives),
        `  ${spread(offsets)}`,
      ].join(' '),
    );
  }
  const { matched, missed, extra } = gross;
  console.log(
    `gross ${String(matched + missed).padStart(7)} ${String(missed).padStart(7)} ${String(extra).padStart(6)} ${percent(matched, missed)} ${percent(matched, extra)}\n`,
  );
}

for (const set of ['mitdb', 'svdb'] as const) {
  if (positionals.length > 0 && !positionals.includes(set)) continue;
  const folder = realData[set];
  if (folder === undefined)
    console.log(`${set}: not here; see CONTRIBUTING.md for where real recordings are looked for.`);
  else await measure(set, folder);
}
