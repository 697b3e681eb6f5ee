/**
 * Rhythm episodes against the reference rhythms, as WFDB's `epicmp` counts them: any overlap is a match, the first five
 * minutes are left out; sensitivity and predictivity by count and by duration, added up over the records.
 *
 *   node tests/accuracy/rhythm-episodes.ts [--labels annotated|rules] [--predictions FILE] [--paced] [--records] [--set NAME=VALUE]…
 *
 * Beats and labels are the annotated ones, then the detector's and the rules'; with `--predictions` also the annotated
 * beats with the labels a trial predicted for records it had not seen (`finetune --cross-validate --out FILE`), all seeds
 * added up. The records are those of DS1, or the paced ones. `--records` prints the counts of each,
 * `--set patternTimes=4` changes one of `RHYTHM_THRESHOLDS`.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { AAMI_CLASSES, codeOfMnemonic, isBeatCode } from '../../src/shared/annotation-codes.ts';
import type { Episode, EpisodeKind } from '../../src/shared/contract/analysis.ts';
import { RHYTHM_THRESHOLDS, type RhythmThresholds } from '../../src/shared/rhythm-thresholds.ts';
import { LEARNING_PERIOD_SECONDS } from '../../src/main/signal/beat-comparison.ts';
import { detectBeats } from '../../src/main/signal/detect-beats.ts';
import { BeatMorphology } from '../../src/main/signal/reading/beat-morphology.ts';
import { firstReading } from '../../src/main/signal/reading/first-reading.ts';
import {
  annotatedRhythm,
  compareEpisodes,
  type EpisodeComparison,
  type EpisodeSpans,
} from '../../src/main/signal/rhythm/compare-episodes.ts';
import { rhythmAnnotations } from '../../src/main/signal/rhythm/rhythm-annotations.ts';
import { rhythmEpisodes } from '../../src/main/signal/rhythm/rhythm-episodes.ts';
import { DS1, PACED } from '../../src/main/learning/splits.ts';
import { realData } from '../real-data.ts';
import { readRealRecord, type RealRecord } from './real-records.ts';

const { values } = parseArgs({
  options: {
    labels: { type: 'string' },
    predictions: { type: 'string' },
    paced: { type: 'boolean', default: false },
    records: { type: 'boolean', default: false },
    set: { type: 'string', multiple: true, default: [] },
  },
});

const changed: Partial<RhythmThresholds> = Object.fromEntries(
  values.set.map((text) => {
    const [name = '', value] = text.split('=');
    if (!Object.hasOwn(RHYTHM_THRESHOLDS, name)) throw new Error(`no threshold is called ${name}`);
    return [name, Number(value)];
  }),
);

interface Beats {
  readonly sample: Int32Array;
  readonly code: Uint8Array;
}
/** Reads a record's beats, more than once where there are several seeds. */
type Reader = (record: RealRecord) => Promise<readonly Beats[]>;

const RHYTHMS: readonly (readonly [name: string, codes: readonly string[]])[] = [
  ['AFIB', ['AFIB']],
  ['AFL', ['AFL']],
  ['AFIB+AFL', ['AFIB', 'AFL']],
  ['SVTA', ['SVTA']],
  ['VT', ['VT']],
  ['IVR', ['IVR']],
  ['VFL', ['VFL']],
  ['B', ['B']],
  ['T', ['T']],
  ['SBR', ['SBR']],
  ['P', ['P']],
];
/** Kinds of events counted against those that follow from the reference's own beats. */
const EVENTS: readonly EpisodeKind[] = [
  'ventricular-couplet',
  'ventricular-tachycardia',
  'ventricular-run',
  'idioventricular',
  'supraventricular-couplet',
  'supraventricular-run',
  'supraventricular-tachycardia',
  'supraventricular-bigeminy',
  'pause',
  'bradycardia',
  'tachycardia',
];

function annotatedBeats({ reference: { sample, code } }: RealRecord): Beats {
  const isBeat = Array.from(code, isBeatCode);
  return { sample: sample.filter((_, i) => isBeat[i]), code: code.filter((_, i) => isBeat[i]) };
}

async function beatsByRules({ header, leads }: RealRecord): Promise<Beats> {
  const input = { rate: header.rate, leads: header.leads };
  const morphology = new BeatMorphology(input);
  for await (const batch of detectBeats(input, morphology.watch([leads]))) morphology.add(batch);
  return firstReading(
    morphology,
    header.leads.map((_, index) => index),
  );
}

/** Labels predicted by a trial, one list a seed; positions are the annotated ones. */
function beatsOfTrial(file: string): Reader {
  const { parts } = z
    .object({ parts: z.record(z.string(), z.object({ predictions: z.record(z.string(), z.unknown()) })) })
    .parse(JSON.parse(readFileSync(file, 'utf8')));
  const codes = AAMI_CLASSES.map((name) => codeOfMnemonic(name)?.code ?? 0);
  return (record) => {
    const { sample } = annotatedBeats(record);
    return Promise.resolve(
      Object.values(parts).flatMap(({ predictions }) => {
        const letters = predictions[`mitdb/${record.header.name}`];
        if (typeof letters !== 'string') return [];
        if (letters.length !== sample.length) throw new Error(`${record.header.name}: labels for other beats`);
        const code = Uint8Array.from(
          letters,
          (letter) => codes[AAMI_CLASSES.findIndex((name) => name === letter)] ?? 0,
        );
        return [{ sample, code }];
      }),
    );
  };
}

