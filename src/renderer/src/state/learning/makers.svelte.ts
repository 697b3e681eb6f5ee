import type { AgainProgress, Makers, ReadingsContract } from '../../../../shared/contract/readings.ts';
import { toProblem } from '../../../../shared/problem.ts';
import type { Client } from '../../../../shared/rpc/contract.ts';
import { strings } from '../../language/strings.ts';

export interface MakersParts {
  readonly api: Client<ReadingsContract>;
  readonly tell: (text: string) => void;
  readonly tellProblem: (thrown: unknown) => void;
  /** A recording of this study has been read again, or was given up. */
  readonly ended: (studyId: string) => void;
}

/** Which model made what, and what is read again with the one in use. */
export class MakersState {
  found = $state.raw<Makers>();
  phase = $state<'none' | 'loading' | 'ready' | 'failed'>('none');
  problem = $state('');
  /** Undefined until it is first told. */
  progress = $state.raw<AgainProgress>();
  /** A request is on its way. */
  asking = $state(false);
  readonly running = $derived((this.progress?.left ?? 0) > 0);
  readonly #parts: MakersParts;
  #loading = new AbortController();
  #following = new AbortController();

  constructor(parts: MakersParts) {
    this.#parts = parts;
  }

  /** What is shown already stays in sight meanwhile. */
  async load(): Promise<void> {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    if (this.phase !== 'ready') this.phase = 'loading';
    try {
      const found = await this.#parts.api['readings.makers']({}, signal);
      if (signal.aborted) return;
      this.found = found;
      this.phase = 'ready';
    } catch (thrown) {
      if (signal.aborted) return;
      this.problem = toProblem(thrown).message;
      this.phase = 'failed';
    }
  }

  /** Follows what is read again for as long as the window lives. */
  async follow(leaving: AbortSignal): Promise<void> {
    this.#following.abort();
    this.#following = new AbortController();
    const signal = AbortSignal.any([leaving, this.#following.signal]);
    try {
      for await (const progress of this.#parts.api['readings.watchAgain']({}, signal)) {
        if (signal.aborted) return;
        this.#take(progress);
      }
    } catch (thrown) {
      if (!signal.aborted) this.problem = toProblem(thrown).message;
    }
  }

  askAll(): Promise<void> {
    return this.#ask(async () => {
      await this.#parts.api['readings.againAll']({});
    });
  }

  cancel(): Promise<void> {
    return this.#ask(async () => {
      await this.#parts.api['readings.cancelAgain']({});
    });
  }

  async #ask(request: () => Promise<void>): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      await request();
    } catch (thrown) {
      this.#parts.tellProblem(thrown);
    } finally {
      this.asking = false;
    }
  }

  #take(progress: AgainProgress): void {
    const before = this.progress;
    this.progress = progress;
    const was = before?.current;
    if (was && was.recordingId !== progress.current?.recordingId) this.#parts.ended(was.studyId);
    if (!before || before.left === 0 || progress.left > 0) return;
    if (progress.done > 0) this.#parts.tell(strings.makers.done(progress.done));
    if (this.phase !== 'none') void this.load();
  }
}
