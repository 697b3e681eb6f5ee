import type { AgreementWeek } from '../../../../shared/contract/learning.ts';
import { toProblem } from '../../../../shared/problem.ts';
import type { LearningApi } from './learning-api.ts';

export type WatchedClass = AgreementWeek['aamiClass'];

/** How model and readers agree, week by week. */
export class Agreement {
  weeks = $state.raw<readonly AgreementWeek[]>([]);
  phase = $state<'none' | 'loading' | 'ready' | 'failed'>('none');
  problem = $state('');
  shownClass = $state<WatchedClass>('all');
  readonly alerts = $derived(this.weeks.filter(({ alert }) => alert));
  /** Of the class that is shown, the newest first, blind before shown. */
  readonly rows = $derived(
    this.weeks
      .filter(({ aamiClass }) => aamiClass === this.shownClass)
      .sort(
        (a, b) =>
          b.week.localeCompare(a.week) || Number(b.blind) - Number(a.blind) || Number(a.adapted) - Number(b.adapted),
      ),
  );
  readonly #api: Pick<LearningApi, 'learning.watchAgreement'>;
  #loading = new AbortController();

  constructor(api: Pick<LearningApi, 'learning.watchAgreement'>) {
    this.#api = api;
  }

  async load(weeks = 26): Promise<void> {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    if (this.phase !== 'ready') this.phase = 'loading';
    try {
      const answer = await this.#api['learning.watchAgreement']({ weeks }, signal);
      if (signal.aborted) return;
      this.weeks = answer.weeks;
      this.phase = 'ready';
    } catch (thrown) {
      if (signal.aborted) return;
      this.problem = toProblem(thrown).message;
      this.phase = 'failed';
    }
  }
}
