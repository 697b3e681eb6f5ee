import type {
  Candidate,
  KeyReplacement,
  LearningDecision,
  ModelTrouble,
} from '../../../../shared/contract/learning.ts';
import { toProblem } from '../../../../shared/problem.ts';
import type { LearningSurroundings } from './learning-api.ts';

/** What is being decided: asked before it is done, for a reason may be needed. */
export type AskedDecision =
  | { readonly kind: 'promote'; readonly modelId: string; readonly overrides: boolean }
  | { readonly kind: 'refuse'; readonly modelId: string }
  /** `to` absent: the model that was in use before. */
  | { readonly kind: 'roll-back'; readonly to?: string };

/** The contract takes no shorter reason (characters). */
export const SHORTEST_REASON = 3;

/** The models there are, which is in use, and who decided so. */
export class Models {
  candidates = $state.raw<readonly Candidate[]>([]);
  /** Id of the model that reads; undefined where rules do. */
  activeModel = $state<string>();
  /** Of models that should read and are not sound. */
  troubles = $state.raw<readonly ModelTrouble[]>([]);
  /** Newest first. */
  decisions = $state.raw<readonly LearningDecision[]>([]);
  /** Of the key this library signs models with; undefined until it has signed one. */
  fingerprint = $state<string>();
  /** Models are signed with another key than before, and nobody has said yet that it was passed on. */
  keyReplaced = $state.raw<KeyReplacement>();
  phase = $state<'none' | 'loading' | 'ready' | 'failed'>('none');
  problem = $state('');
  asked = $state.raw<AskedDecision>();
  deciding = $state(false);
  readonly #around: LearningSurroundings;
  #loading = new AbortController();

  constructor(around: LearningSurroundings) {
    this.#around = around;
  }

  async load(): Promise<void> {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    if (this.phase !== 'ready') this.phase = 'loading';
    try {
      const { api } = this.#around;
      const [{ candidates, activeModel, troubles }, { decisions, keyReplaced, fingerprint }] = await Promise.all([
        api['learning.candidates']({}, signal),
        api['learning.history']({}, signal),
      ]);
      if (signal.aborted) return;
      this.candidates = candidates;
      this.activeModel = activeModel;
      this.troubles = troubles;
      this.decisions = decisions;
      this.keyReplaced = keyReplaced;
      this.fingerprint = fingerprint;
      this.phase = 'ready';
      this.problem = '';
    } catch (thrown) {
      if (signal.aborted) return;
      this.problem = toProblem(thrown).message;
      this.phase = 'failed';
    }
  }

  /** Those who know the old key were told. */
  async acknowledgeKey(): Promise<void> {
    const { api, tellProblem } = this.#around;
    try {
      await api['learning.acknowledgeKey']({});
      this.keyReplaced = undefined;
    } catch (thrown) {
      tellProblem(thrown);
    }
  }

  candidate(modelId: string | undefined): Candidate | undefined {
    return this.candidates.find((candidate) => candidate.modelId === modelId);
  }

  /** Whether a decision needs a written reason: to go against the gate, and to turn a model down. */
  needsReason(decision: AskedDecision): boolean {
    return decision.kind === 'refuse' || (decision.kind === 'promote' && decision.overrides);
  }

  /** Does what was asked. @returns the decision as it was written down; undefined where it was not made */
  async decide(reason: string): Promise<LearningDecision | undefined> {
    const { asked } = this;
    const { api, named, tellProblem } = this.#around;
    const words = reason.trim();
    if (!asked || this.deciding) return undefined;
    if (this.needsReason(asked) && words.length < SHORTEST_REASON) return undefined;
    this.deciding = true;
    try {
      if (!(await named())) return undefined;
      const made = await decided(api, asked, words);
      this.asked = undefined;
      await this.load();
      return made;
    } catch (thrown) {
      tellProblem(thrown);
      return undefined;
    } finally {
      this.deciding = false;
    }
  }
}

function decided(api: LearningSurroundings['api'], asked: AskedDecision, reason: string): Promise<LearningDecision> {
  switch (asked.kind) {
    case 'promote':
      return api['learning.promote']({
        modelId: asked.modelId,
        ...(asked.overrides ? { overrideReason: reason } : {}),
      });
    case 'refuse':
      return api['learning.refuse']({ modelId: asked.modelId, reason });
    case 'roll-back':
      return api['learning.rollback']({
        ...(asked.to === undefined ? {} : { to: asked.to }),
        ...(reason.length < SHORTEST_REASON ? {} : { reason }),
      });
  }
}
