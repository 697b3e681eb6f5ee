/**
 * Signal quality against noise of known strength. Recorded muscle noise and baseline wander (nstdb), white noise and mains
 * hum are added to records of mitdb at given signal-to-noise ratios, as WFDB's `nst` defines them, in alternate stretches
 * of two minutes from the sixth minute on. Prints the share of seconds marked, on clean signal and in noise, and what the
 * beat detector does where the signal is called readable and where not.
 *
 *   node tests/accuracy/signal-quality.ts [--tuning]
 *
 * Clean means that the reference annotators found no noise in that lead. The records and the part of the noise the limits
 * were chosen on are left out; `--tuning` takes those instead.
 */
import { parseArgs } from 'node:util';
import { codeOfMnemonic } from '../../src/shared/annotation-codes.ts';
import type { AnnotationColumns, Lead } from '../../src/shared/recording.ts';
import { compareBeats } from '../../src/main/signal/beat-comparison.ts';
import { detectBeats } from '../../src/main/signal/detect-beats.ts';
import { leadQuality, QUALITY } from '../../src/main/signal/quality/signal-quality.ts';
import { unreadableStretches } from '../../src/main/signal/quality/unreadable-stretches.ts';
import { realData } from '../real-data.ts';
import { signalPower, withNoise } from './noise-stress.ts';
import { annotatedRecords, readRealRecord, type RealRecord } from './real-records.ts';

const { values } = parseArgs({ options: { tuning: { type: 'boolean', default: false } } });
const TUNING = ['101', '118', '119', '122', '209', '230'];
const RATIOS = [24, 18, 12, 6, 0, -6];
const CLEAN_SECONDS = 300;
const STRETCH_SECONDS = 120;
/** A second belongs to the stretch whose signal all of its measures come from. */
const BORDER_SECONDS = 10;

const isNoisy = (seconds: number): boolean =>
  seconds >= CLEAN_SECONDS && Math.floor((seconds - CLEAN_SECONDS) / STRETCH_SECONDS) % 2 === 0;
const isInside = (second: number): boolean =>
  isNoisy(second - BORDER_SECONDS) && isNoisy(second) && isNoisy(second + BORDER_SECONDS);
const percent = (part: number, of: number): string => (of === 0 ? '–' : ((100 * part) / of).toFixed(2)).padStart(7);

type Noise = (lead: number) => ArrayLike<number>;

/** Noise by name: the first quarter of an hour of the recorded ones to choose limits on, the second one to test. */
function noises(folder: string, rate: number): ReadonlyMap<string, Noise> {
  const recorded = (name: string): Noise => {
    const { leads } = readRealRecord(folder, name);
    return (lead) => {
      const samples = leads[lead % leads.length] ?? new Int32Array();
      const half = samples.length >> 1;
      return values.tuning ? samples.subarray(0, half) : samples.subarray(half);
    };
  };
  const made = (value: (i: number) => number): Noise => {
    const samples = Float64Array.from({ length: 600 * rate }, (_, i) => value(i));
    return () => samples;
  };
  let state = values.tuning ? 1 : 2;
  const uniform = (): number => (state = (state * 48_271) % 0x7fff_ffff) / 0x7fff_ffff;
  return new Map([
    ['muscle', recorded('ma')],
    ['baseline', recorded('bw')],
    ['white', made(() => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()))],
    ['mains', made((i) => Math.sin((2 * Math.PI * 50 * i) / rate))],
  ]);
}

/** Which seconds of a lead the annotators call free of noise (the subtype of `~`, WFDB manual). */
function annotatedClean({ sample, code, subtype }: AnnotationColumns, lead: number, rate: number, seconds: number) {
  const clean = new Uint8Array(seconds).fill(1);
  const change = codeOfMnemonic('~')?.code;
  for (let i = 0; i < sample.length; i++) {
    if (code[i] !== change) continue;
    const bits = subtype[i] ?? 0;
    const noisy = bits < 0 || ((bits >> lead) & 1) === 1 || ((bits >> (4 + lead)) & 1) === 1;
    clean.fill(noisy ? 0 : 1, Math.max(0, Math.floor((sample[i] ?? 0) / rate) - (noisy ? 1 : -1)));
  }
  return clean;
}

async function beatsOf(leads: readonly Int32Array[], { header }: RealRecord): Promise<Int32Array> {
  const found: number[] = [];
  const input = { rate: header.rate, leads: header.leads };
  for await (const { sample } of detectBeats(input, [leads])) found.push(...sample);
  return Int32Array.from(found);
}

interface Reading {
  readonly beats: Int32Array;
  /** One row a lead. */
  readonly quality: readonly Uint8Array[];
}

