import type { Workstation } from '../../../shared/contract.ts';
import type { Measurements } from '../../../shared/contract/measurements.ts';
import { toProblem } from '../../../shared/problem.ts';

/** What is to be measured: a recording by the beats of a set, around a sample where it is long. */
export interface MeasuredSubject {
  readonly recordingId: string;
  readonly setId: string;
  readonly around?: number | undefined;
}

/** Several edits in a row, or scrolling through pages, are one question (milliseconds). */
export const SETTLE = 250;

/**
 * The measurements of what is open: for the header of the sheet, the page of median beats and what is printed. While they
 * are made anew for the same recording the old ones stay, so that nothing disappears that is being read.
 */
export class MeasurementsState {
  phase = $state<'none' | 'loading' | 'ready' | 'failed'>('none');
  value = $state.raw<Measurements | undefined>();
  /** The sentence to show when `phase` is `failed`. */
  problem = $state('');

  readonly #api: Pick<Workstation, 'measurements.of'>;
  #subject: MeasuredSubject | undefined;
  #asked = '';
  #asking = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Pick<Workstation, 'measurements.of'>) {
    this.#api = api;
  }

  /**
   * Says what is to be measured now.
   * @param revision another one than before means that the beats have changed
   */
  want(subject: MeasuredSubject | undefined, revision = 0): void {
    const key = JSON.stringify([subject, revision]);
    if (key === this.#asked) return;
    const isNew = subject?.recordingId !== this.#subject?.recordingId;
    this.#stop();
    this.#asked = key;
    this.#subject = subject;
    if (isNew) this.value = undefined;
    this.phase = subject ? 'loading' : 'none';
    if (!subject) return;
    if (isNew) void this.#ask(subject);
    else this.#timer = setTimeout(() => void this.#ask(subject), SETTLE);
  }

  /** Asks once more after a failure. */
  retry(): void {
    if (!this.#subject || this.phase !== 'failed') return;
    this.#stop();
    this.phase = 'loading';
    void this.#ask(this.#subject);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
  }

  async #ask({ recordingId, setId, around }: MeasuredSubject): Promise<void> {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const request = { recordingId, setId, ...(around === undefined ? {} : { around }) };
    try {
      const value = await this.#api['measurements.of'](request, signal);
      if (signal.aborted) return;
      this.value = value;
      this.phase = 'ready';
    } catch (thrown) {
      if (signal.aborted) return;
      this.value = undefined;
      this.problem = toProblem(thrown).message;
      this.phase = 'failed';
    }
  }
}
