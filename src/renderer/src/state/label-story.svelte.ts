import type { LabelStory } from '../../../shared/contract/readings.ts';
import type { Workstation } from '../../../shared/contract.ts';

/** Who gave the label that is looked at. */
export class LabelStoryState {
  /** Undefined where no beat is looked at, or nothing is known of it. */
  story = $state.raw<LabelStory>();
  readonly #ask: Workstation['readings.label'];
  #asking = new AbortController();

  constructor(ask: Workstation['readings.label']) {
    this.#ask = ask;
  }

  /** What was told of the label before stays until the answer is there. */
  async look(setId: string, id: number): Promise<void> {
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const story = await this.#ask({ setId, id }, signal);
      if (!signal.aborted) this.story = story;
    } catch {
      // The set has gone on meanwhile: it is asked about again as soon as that is shown.
      if (!signal.aborted) this.story = undefined;
    }
  }

  clear(): void {
    this.#asking.abort();
    this.story = undefined;
  }
}
