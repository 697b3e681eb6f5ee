import type { DisplayFilter, LeadWindow } from '../../shared/contract/signal.ts';
import { envelopeStep, leadStretch, type SignalStore, type WindowRequest } from '../library/signal-store.ts';
import { displayFilter, filterReachSeconds } from '../signal/filters/display-filter.ts';

/** Longer windows are shown as they are: filtering them would cost more than it shows. */
export const MAX_FILTERED_SECONDS = 300;

/**
 * A window as `SignalStore.window` gives it, filtered for the screen: read with as much signal around it as the filter
 * depends on, so that its ends are as right as its middle and do not move while panning.
 */
export function filteredWindow(signals: SignalStore, request: WindowRequest, filter: DisplayFilter): LeadWindow {
  const { recordingId, lead, columns } = request;
  const recording = signals.recording(recordingId);
  const info = recording.leads[lead];
  // The unfiltered window says what is wrong with the request.
  if (!info) return signals.window(request);
  const stretch = leadStretch(recording, info, request.from, request.to);
  const step = envelopeStep(stretch.to - stretch.from, columns) ?? 1;
  const start = Math.floor(stretch.from / step) * step;
  const end = Math.min(info.samples, Math.ceil(stretch.to / step) * step);
  const reach = Math.ceil(filterReachSeconds(filter) * info.rate);
  const first = Math.max(0, start - reach);
  const samples = signals.readSamples(recordingId, lead, first, end + reach);
  const filtered = displayFilter(samples, info.rate, filter).slice(start - first, end - first);
  // A high-pass takes the mean away, and the integer that stands for zero with it.
  if (filter.highpass > 0) for (let i = 0; i < filtered.length; i++) filtered[i] = (filtered[i] ?? 0) + info.baseline;
  return step === 1
    ? { lead, kind: 'samples', start, step, values: filtered, filtered: true }
    : { lead, kind: 'envelope', start, step, values: envelopeOf(filtered, step), filtered: true };
}

/** Minimum and maximum of each run of `step` values; a run without any (NaN) has none. */
function envelopeOf(values: Float32Array, step: number): Float32Array<ArrayBuffer> {
  const bins = new Float32Array(2 * Math.ceil(values.length / step));
  for (let bin = 0, i = 0; i < values.length; bin++) {
    const end = Math.min(values.length, i + step);
    let low = Infinity;
    let high = -Infinity;
    for (; i < end; i++) {
      const value = values[i] ?? Number.NaN;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    bins[2 * bin] = low > high ? Number.NaN : low;
    bins[2 * bin + 1] = low > high ? Number.NaN : high;
  }
  return bins;
}
