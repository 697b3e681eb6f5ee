import type { RecordingInfo } from '../../../shared/contract/library.ts';
import type { BeatStore } from '../ecg/beat-store.svelte.ts';
import { clamp } from '../ecg/navigation.ts';
import { clockText, elapsedText, startSecondOfDay } from '../ecg/time-format.ts';
import type { ViewState } from '../ecg/view-state.svelte.ts';
import { strings } from '../language/strings.ts';
import type { EventsState } from './events.svelte.ts';

/** What the cursor moves through. */
export interface DisclosureSurroundings {
  readonly recording: Pick<RecordingInfo, 'rate' | 'samples' | 'start'>;
  readonly beats: BeatStore;
  readonly view: ViewState;
  readonly events: EventsState;
}

/** The place in the rows of a whole recording that keys act on, and what is said of it. */
export class DisclosureCursor {
  sample = $state(0);
  /** For those who cannot see where it is. */
  spoken = $state('');
  readonly #around: DisclosureSurroundings;

  /** Begins where the trace is looked at. */
  constructor(around: DisclosureSurroundings) {
    this.#around = around;
    const { focus, position, visibleSamples } = around.view;
    this.sample = focus ?? Math.round(position + visibleSamples / 2);
  }

  moveTo(sample: number): void {
    this.sample = clamp(Math.round(sample), 0, Math.max(0, this.#around.recording.samples - 1));
  }

  /** Says where it is. */
  say(): void {
    this.spoken = this.#time;
  }

  /** Goes to the next event of the kinds looked for, or the next beat that is not normal; false where there is none. */
  toEvent(direction: 1 | -1): boolean {
    const { events, beats, view } = this.#around;
    if (events.kinds.length > 0) {
      const found = events.step(direction, this.sample);
      if (found) this.moveTo(found.sample);
      this.spoken = found
        ? strings.spoken.at(strings.events.names[found.kind], this.#time)
        : direction === 1
          ? strings.events.noFurther
          : strings.events.noEarlier;
      return found !== undefined;
    }
    const beat = beats.nextEctopic(this.sample, direction);
    if (beat === undefined) {
      this.spoken = direction === 1 ? strings.spoken.noFurtherBeat : strings.spoken.noEarlierBeat;
      return false;
    }
    this.moveTo(beats.sample[beat] ?? 0);
    view.focus = this.sample;
    this.spoken = strings.spoken.at(strings.codes.describe(beats.code[beat] ?? 0), this.#time);
    return true;
  }

  get #time(): string {
    const { rate, start } = this.#around.recording;
    const startSecond = startSecondOfDay(start);
    const seconds = this.sample / rate;
    return startSecond === undefined ? elapsedText(seconds) : clockText(startSecond, seconds);
  }
}
