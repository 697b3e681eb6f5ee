import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { Library } from '../library/open-library.ts';
import type { SetCache } from './editing/set-cache.ts';
import { labelStory } from './readings/label-story.ts';
import type { MakerTable } from './readings/maker-table.ts';
import type { ReadAgain } from './readings/read-again.ts';

export type ReadingsHandlers = Pick<WorkstationHandlers, Extract<keyof WorkstationHandlers, `readings.${string}`>>;

export interface ReadingsParts {
  readonly library: Library;
  readonly sets: SetCache;
  readonly table: MakerTable;
  readonly again: ReadAgain;
  /** What makes the readings. */
  readonly analysis: {
    /** Something has been asked for. */
    takeUp(): void;
    /** Stops those that are being read again, and forgets those that wait for it. */
    stopAgain(): void;
  };
}

/** Which model made which label, and recordings read again with the one in use. */
export const readingsHandlers = ({ library, sets, table, again, analysis }: ReadingsParts): ReadingsHandlers => ({
  'readings.again': async ({ recordingId }) => {
    await again.ask(recordingId);
    analysis.takeUp();
    return { ok: true };
  },
  'readings.againAll': async () => {
    const asked = await again.askAll();
    analysis.takeUp();
    return { asked };
  },
  'readings.cancelAgain': async () => {
    const cancelled = await again.giveUpAll();
    analysis.stopAgain();
    return { cancelled };
  },
  'readings.watchAgain': (_input, signal) => again.watch(signal),
  'readings.makers': () => table.makers(),
  'readings.label': ({ setId, id }) => labelStory(library, sets, setId, id),
});
