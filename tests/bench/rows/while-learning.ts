import { memoryOf, notMeasurable } from '../measured-job.ts';
import type { BenchRow } from '../row.ts';
import { enterBeside, leaveBeside, type ReadingBeside, type WorkstationBeside } from '../workstation-beside.ts';

/** One figure of the same pairs of readings of an hour, by turns with the training standing still and running. */
function readingRow(
  row: Pick<BenchRow, 'name' | 'unit' | 'budget'>,
  figure: (reading: ReadingBeside) => number,
): BenchRow {
  let workstation: WorkstationBeside | undefined;
  let next = 0;
  return {
    higherIsBetter: false,
    ...row,
    runs: 3,
    setup: async () => {
      const reason = notMeasurable();
      if (reason === undefined) workstation = await enterBeside();
      return reason;
    },
    run: async () => {
      if (!workstation) throw new Error('setup comes first');
      return figure(await workstation.reading(next++));
    },
  };
}

/** What else the workstation does on the CPU while a training runs beside it. */
const rows: readonly BenchRow[] = [
  readingRow({ name: 'while-learning-reading-first', unit: 's', budget: 2 }, ({ beside }) => beside.first),
  readingRow({ name: 'while-learning-reading-first-alone', unit: 's' }, ({ alone }) => alone.first),
  readingRow({ name: 'while-learning-reading-ratio', unit: '×' }, ({ beside, alone }) => beside.all / alone.all),
  readingRow({ name: 'while-learning-main-delay', unit: 'ms', budget: 30 }, ({ beside }) => beside.mainDelay),
  readingRow({ name: 'while-learning-training-left', unit: '%' }, (pair) => (100 * pair.speedBeside) / pair.ownSpeed),
  {
    name: 'while-learning-main-delay-start',
    unit: 'ms',
    budget: 30,
    higherIsBetter: false,
    runs: 1,
    setup: notMeasurable,
    run: async () => (await enterBeside()).delayAtStart,
  },
  {
    name: 'while-learning-memory',
    unit: 'MB',
    higherIsBetter: false,
    runs: 1,
    setup: notMeasurable,
    run: async () => memoryOf((await enterBeside()).training.pid, 'VmRSS'),
  },
];
export default rows;

export const leave = leaveBeside;
