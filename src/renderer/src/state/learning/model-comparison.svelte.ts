import type { Comparison, EvaluatedGroup } from '../../../../shared/contract/learning.ts';
import { toProblem } from '../../../../shared/problem.ts';
import type { LearningApi } from './learning-api.ts';

export type Mapping = 'bxb' | 'dechazal';
export type GroupName = EvaluatedGroup['group'];

/** A candidate beside the model in use. */
export class ModelComparison {
  modelId = $state<string>();
  value = $state.raw<Comparison>();
  phase = $state<'none' | 'loading' | 'ready' | 'failed'>('none');
  problem = $state('');
  mapping = $state<Mapping>('bxb');
  /** The group a person chose; the first there is until then. */
  chosenGroup = $state<GroupName>();
  readonly group = $derived(
    this.value?.groups.find(({ group }) => group === this.chosenGroup) ?? this.value?.groups[0],
  );
  readonly #api: Pick<LearningApi, 'learning.comparison'>;
  #loading = new AbortController();

  constructor(api: Pick<LearningApi, 'learning.comparison'>) {
    this.#api = api;
  }

  async open(modelId: string | undefined): Promise<void> {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    if (modelId !== this.modelId) this.value = undefined;
    this.modelId = modelId;
    this.problem = '';
    if (modelId === undefined) {
      this.phase = 'none';
      return;
    }
    if (!this.value) this.phase = 'loading';
    try {
      const value = await this.#api['learning.comparison']({ modelId }, signal);
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
