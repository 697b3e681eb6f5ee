import { LearningRuns } from '../learning-runs.ts';
import { notMeasurable } from '../measured-job.ts';
import type { BenchRow } from '../row.ts';

let runs: LearningRuns | undefined;
let next = 0;

/** From the request to the offer: the first five minutes of half an hour of two leads at 360 Hz are labelled. */
const row: BenchRow = {
  name: 'learning-adapt',
  unit: 's',
  budget: 30,
  higherIsBetter: false,
  runs: 3,
  setup: async () => {
    const reason = notMeasurable();
    if (reason === undefined) runs = await LearningRuns.make('adapt', 1, { seconds: 300 });
    return reason;
  },
  run: async () => {
    if (!runs) throw new Error('setup comes first');
    return (await runs.run(next++)).all;
  },
  teardown: () => runs?.remove(),
};
export default row;
