import { setImmediate } from 'node:timers/promises';
import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { LeadWindow } from '../../shared/contract/signal.ts';
import { Problem } from '../../shared/problem.ts';
import type { Library } from '../library/open-library.ts';
import { isFiltering } from '../signal/filters/display-filter.ts';
import { filteredWindow, MAX_FILTERED_SECONDS } from './filtered-window.ts';

export type SignalHandlers = Pick<WorkstationHandlers, 'signal.window'>;

/** How long leads may be read and filtered at a stretch before the event loop gets a turn. */
const HOLD_MILLISECONDS = 8;

/** Windows of signal for the screen. */
export const signalHandlers = ({ signals }: Pick<Library, 'signals'>): SignalHandlers => ({
  'signal.window': async ({ recordingId, leads, from, to, columns, filter }, signal) => {
    const { rate } = signals.recording(recordingId);
    const filterNow = filter && isFiltering(filter) && to - from <= MAX_FILTERED_SECONDS * rate ? filter : undefined;
    const windows: LeadWindow[] = [];
    let last = performance.now();
    for (const lead of leads) {
      const request = { recordingId, lead, from, to, columns };
      windows.push(filterNow ? filteredWindow(signals, request, filterNow) : signals.window(request));
      if (performance.now() - last > HOLD_MILLISECONDS) {
        await setImmediate();
        last = performance.now();
      }
      if (signal.aborted) throw new Problem('cancelled', 'Cancelled.');
    }
    return { leads: windows };
  },
});
