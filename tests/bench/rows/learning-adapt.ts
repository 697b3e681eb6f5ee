import { type LearningRun, LearningRuns } from '../learning-runs.ts';
import { notMeasurable } from '../measured-job.ts';
import type { BenchRow } from '../row.ts';

let shared: Promise<LearningRuns> | undefined;

/** One figure of the same adaptations. */
function adaptRow(row: Pick<BenchRow, 'name' | 'budget'>, figure: (run: LearningRun) => number): BenchRow {
  let runs: LearningRuns | undefined;
  let next = 0;
  return {
    ...row,
    unit: 's',
    higherIsBetter: false,
    runs: 3,
    setup: async () => {
      const reason = notMeasurable();
      if (reason === undefined) runs = await (shared ??= LearningRuns.make('adapt', 1, { seconds: 300 }));
      return reason;
    },
    run: async () => {
      if (!runs) throw new Error('setup comes first');
      return figure(await runs.run(next++));
    },
  };
}

/** From the request to the offer: the first five minutes of half an hour of two leads at 360 Hz are labelled. */
const rows: readonly BenchRow[] = [
  adaptRow({ name: 'learning-adapt', budget: 30 }, ({ all }) => all),
  adaptRow({ name: 'learning-adapt-processor' }, ({ processor }) => processor),
];
export default rows;

export async function leave(): Promise<void> {
  (await shared)?.remove();
}
