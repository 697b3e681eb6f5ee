import type { LeadWindow } from '../../../../shared/contract/signal.ts';
import type { SignalSource, TileRuns } from '../tile-runs.ts';

/** A stretch that was loaded as a whole: pages wait for nothing. */
export class LoadedSignal implements SignalSource {
  readonly #windows: readonly LeadWindow[];
  readonly #baseSamplesPerSample: (lead: number) => number;

  /** Windows of samples; `baseSamplesPerSample` tells how many base-rate samples one of a lead stands for. */
  constructor(windows: readonly LeadWindow[], baseSamplesPerSample: (lead: number) => number) {
    this.#windows = windows;
    this.#baseSamplesPerSample = baseSamplesPerSample;
  }

  collect(lead: number, from: number, to: number, _samplesPerPixel: number, runs: TileRuns): void {
    runs.clear();
    const window = this.#windows.find((candidate) => candidate.lead === lead);
    if (!window) return;
    const factor = this.#baseSamplesPerSample(lead);
    const count = window.kind === 'samples' ? window.values.length : (window.values.length / 2) * window.step;
    const start = Math.max(from, window.start * factor);
    const stop = Math.min(to, (window.start + count) * factor);
    if (start < stop) runs.add(window, start, stop);
  }
}
