import { MOST_PATIENTS } from '../learning-clinic.ts';
import { type LearningRun, LearningRuns } from '../learning-runs.ts';
import { notMeasurable } from '../measured-job.ts';
import type { BenchRow } from '../row.ts';

const LABELS = 1_000;
/** One of them judges. */
const LABELS_A_PATIENT = LABELS / (MOST_PATIENTS - 1);

let shared: Promise<LearningRuns> | undefined;

async function make(): Promise<LearningRuns> {
  const runs = await LearningRuns.make('finetune', MOST_PATIENTS, { beats: LABELS_A_PATIENT });
  const labels = await runs.labels();
  if (labels !== LABELS) throw new Error(`${String(labels)} beats would be learned from`);
  return runs;
}

/** One figure of the same trainings. */
function learningRow(row: Pick<BenchRow, 'name' | 'unit' | 'budget'>, figure: (run: LearningRun) => number): BenchRow {
  let runs: LearningRuns | undefined;
  let next = 0;
  return {
    ...row,
    higherIsBetter: false,
    runs: 2,
    setup: async () => {
      const reason = notMeasurable();
      if (reason === undefined) runs = await (shared ??= make());
      return reason;
    },
    run: async () => {
      if (!runs) throw new Error('setup comes first');
      return figure(await runs.run(next++));
    },
  };
}

/** Fine-tuning the shipped model on a thousand confirmed beats of five patients; a sixth judges beside the reference set. */
const rows: readonly BenchRow[] = [
  learningRow({ name: 'learning-1000', unit: 's', budget: 60 }, ({ all }) => all),
  learningRow({ name: 'learning-1000-training', unit: 's' }, ({ trained }) => trained),
  learningRow({ name: 'learning-1000-comparison', unit: 's' }, ({ all, trained }) => all - trained),
  // By processor time, which other work beside the bench disturbs less.
  learningRow({ name: 'learning-1000-processor', unit: 's' }, ({ processor }) => processor),
  learningRow({ name: 'learning-1000-memory', unit: 'MB' }, ({ megabytes }) => megabytes),
];
export default rows;

export async function leave(): Promise<void> {
  (await shared)?.remove();
}