async function read(leads: readonly Int32Array[], record: RealRecord): Promise<Reading> {
  const { rate, samples } = record.header;
  const beats = await beatsOf(leads, record);
  const seconds = Math.ceil(samples / rate);
  const times = Float64Array.from(beats, (at) => at / rate);
  const quality = leads.map((own, l) => {
    const { gain, baseline } = record.header.leads[l] as Lead;
    return leadQuality({ samples: own, first: 0, rate, gain, baseline }, 0, seconds, { beats: times });
  });
  return { beats, quality };
}

class Marks {
  seconds = 0;
  unreadable = 0;
  poor = 0;

  add(value: number): void {
    if (value === QUALITY.unknown) return;
    this.seconds++;
    if (value === QUALITY.unreadable) this.unreadable++;
    if (value === QUALITY.poor) this.poor++;
  }
  toString(): string {
    return `${percent(this.unreadable, this.seconds)} ${percent(this.poor, this.seconds)}`;
  }
}

/** Beats right, missed and extra. */
class Beats {
  right = 0;
  missed = 0;
  extra = 0;

  toString(): string {
    const { right, missed, extra } = this;
    return `${String(right + missed).padStart(6)} ${percent(right, right + missed)} ${percent(right, right + extra)}`;
  }
}

/** Sorts the outcome of every beat in the noisy stretches by whether all leads are unreadable there. */
function countBeats({ beats, quality }: Reading, record: RealRecord, readable: Beats, marked: Beats): void {
  const { rate, samples } = record.header;
  const values = new Uint8Array(quality.length * (quality[0]?.length ?? 0));
  quality.forEach((row, l) => values.set(row, l * row.length));
  const rows = { fromSecond: 0, seconds: quality[0]?.length ?? 0, leads: quality.map((_, l) => l), values };
  const { from, to } = unreadableStretches(rows, { rate, samples });
  const test = { sample: beats, code: new Uint8Array(beats.length).fill(1) };
  const { referenceIndex, testIndex } = compareBeats(record.reference, test, { rate, to: samples });
  referenceIndex.forEach((reference, k) => {
    const found = testIndex[k] ?? -1;
    const at = reference >= 0 ? (record.reference.sample[reference] ?? 0) : (beats[found] ?? 0);
    if (!isInside(at / rate)) return;
    const counts = from.some((start, i) => start <= at && at < (to[i] ?? 0)) ? marked : readable;
    if (reference < 0) counts.extra++;
    else if (found < 0) counts.missed++;
    else counts.right++;
  });
}

async function measure(mitdb: string, nstdb: string): Promise<void> {
  const names = values.tuning ? TUNING : annotatedRecords(mitdb).filter((name) => !TUNING.includes(name));
  const records = names.map((name) => readRealRecord(mitdb, name));
  const rate = records[0]?.header.rate ?? 360;
  const [clean, annotatedNoisy] = [new Marks(), new Marks()];
  console.log('clean seconds: record, lead: seconds, % unreadable, poor');
  for (const record of records) {
    const { quality } = await read(record.leads, record);
    quality.forEach((row, l) => {
      const isClean = annotatedClean(record.reference, l, rate, row.length);
      const own = new Marks();
      row.forEach((value, second) => {
        (isClean[second] === 1 ? clean : annotatedNoisy).add(value);
        if (isClean[second] === 1) own.add(value);
      });
      if (own.unreadable + own.poor > 0.01 * own.seconds)
        console.log(
          `  ${record.header.name} ${record.header.leads[l]?.name ?? ''} ${String(own.seconds)} ${own.toString()}`,
        );
    });
  }
  console.log(`all ${String(clean.seconds)} ${clean.toString()}`);
  console.log(`annotated as noisy ${String(annotatedNoisy.seconds)} ${annotatedNoisy.toString()}\n`);

  console.log('noise      dB  unread.   poor | readable:  beats   Se     +P | unreadable in all leads:');
  for (const [name, noise] of noises(nstdb, rate)) {
    for (const decibels of RATIOS) {
      const marks = new Marks();
      const [readable, marked] = [new Beats(), new Beats()];
      for (const record of records) {
        const leads = record.leads.map((samples, l) =>
          withNoise(samples, noise(l), { signal: signalPower(samples, record), decibels, rate, isNoisy }),
        );
        const reading = await read(leads, record);
        for (const row of reading.quality)
          row.forEach((value, second) => {
            if (isInside(second)) marks.add(value);
          });
        countBeats(reading, record, readable, marked);
      }
      console.log(
        `${name.padEnd(9)} ${String(decibels).padStart(3)} ${marks.toString()} | ${readable.toString()} | ${marked.toString()}`,
      );
    }
  }
}

const { mitdb, nstdb } = realData;
if (mitdb === undefined || nstdb === undefined) console.log('mitdb or nstdb: not here; see CONTRIBUTING.md.');
else await measure(mitdb, nstdb);
