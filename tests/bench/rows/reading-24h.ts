import { type DayReading, dayReadings, type DayReadings } from '../day-reading.ts';
import { notMeasurable } from '../measured-job.ts';
import type { BenchRow } from '../row.ts';

/** One figure of the readings of a day of three leads; several rows tell of the same readings. */
function dayRow(row: Pick<BenchRow, 'name' | 'unit' | 'budget'>, figure: (reading: DayReading) => number): BenchRow {
  let readings: DayReadings | undefined;
  let next = 0;
  return {
    ...row,
    higherIsBetter: false,
    runs: 3,
    setup: async () => {
      const reason = notMeasurable();
      if (reason === undefined) readings = await dayReadings();
      return reason;
    },
    run: async () => {
      if (!readings) throw new Error('setup comes first');
      return figure(await readings.reading(next++));
    },
  };
}

/** Everything the workstation does with a day that is opened and has not been read yet, on the CPU. */
const rows: readonly BenchRow[] = [
  dayRow({ name: 'reading-24h-first', unit: 's', budget: 2 }, ({ first }) => first),
  dayRow({ name: 'reading-24h', unit: 's', budget: 60 }, ({ all }) => all),
  dayRow({ name: 'reading-24h-processor', unit: 's' }, ({ processor }) => processor),
  dayRow({ name: 'reading-24h-memory', unit: 'MB', budget: 700 }, ({ megabytes }) => megabytes),
  dayRow({ name: 'reading-24h-main-delay', unit: 'ms', budget: 30 }, ({ mainDelay }) => mainDelay),
];
export default rows;
