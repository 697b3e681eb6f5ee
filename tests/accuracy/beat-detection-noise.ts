/**
 * How the beat detector bears noise: recorded baseline wander and muscle noise (nstdb) are added to clean records at
 * given signal-to-noise ratios, from the sixth minute on in alternate stretches of two minutes, as in the MIT-BIH Noise
 * Stress Test (Moody, Muldrow & Mark 1984) and WFDB's `nst`. Prints missed and extra beats of each record.
 *
 *   node tests/accuracy/beat-detection-noise.ts
 */
import { isBeatCode } from '../../src/shared/annotation-codes.ts';
import { compareBeats } from '../../src/main/signal/beat-comparison.ts';
import { detectBeats } from '../../src/main/signal/detect-beats.ts';
import { realData } from '../real-data.ts';
import { readRealRecord, type RealRecord } from './real-records.ts';

const RECORDS = ['101', '118', '119', '122', '209', '230'];
const NOISES = { bw: 'baseline wander', ma: 'muscle noise' } as const;
const RATIOS = [24, 18, 12, 6, 0];
const CLEAN_SECONDS = 300;
const STRETCH_SECONDS = 120;

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? NaN;

/** Power of a sine as high as the typical QRS complex is from peak to peak (within 50 ms of the beat). */
function signalPower(samples: Int32Array, { header, reference }: RealRecord): number {
  const reach = Math.round(0.05 * header.rate);
  const heights = [...reference.sample].flatMap((at, i) => {
    const window = samples.subarray(Math.max(0, at - reach), at + reach + 1);
    return isBeatCode(reference.code[i] ?? 0) && window.length > 0 ? [Math.max(...window) - Math.min(...window)] : [];
  });
  return median(heights) ** 2 / 8;
}

/** Mean power over stretches of a second about their mean, without the quietest and the loudest 5 %. */
function noisePower(samples: Int32Array, rate: number): number {
  const powers: number[] = [];
  for (let at = 0; at + rate <= samples.length; at += rate) {
    const second = samples.subarray(at, at + rate);
    const mean = second.reduce((sum, value) => sum + value, 0) / rate;
    powers.push(second.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rate);
  }
  powers.sort((a, b) => a - b);
  const cut = Math.floor(powers.length * 0.05);
  const kept = powers.slice(cut, powers.length - cut);
  return kept.reduce((sum, power) => sum + power, 0) / kept.length;
}

function addNoise(record: RealRecord, noise: RealRecord, decibels: number): Int32Array[] {
  const { rate } = record.header;
  return record.leads.map((samples, l) => {
    const added = noise.leads[l % noise.leads.length] ?? samples;
    const gain = Math.sqrt(signalPower(samples, record) / noisePower(added, rate) / 10 ** (decibels / 10));
    const mean = added.reduce((sum, value) => sum + value, 0) / added.length;
    return samples.map((value, i) => {
      const seconds = i / rate - CLEAN_SECONDS;
      const on = seconds >= 0 && Math.floor(seconds / STRETCH_SECONDS) % 2 === 0;
      return on ? Math.round(value + gain * ((added[i % added.length] ?? mean) - mean)) : value;
    });
  });
}

async function measure(mitdb: string, nstdb: string): Promise<void> {
  const records = RECORDS.map((name) => ({ name, record: readRealRecord(mitdb, name) }));
  for (const [name, title] of Object.entries(NOISES)) {
    const noise = readRealRecord(nstdb, name);
    console.log(`${title}\n   dB      Se      +P   missed/extra`);
    for (const decibels of RATIOS) {
      let [matched, missed, extra] = [0, 0, 0];
      const each: string[] = [];
      for (const { name: of, record } of records) {
        const found: number[] = [];
        for await (const { sample } of detectBeats(record.header, [addNoise(record, noise, decibels)]))
          found.push(...sample);
        const test = { sample: Int32Array.from(found), code: new Uint8Array(found.length).fill(1) };
        const result = compareBeats(record.reference, test, { rate: record.header.rate, to: record.header.samples });
        matched += result.truePositives;
        missed += result.falseNegatives;
        extra += result.falsePositives;
        each.push(`${of} ${String(result.falseNegatives)}/${String(result.falsePositives)}`);
      }
      const percent = (rest: number): string => ((100 * matched) / (matched + rest)).toFixed(2).padStart(7);
      console.log(`${String(decibels).padStart(5)} ${percent(missed)} ${percent(extra)}   ${each.join('  ')}`);
    }
  }
}

const { mitdb, nstdb } = realData;
if (mitdb === undefined || nstdb === undefined) console.log('mitdb or nstdb: not here; see CONTRIBUTING.md.');
else await measure(mitdb, nstdb);
