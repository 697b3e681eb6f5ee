/**
 * What the wave model adds to the beat detector: missed and extra beats of the detector alone and of both joined, on
 * annotated records as they are and with recorded noise (nstdb) added from the sixth minute on in alternate stretches of
 * two minutes. Counted as WFDB's `bxb` does.
 *
 *   node tests/accuracy/wave-join.ts WAVES.nat [mitdb|svdb] [--clean] [--records 101,118]
 */
import { parseArgs } from 'node:util';
import { compareBeats } from '../../src/main/signal/beat-comparison.ts';
import { detectBeats } from '../../src/main/signal/detect-beats.ts';
import {
  joinBeats,
  LEAST_CONFIDENCE,
  type WaveSession,
  type WaveSignal,
} from '../../src/main/inference/waves/join-beats.ts';
import { readModelFile } from '../../src/main/learning/model-file.ts';
import { buildInferenceGraph } from '../../src/main/nat/inference-graph.ts';
import { WINDOW_STRIDE } from '../../src/main/nat/inputs/beat-windows.ts';
import { toModelBand } from '../../src/main/nat/inputs/model-band.ts';
import { leadNameIndices } from '../../src/main/nat/inputs/window-record.ts';
import { InferenceSession } from '../../src/main/nat/runtime/inference-session.ts';
import { realData } from '../real-data.ts';
import { signalPower, withNoise } from './noise-stress.ts';
import { annotatedRecords, readRealRecord, type RealRecord } from './real-records.ts';

const CLEAN_SECONDS = 300;
const STRETCH_SECONDS = 120;
const WINDOWS = 4;
const LEADS = 2;
const CONDITIONS = [
  { title: 'as recorded', noise: undefined, decibels: Infinity },
  { title: 'muscle noise, 6 dB', noise: 'ma', decibels: 6 },
  { title: 'muscle noise, 0 dB', noise: 'ma', decibels: 0 },
  { title: 'baseline wander, 6 dB', noise: 'bw', decibels: 6 },
  { title: 'baseline wander, 0 dB', noise: 'bw', decibels: 0 },
] as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { clean: { type: 'boolean', default: false }, records: { type: 'string' } },
});

async function openSession(path: string): Promise<WaveSession> {
  const { model, head, layout, parameters } = readModelFile(path);
  const graph = buildInferenceGraph({ model, head, layout, parameters, windows: WINDOWS, leads: LEADS });
  const session = await InferenceSession.create(graph, { device: 'cpu', threads: 1 });
  return { windows: WINDOWS, leads: LEADS, run: (feeds) => session.run(feeds) };
}

function noisy(record: RealRecord, noise: RealRecord | undefined, decibels: number): readonly Int32Array[] {
  if (!noise) return record.leads;
  const { rate } = record.header;
  const isNoisy = (seconds: number): boolean =>
    seconds >= CLEAN_SECONDS && Math.floor((seconds - CLEAN_SECONDS) / STRETCH_SECONDS) % 2 === 0;
  return record.leads.map((samples, lead) =>
    withNoise(samples, noise.leads[lead % noise.leads.length] ?? samples, {
      ...{ signal: signalPower(samples, record), decibels, rate, isNoisy },
    }),
  );
}

function signalOf({ header }: RealRecord, leads: readonly Int32Array[]): WaveSignal {
  const bands = leads.map((samples, lead) => {
    const { gain = 1, baseline = 0 } = header.leads[lead] ?? {};
    return toModelBand(
      Float32Array.from(samples, (value) => (value - baseline) / gain),
      header.rate,
    );
  });
  const read = (from: number, to: number): Float32Array[] =>
    bands.map((band) => {
      const out = new Float32Array(to - from);
      out.set(band.subarray(Math.max(0, from), to), Math.max(0, -from));
      return out;
    });
  return { rate: header.rate, leadName: leadNameIndices(header), read };
}

interface Errors {
  matched: number;
  missed: number;
  extra: number;
}

function errorsOf(record: RealRecord, sample: Int32Array): Errors {
  const { rate, samples } = record.header;
  const test = { sample, code: new Uint8Array(sample.length).fill(1) };
  const { truePositives, falseNegatives, falsePositives } = compareBeats(record.reference, test, { rate, to: samples });
  return { matched: truePositives, missed: falseNegatives, extra: falsePositives };
}

const row = (title: string, { matched, missed, extra }: Errors): string =>
  [
    title.padEnd(10),
    String(missed).padStart(6),
    String(extra).padStart(6),
    ((100 * matched) / (matched + missed)).toFixed(2).padStart(8),
    ((100 * matched) / (matched + extra)).toFixed(2).padStart(8),
  ].join('');

async function measure(session: WaveSession, folder: string, nstdb: string | undefined): Promise<void> {
  const names = values.records?.split(',') ?? annotatedRecords(folder);
  for (const { title, noise: name, decibels } of CONDITIONS) {
    if (name !== undefined && (nstdb === undefined || values.clean)) continue;
    const noise = name !== undefined && nstdb !== undefined ? readRealRecord(nstdb, name) : undefined;
    const alone: Errors = { matched: 0, missed: 0, extra: 0 };
    const joined: Errors = { matched: 0, missed: 0, extra: 0 };
    let asked = 0;
    let windows = 0;
    for (const one of names) {
      const record = readRealRecord(folder, one);
      const leads = noisy(record, noise, decibels);
      const sample: number[] = [];
      const confidence: number[] = [];
      for await (const batch of detectBeats(record.header, [leads], { leastConfidence: LEAST_CONFIDENCE })) {
        sample.push(...batch.sample);
        confidence.push(...batch.confidence);
      }
      const candidates = { sample: Int32Array.from(sample), confidence: Float32Array.from(confidence) };
      const signal = signalOf(record, leads);
      const both = await joinBeats(session, candidates, signal);
      const own = candidates.sample.filter((_, at) => (confidence[at] ?? 0) >= 0.5);
      for (const [sum, found] of [
        [alone, own],
        [joined, both.sample],
      ] as const) {
        const errors = errorsOf(record, found);
        sum.matched += errors.matched;
        sum.missed += errors.missed;
        sum.extra += errors.extra;
      }
      asked += both.windows;
      windows += Math.ceil((record.header.samples * 250) / record.header.rate / WINDOW_STRIDE);
    }
    console.log(
      `${title}: ${((100 * asked) / windows).toFixed(1)} % of the windows asked\n          missed extra     Se %    +P %`,
    );
    console.log(`${row('detector', alone)}\n${row('joined', joined)}`);
  }
}

const [path = '.data/models/placeholder/waves.nat', set = 'mitdb'] = positionals;
const folder = set === 'svdb' ? realData.svdb : realData.mitdb;
if (folder === undefined) console.log(`${set}: not here; see CONTRIBUTING.md.`);
else await measure(await openSession(path), folder, realData.nstdb);
