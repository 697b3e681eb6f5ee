import type {
  LearnableData,
  LearnableRecording,
  LearningScope,
  SnapshotInfo,
} from '../../../../shared/contract/learning.ts';
import { toProblem } from '../../../../shared/problem.ts';
import type { LearningSurroundings } from './learning-api.ts';

/** What can be asked for of a snapshot; the rest has its usual value. */
export type ScopeChange = Partial<Omit<LearningScope, 'recordingIds'>> & {
  readonly recordingIds?: string[] | undefined;
};

const USUAL_SCOPE: LearningScope = { kind: 'finetune', heldOutShare: 0.2, adaptSeconds: 300, seed: 1 };

/** What would be learned from, as it is now, and what was kept of it before. */
export class LearningData {
  scope = $state.raw<LearningScope>(USUAL_SCOPE);
  found = $state.raw<LearnableData>();
  /** Recordings with labels of a person: of these one can be adapted to. */
  labelled = $state.raw<readonly LearnableRecording[]>([]);
  snapshots = $state.raw<readonly SnapshotInfo[]>([]);
  phase = $state<'none' | 'looking' | 'ready' | 'failed'>('none');
  problem = $state('');
  keeping = $state(false);
  readonly #around: LearningSurroundings;
  #looking = new AbortController();

  constructor(around: LearningSurroundings) {
    this.#around = around;
  }

  /** An adaptation learns from one recording: which one must be said first. */
  readonly needsRecording = $derived(this.scope.kind === 'adapt' && this.scope.recordingIds?.length !== 1);

  /** Looks anew at what there is; what was found before stays in sight meanwhile. */
  async look(change: ScopeChange = {}): Promise<void> {
    this.scope = scopeWith(this.scope, change);
    this.#looking.abort();
    this.#looking = new AbortController();
    const { signal } = this.#looking;
    this.problem = '';
    if (this.needsRecording) {
      this.found = undefined;
      this.phase = 'ready';
      return;
    }
    this.phase = 'looking';
    try {
      const { api } = this.#around;
      const [found, { snapshots }] = await Promise.all([
        api['learning.preview'](this.scope, signal),
        api['learning.snapshots']({}, signal),
      ]);
      if (signal.aborted) return;
      this.found = found;
      this.snapshots = snapshots;
      if (this.scope.kind === 'finetune') this.labelled = found.recordings;
      this.phase = 'ready';
    } catch (thrown) {
      if (signal.aborted) return;
      this.phase = 'failed';
      this.problem = toProblem(thrown).message;
    }
  }

  /** Keeps what is shown for good. Nothing where the workstation refuses; the reason is told. */
  async keep(): Promise<SnapshotInfo | undefined> {
    const { api, named, tellProblem } = this.#around;
    if (this.keeping) return undefined;
    this.keeping = true;
    try {
      if (!(await named())) return undefined;
      const made = await api['learning.snapshot'](this.scope);
      this.snapshots = [made, ...this.snapshots.filter(({ id }) => id !== made.id)];
      return made;
    } catch (thrown) {
      tellProblem(thrown);
      return undefined;
    } finally {
      this.keeping = false;
    }
  }
}

function scopeWith(scope: LearningScope, change: ScopeChange): LearningScope {
  const { recordingIds, ...other } = { ...scope, ...change };
  return recordingIds === undefined ? other : { ...other, recordingIds };
}
