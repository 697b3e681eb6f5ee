import { detectBeats } from '../../../src/main/signal/detect-beats.ts';
import { seeded, syntheticLead } from '../../unit/signal/synthetic-ecg.ts';
import type { BenchRow } from '../row.ts';

const RATE = 360;
const DAY_SECONDS = 86_400;
const MINUTES = 30;

let halfHour: Int32Array = new Int32Array(0);

/** Half an hour with noise, wander and an irregular rhythm, so that no stage has less to do than in a real recording. */
function synthesise(): Int32Array {
  const random = seeded(1);
  const beats: number[] = [];
  for (let at = 0.5; at < MINUTES * 60 - 0.5; at += 0.6 + 0.4 * random()) beats.push(at);
  return syntheticLead({ rate: RATE, seconds: MINUTES * 60, beats, stepsPerMillivolt: 200, noise: 0.03, wander: 0.3 });
}

/** Beat detection over 24 h of one lead, tiled from one half hour; the budget is twice what WFDB's gqrs takes. */
const row: BenchRow = {
  name: 'detect-24h-1lead-360hz',
  unit: 's',
  budget: 5,
  higherIsBetter: false,
  runs: 3,
  setup() {
    halfHour = synthesise();
    return undefined;
  },
  async run() {
    const blocks = function* (): Generator<Int32Array[]> {
      for (let second = 0; second < DAY_SECONDS; second += MINUTES * 60) yield [halfHour];
    };
    const start = performance.now();
    let beats = 0;
    const input = { rate: RATE, leads: [{ gain: 200, baseline: 0 }] };
    for await (const { sample } of detectBeats(input, blocks())) beats += sample.length;
    const seconds = (performance.now() - start) / 1000;
    if (beats < DAY_SECONDS) throw new Error(`Only ${String(beats)} beats found.`);
    return seconds;
  },
};
export default row;
