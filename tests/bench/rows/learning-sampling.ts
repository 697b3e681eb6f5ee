import { beatBatch } from '../../../src/main/nat/inputs/beat-batch.ts';
import { readBeatRecord, readNoiseBank } from '../../../src/main/learning/beats/beat-sets.ts';
import { simulatedRhythms } from '../../../src/main/learning/beats/simulated-rhythm.ts';
import { BEAT_PLAN, WindowSampler } from '../../../src/main/learning/beats/window-sampler.ts';
import { realData } from '../../real-data.ts';
import { timed } from '../nat-bench.ts';
import type { BenchRow } from '../row.ts';

const batch = beatBatch({ windows: 64, leads: 1, beats: 32 });
let sampler: WindowSampler | undefined;
let step = 0;

/** Windows drawn, filtered apart, disturbed and placed a second: to be far more than a training step takes in. */
const row: BenchRow = {
  name: 'learning-sampling',
  unit: 'windows/s',
  budget: 600,
  higherIsBetter: true,
  setup: () => {
    const { mitdb, nstdb } = realData;
    if (mitdb === undefined) return 'no recordings of mitdb';
    const records = ['101', '106', '119'].map((name) => ({ record: readBeatRecord(mitdb, 'mitdb', name) }));
    const extras = { noise: readNoiseBank(nstdb), rhythms: simulatedRhythms(1), seed: 1 };
    sampler = new WindowSampler(records, { ...BEAT_PLAN, setShare: { mitdb: 1 } }, extras);
    return undefined;
  },
  run: async () =>
    batch.shape.windows /
    (await timed(() => {
      sampler?.fill(batch, step++);
      return Promise.resolve();
    })),
};

export default row;