const episodesOf = ({ header: { rate, samples } }: RealRecord, beats: Beats): Episode[] =>
  rhythmEpisodes({ rate, samples, ...beats }, { thresholds: changed });

function spansOf(episodes: readonly Episode[], rhythms: readonly string[], samples: number): EpisodeSpans {
  const { sample, aux } = rhythmAnnotations(episodes);
  const code = new Uint8Array(sample.length).fill(codeOfMnemonic('+')?.code ?? 0);
  return annotatedRhythm({ sample, code, aux: new Map(aux.entries()) }, rhythms, samples);
}

/** Spans of a kind of event; a beat long beyond its last beat, as rhythm annotations are. */
const eventSpans = (episodes: readonly Episode[], kind: EpisodeKind): EpisodeSpans => {
  const own = episodes.filter((episode) => episode.kind === kind);
  return { from: own.map(({ from }) => from), to: own.map(({ to }) => to + 1) };
};

class Total {
  private readonly counts: EpisodeComparison[] = [];
  add(comparison: EpisodeComparison): void {
    this.counts.push(comparison);
  }
  get isEmpty(): boolean {
    return this.counts.every(({ matched, missed, confirmed, extra }) => matched + missed + confirmed + extra === 0);
  }
  line(rate: number): string {
    const sum = (key: keyof EpisodeComparison): number => this.counts.reduce((total, each) => total + each[key], 0);
    const percent = (part: number, of: number): string => (of === 0 ? '–' : ((100 * part) / of).toFixed(1)).padStart(6);
    const minutes = (key: keyof EpisodeComparison): string => (sum(key) / rate / 60).toFixed(1).padStart(6);
    const references = sum('matched') + sum('missed');
    const tests = sum('confirmed') + sum('extra');
    return [
      `${String(references).padStart(5)} ${String(tests).padStart(5)}`,
      `${percent(sum('matched'), references)} ${percent(sum('confirmed'), tests)}`,
      `${minutes('referenceDuration')} ${minutes('testDuration')}`,
      `${percent(sum('referenceOverlap'), sum('referenceDuration'))} ${percent(sum('testOverlap'), sum('testDuration'))}`,
    ].join('  ');
  }
}

async function measure(title: string, names: readonly string[], folder: string, reader: Reader): Promise<void> {
  const totals = new Map<string, Total>();
  const add = (name: string, record: string, comparison: EpisodeComparison, rate: number): void => {
    const total = totals.get(name) ?? new Total();
    totals.set(name, total);
    total.add(comparison);
    const own = new Total();
    own.add(comparison);
    if (values.records && !own.isEmpty) console.log(`  ${record} ${name.padEnd(28)} ${own.line(rate)}`);
  };
  console.log(
    `${title}\n${''.padEnd(33)}episodes      by count        minutes       by duration\n${''.padEnd(34)}ref  test      Se     +P     ref   test      Se     +P`,
  );
  let rate = 0;
  for (const name of names) {
    const record = readRealRecord(folder, name);
    rate = record.header.rate;
    const { samples } = record.header;
    const options = { from: Math.round(LEARNING_PERIOD_SECONDS * rate), to: samples };
    const expected = episodesOf(record, annotatedBeats(record));
    for (const beats of await reader(record)) {
      const found = episodesOf(record, beats);
      for (const [rhythm, codes] of RHYTHMS) {
        const excluded = rhythm === 'AFIB' ? annotatedRhythm(record.reference, ['AFL'], samples) : undefined;
        const reference = annotatedRhythm(record.reference, codes, samples);
        add(rhythm, name, compareEpisodes(reference, spansOf(found, codes, samples), { ...options, excluded }), rate);
      }
      for (const kind of EVENTS) {
        add(kind, name, compareEpisodes(eventSpans(expected, kind), eventSpans(found, kind), options), rate);
      }
    }
  }
  for (const [name, total] of totals) if (!total.isEmpty) console.log(`${name.padEnd(31)} ${total.line(rate)}`);
  console.log();
}

const { mitdb } = realData;
if (mitdb === undefined) console.log('mitdb: not here; see CONTRIBUTING.md.');
else {
  const names = values.paced ? PACED : DS1;
  if (values.labels === undefined || values.labels === 'annotated')
    await measure('annotated beats and labels', names, mitdb, (record) => Promise.resolve([annotatedBeats(record)]));
  if (values.labels === undefined || values.labels === 'rules')
    await measure('detected beats, labels by rules', names, mitdb, async (record) => [await beatsByRules(record)]);
  if (values.predictions !== undefined)
    await measure(`annotated beats, labels of ${values.predictions}`, names, mitdb, beatsOfTrial(values.predictions));
}
