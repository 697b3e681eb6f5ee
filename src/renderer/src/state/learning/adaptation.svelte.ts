import type { AdaptationOffer } from '../../../../shared/contract/learning.ts';
import { toProblem } from '../../../../shared/problem.ts';
import { kindsOf } from './adapted-kinds.ts';
import type { LearningSurroundings } from './learning-api.ts';

/** What a model that was adapted to one recording would say of its beats; taken over only when a person wants it. */
export class Adaptation {
  offer = $state.raw<AdaptationOffer>();
  problem = $state('');
  taking = $state(false);
  readonly kinds = $derived(this.offer ? kindsOf(this.offer) : []);
  readonly #around: LearningSurroundings;
  #loading = new AbortController();

  constructor(around: LearningSurroundings) {
    this.#around = around;
  }

  async open(jobId: string | undefined): Promise<void> {
    if (jobId !== undefined && jobId === this.offer?.jobId) return;
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    this.offer = undefined;
    this.problem = '';
    if (jobId === undefined) return;
    try {
      const offer = await this.#around.api['learning.adaptation']({ jobId }, signal);
      if (!signal.aborted) this.offer = offer;
    } catch (thrown) {
      if (!signal.aborted) this.problem = toProblem(thrown).message;
    }
  }

  /** @returns how many beats have changed; undefined where nothing was done */
  async take(): Promise<number | undefined> {
    const { offer } = this;
    const { api, named, tellProblem } = this.#around;
    if (!offer || offer.problem !== undefined || this.taking) return undefined;
    this.taking = true;
    try {
      if (!(await named())) return undefined;
      const { changed } = await api['learning.takeAdaptation']({ jobId: offer.jobId, revision: offer.revision });
      this.offer = undefined;
      return changed;
    } catch (thrown) {
      tellProblem(thrown);
      return undefined;
    } finally {
      this.taking = false;
    }
  }
}
