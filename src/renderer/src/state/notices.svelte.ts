import { toProblem } from '../../../shared/problem.ts';

/** A sentence at the edge of the window: what has just happened, or what went wrong. */
export interface Notice {
  readonly text: string;
  readonly wrong: boolean;
  /** Something has to be done first: neither success nor fault. */
  readonly advice?: boolean;
}

/** Notices that report success go by themselves after this long, in milliseconds; problems stay until dismissed. */
const NOTICE_TIME = 6000;

/** What the window tells of what was asked of it, one sentence at a time. */
export class Notices {
  current = $state.raw<Notice | undefined>();
  /** The last one that was of an edit. */
  #refusal: Notice | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #disconnected: () => void;

  /** @param disconnected is told instead of the reader where the workstation is gone */
  constructor(disconnected: () => void) {
    this.#disconnected = disconnected;
  }

  tell(text: string): void {
    clearTimeout(this.#timer);
    this.current = { text, wrong: false };
    this.#timer = setTimeout(() => (this.current = undefined), NOTICE_TIME);
  }

  /** What has to be done before what was asked for; goes as a success does. */
  advise(text: string): void {
    this.tell(text);
    this.current = { text, wrong: false, advice: true };
  }

  /** What went wrong; a cancellation did not. */
  tellProblem(thrown: unknown): void {
    const problem = toProblem(thrown);
    if (problem.code === 'cancelled') return;
    if (problem.code === 'disconnected') {
      this.#disconnected();
      return;
    }
    clearTimeout(this.#timer);
    this.current = { text: problem.message, wrong: true };
  }

  /** Why an edit was not made. */
  refuse(thrown: unknown): void {
    this.tellProblem(thrown);
    this.#refusal = this.current;
  }

  /** What was advised, or refused of an edit, is over: a change was made since. Other faults stay. */
  settle(): void {
    if (this.current && (this.current.advice || this.current === this.#refusal)) this.dismiss();
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current = undefined;
  }

  /** Does something a person asked for; what goes wrong is told. */
  async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      this.tellProblem(thrown);
    }
  }
}
