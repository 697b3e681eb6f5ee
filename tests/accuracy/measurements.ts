/**
 * Heart rate and global intervals against LUDB's cardiologists: error (measured minus reference) as mean ± SD. The
 * reference of a record is made of its annotators' marks in twelve leads by the same rule as the measurement (medians over
 * the beats, then the earliest onset and latest end that other leads support), and its rate of their QRS complexes. The
 * recording is measured as the program does: its own beats, the shipped wave model. Tested: records 121–150, which the
 * model was not trained on.
 *
 *   node tests/accuracy/measurements.ts [WAVES.nat] [--from 121] [--to 150] [--each]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Measurements } from '../../src/shared/contract/measurements.ts';
import { measuredRange, measureRange, wavesInRange } from '../../src/main/inference/reading/measure-recording.ts';
import { ecgLeads, type RecordingSource } from '../../src/main/inference/reading/recording-source.ts';
import type { WaveSession } from '../../src/main/inference/waves/join-beats.ts';
import { readModelFile } from '../../src/main/learning/model-file.ts';
import { readLudbRecord, type WaveRecord } from '../../src/main/learning/waves/wave-sets.ts';
import { buildInferenceGraph } from '../../src/main/nat/inference-graph.ts';
import { MODEL_RATE } from '../../src/main/nat/inputs/model-band.ts';
import { InferenceSession } from '../../src/main/nat/runtime/inference-session.ts';
import { detectBeats } from '../../src/main/signal/detect-beats.ts';
import type { MarkedWaves } from '../../src/main/signal/measurements/beat-edges.ts';
import { globalEdges } from '../../src/main/signal/measurements/global-edges.ts';
import { intervalsOf } from '../../src/main/signal/measurements/intervals.ts';
import { firstReading } from '../../src/main/signal/reading/first-reading.ts';
import { BeatMorphology } from '../../src/main/signal/reading/beat-morphology.ts';
import { realData } from '../real-data.ts';
import { readRealRecord, type RealRecord } from './real-records.ts';

const QUANTITIES = ['rate', 'p', 'pr', 'qrs', 'qt'] as const;
type Quantity = (typeof QUANTITIES)[number];
type Values = Partial<Record<Quantity, number>>;
const TITLES: Readonly<Record<Quantity, string>> = {
  rate: 'Heart rate, /min',
  p: 'P duration, ms',
  pr: 'PR, ms',
  qrs: 'QRS duration, ms',
  qt: 'QT, ms',
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string', default: '121' },
    to: { type: 'string', default: '150' },
    each: { type: 'boolean', default: false },
  },
});

async function openSession(path: string, leads: number): Promise<WaveSession> {
  const { model, head, layout, parameters } = readModelFile(path);
  const graph = buildInferenceGraph({ model, head, layout, parameters, windows: 1, leads });
  const session = await InferenceSession.create(graph, { device: 'cpu', threads: 2 });
  return { windows: 1, leads, run: (feeds) => session.run(feeds) };
}

/** QRS complexes of the reference: where most leads have one, its middle. */
function referenceBeats({ marks }: WaveRecord): number[] {
  const all = marks
    .flatMap(({ wave, peak }) => Array.from(peak).filter((_, i) => wave[i] === 2))
    .map((at) => at / MODEL_RATE)
    .sort((a, b) => a - b);
  const groups: number[][] = [];
  for (const at of all) {
    const last = groups.at(-1);
    if (last && at - (last[0] ?? 0) < 0.2) last.push(at);
    else groups.push([at]);
  }
  return groups.filter((group) => group.length >= marks.length / 2).map((group) => group[group.length >> 1] ?? 0);
}

function referenceOf(record: WaveRecord): Values {
  const beats = referenceBeats(record);
  const marked = record.marks.map(({ wave, onset, offset }): MarkedWaves => ({
    wave,
    onset: Float64Array.from(onset, (at) => at / MODEL_RATE),
    offset: Float64Array.from(offset, (at) => at / MODEL_RATE),
  }));
  const span = (beats.at(-1) ?? 0) - (beats[0] ?? 0);
  const intervals = intervalsOf(globalEdges(marked, beats, beats));
  return { ...intervals, ...(beats.length > 1 ? { rate: (60 * (beats.length - 1)) / span } : {}) };
}

async function measured({ header, leads }: RealRecord, session: WaveSession): Promise<Measurements> {
  const source: RecordingSource = {
    ...header,
    readSamples: (lead, from, to) => (leads[lead] ?? new Int32Array(0)).slice(from, to),
  };
  const input = { rate: header.rate, leads: ecgLeads(source).map(({ lead }) => lead) };
  const morphology = new BeatMorphology(input);
  for await (const batch of detectBeats(input, morphology.watch([leads]))) morphology.add(batch);
  const { sample, code } = firstReading(
    morphology,
    ecgLeads(source).map(({ index }) => index),
  );
  const range = measuredRange(source);
  const waves = await wavesInRange(source, range, () => Promise.resolve(session));
  return measureRange(source, range, { sample, code }, waves);
}

function valuesOf({ ventricularRate, p, pr, qrs, qt }: Measurements): Values {
  return {
    ...(ventricularRate === undefined ? {} : { rate: ventricularRate }),
    ...(p === undefined ? {} : { p }),
    ...(pr === undefined ? {} : { pr }),
    ...(qrs === undefined ? {} : { qrs }),
    ...(qt === undefined ? {} : { qt }),
  };
}

const shown = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(0)).padStart(6);

function report(pairs: readonly { readonly reference: Values; readonly own: Values }[]): void {
  console.log(
    '| | records | error, mean ± SD | median of |error| | largest | not measured | measured, but not marked |',
  );
  for (const quantity of QUANTITIES) {
    const errors = pairs.flatMap(({ reference: { [quantity]: reference }, own: { [quantity]: own } }) =>
      reference === undefined || own === undefined ? [] : [own - reference],
    );
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const spread = Math.sqrt(errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / (errors.length - 1));
    const sizes = errors.map(Math.abs).sort((a, b) => a - b);
    const missed = pairs.filter(
      ({ reference, own }) => reference[quantity] !== undefined && own[quantity] === undefined,
    );
    const extra = pairs.filter(
      ({ reference, own }) => reference[quantity] === undefined && own[quantity] !== undefined,
    );
    const cells = [
      TITLES[quantity],
      errors.length,
      `${mean.toFixed(1)} ± ${spread.toFixed(1)}`,
      (sizes[sizes.length >> 1] ?? Number.NaN).toFixed(1),
      (sizes.at(-1) ?? Number.NaN).toFixed(1),
      missed.length,
      extra.length,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

async function run(folder: string, path: string): Promise<void> {
  const data = join(folder, 'data');
  const session = await openSession(path, 12);
  const pairs = [];
  for (let number = Number(options.from); number <= Number(options.to); number++) {
    const own = valuesOf(await measured(readRealRecord(data, String(number)), session));
    const reference = referenceOf(readLudbRecord(data, String(number)));
    pairs.push({ reference, own });
    if (!options.each) continue;
    const row = QUANTITIES.map((quantity) => `${shown(own[quantity])} /${shown(reference[quantity])}`);
    console.log(`${String(number).padEnd(5)}${row.join('   ')}`);
  }
  report(pairs);
}

const [path = 'resources/models/ecg-nat-base/waves.nat'] = positionals;
if (realData.ludb === undefined) console.log('ludb: not here; see CONTRIBUTING.md.');
else await run(realData.ludb, path);
