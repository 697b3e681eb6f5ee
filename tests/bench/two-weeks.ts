/**
 * Reads fourteen days (or as many as are given) of one lead at 125 Hz, tiled from half an hour, with a model of seeded
 * weights, and says how long it took and how much memory: `node tests/bench/two-weeks.ts [DAYS]`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpenModel } from '../../src/main/inference/reading/open-model.ts';
import { readRecording } from '../../src/main/inference/reading/read-recording.ts';
import type { RecordingSource } from '../../src/main/inference/reading/recording-source.ts';
import { SignalThread } from '../../src/main/inference/reading/signal-thread.ts';
import { isBeatCode } from '../../src/shared/annotation-codes.ts';
import { packSeeded } from '../unit/inference-models/seeded-model.ts';
import { seeded, syntheticLead } from '../unit/signal/synthetic-ecg.ts';

const RATE = 125;
const TILE_SECONDS = 1800;
const TILE = TILE_SECONDS * RATE;
const days = Number(process.argv[2] ?? 14);
const samples = days * 86_400 * RATE;

const random = seeded(1);
const beats: number[] = [];
for (let at = 0.5; at < TILE_SECONDS - 0.5; at += 0.6 + 0.4 * random()) beats.push(at);
const shape = { rate: RATE, seconds: TILE_SECONDS, beats, stepsPerMillivolt: 200, noise: 0.03, wander: 0.3 };
const tile = syntheticLead(shape);
const source: RecordingSource = {
  rate: RATE,
  samples,
  leads: [{ name: 'II', unit: 'mV', rate: RATE, samples, gain: 200, baseline: 0 }],
  readSamples: (_, from, to) => {
    const start = Math.max(0, from);
    const out = new Int32Array(Math.max(0, Math.min(samples, to) - start));
    for (let i = 0; i < out.length; i++) out[i] = tile[(start + i) % TILE] ?? 0;
    return out;
  },
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'einthoven-bench-'));
try {
  const model = new OpenModel(await packSeeded(folder, join(folder, 'model')), { device: 'cpu', threads: 2 });
  const work = (): SignalThread => new SignalThread(new URL('../../src/main/jobs/entry.ts', import.meta.url));
  const began = performance.now();
  let told = 0;
  for await (const step of readRecording(source, model, { signal: new AbortController().signal, work })) {
    if (step.kind === 'progress' && step.fraction >= told + 0.1) {
      told += 0.1;
      say(`${(100 * step.fraction).toFixed(0)} %, ${(process.memoryUsage.rss() / 2 ** 20).toFixed(0)} MB`);
    }
    if (step.kind !== 'finished') continue;
    const { annotations, quality } = step.reading;
    const found = annotations.code.filter(isBeatCode).length;
    say(`${String(found)} of ${String(beats.length * days * 48)} beats found, ${String(quality.seconds)} s judged`);
  }
  const { user, system } = process.cpuUsage();
  const seconds = (performance.now() - began) / 1000;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  say(
    `${seconds.toFixed(0)} s, ${((user + system) / 1e6).toFixed(0)} processor seconds, ${megabytes.toFixed(0)} MB at most`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
