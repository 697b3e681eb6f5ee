import { setImmediate } from 'node:timers/promises';
import { modelOf } from '../../../shared/makers.ts';
import type { LatestReading } from '../../library/learning-loop/latest-readings.ts';
import type { Library } from '../../library/open-library.ts';

/** A few milliseconds of work. */
const AT_A_TIME = 100;

/** The latest automatic reading of every recording, in the order of import; lets other work in between. */
export async function* everyReading(library: Library): AsyncGenerator<LatestReading, void, undefined> {
  let after = 0;
  for (;;) {
    const some = library.learning.latestReadings(after, AT_A_TIME);
    yield* some;
    const last = some.at(-1);
    if (!last || some.length < AT_A_TIME) return;
    after = last.recordingKey;
    await setImmediate();
  }
}

/** Whether "read again" is about a recording: nobody has signed it, and something else than what is in use has read it. */
export const isOutdated = ({ status, madeBy }: LatestReading, inUse: string): boolean =>
  status !== 'signed' && modelOf(madeBy) !== inUse;
