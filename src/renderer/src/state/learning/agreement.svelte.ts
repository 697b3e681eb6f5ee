import type { AgreementFall, AgreementWeek, DifferingAnswer } from '../../../../shared/contract/learning.ts';
import { annotationCode } from '../../../../shared/annotation-codes.ts';
import { toProblem } from '../../../../shared/problem.ts';
import type { LearningApi } from './learning-api.ts';

export type WatchedClass = AgreementWeek['aamiClass'];

/** How model and readers agree, week by week. */
export class Agreement {
  weeks = $state.raw<readonly AgreementWeek[]>([]);
  phase = $state<'none' | 'loading' | 'ready' | 'failed'>('none');
  problem = $state('');
  shownClass = $state<WatchedClass>('all');
  /** Falls beyond chance that last, each told once. */
  falls = $state.raw<readonly AgreementFall[]>([]);
  /** The latest answers that say another class than the model, newest first. */
  answers = $state.raw<readonly DifferingAnswer[]>([]);
  /** Of the class that is shown, the newest first, blind before shown. */
  readonly rows = $derived(
    this.weeks
      .filter(({ aamiClass }) => aamiClass === this.shownClass)
      .sort(
        (a, b) =>
          b.week.localeCompare(a.week) || Number(b.blind) - Number(a.blind) || Number(a.adapted) - Number(b.adapted),
      ),
  );
  /** Of these, what the model had called the class that is shown. */
  readonly shownAnswers = $derived(
    this.answers.filter(
      ({ sourceCode }) => this.shownClass === 'all' || annotationCode(sourceCode)?.aami === this.shownClass,
    ),
  );
  readonly #api: Pick<LearningApi, 'learning.watchAgreement' | 'learning.differingAnswers'>;
  #loading = new AbortController();

  constructor(api: Pick<LearningApi, 'learning.watchAgreement' | 'learning.differingAnswers'>) {
    this.#api = api;
  }

  async load(weeks = 26): Promise<void> {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    if (this.phase !== 'ready') this.phase = 'loading';
    try {
      const [agreement, { answers }] = await Promise.all([
        this.#api['learning.watchAgreement']({ weeks }, signal),
        this.#api['learning.differingAnswers']({}, signal),
      ]);
      if (signal.aborted) return;
      this.weeks = agreement.weeks;
      this.falls = agreement.falls;
      this.answers = answers;
      this.phase = 'ready';
    } catch (thrown) {
      if (signal.aborted) return;
      this.problem = toProblem(thrown).message;
      this.phase = 'failed';
    }
  }
}
