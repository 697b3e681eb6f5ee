import type { LearningCurves, LearningJob } from '../../../../shared/contract/learning.ts';
import { toProblem } from '../../../../shared/problem.ts';
import { boundCurves, NO_CURVES } from './bounded-curves.ts';
import type { LearningApi } from './learning-api.ts';
import { SpeedHistory } from './speed-history.ts';

const ENDED: ReadonlySet<LearningJob['state']> = new Set(['done', 'failed', 'cancelled']);

export const hasEnded = ({ state }: Pick<LearningJob, 'state'>): boolean => ENDED.has(state);

/** One job as it goes: how it stands and its curves, for as long as somebody watches. */
export class JobWatch {
  jobId = $state<string>();
  job = $state.raw<LearningJob>();
  curves = $state.raw<LearningCurves>(NO_CURVES);
  /** `lost`: the job may go on, but nothing is heard of it; `problem` says why. */
  phase = $state<'none' | 'following' | 'ended' | 'lost'>('none');
  problem = $state('');
  readonly speed = new SpeedHistory();
  readonly #api: Pick<LearningApi, 'learning.watchJob'>;
  #watching = new AbortController();

  constructor(api: Pick<LearningApi, 'learning.watchJob'>) {
    this.#api = api;
  }

  /** Follows a job; one that is followed already, or was to its end, is not begun anew. */
  async follow(jobId: string): Promise<void> {
    const isOver = this.phase === 'ended' && this.job !== undefined && hasEnded(this.job);
    if (jobId === this.jobId && (this.phase === 'following' || isOver)) return;
    this.#watching.abort();
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    if (jobId !== this.jobId) this.#forget();
    this.jobId = jobId;
    this.phase = 'following';
    try {
      for await (const event of this.#api['learning.watchJob']({ jobId }, signal)) {
        if (signal.aborted) return;
        if (event.kind === 'curves') this.curves = boundCurves(event.curves);
        else this.take(event.job);
      }
      if (!signal.aborted) this.phase = 'ended';
    } catch (thrown) {
      if (signal.aborted) return;
      this.phase = 'lost';
      this.problem = toProblem(thrown).message;
    }
  }

  /** Takes over how the job stands, from wherever it was told. */
  take(job: LearningJob): void {
    if (job.id !== this.jobId) return;
    this.job = job;
    this.speed.add(job.step, job.windowsPerSecond);
  }

  stop(): void {
    this.#watching.abort();
    this.#forget();
    this.jobId = undefined;
    this.phase = 'none';
  }

  #forget(): void {
    this.job = undefined;
    this.curves = NO_CURVES;
    this.problem = '';
    this.speed.clear();
  }
}
