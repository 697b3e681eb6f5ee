import type { Workstation } from '../../../shared/contract.ts';
import type { Clustering, ClusterTable, Regrouping } from '../../../shared/contract/clusters.ts';
import type { Edit, EditAnswer, EditTarget } from '../../../shared/contract/editing.ts';
import { toProblem } from '../../../shared/problem.ts';
import { strings } from '../language/strings.ts';

/** A change of so many beats or more is asked about first. */
export const MANY = 50;

export type Grouping =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly fraction: number }
  | { readonly kind: 'ready' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string };

/** How many beats a change of whole groups would touch, until the reader says yes. */
export interface ClusterQuestion {
  readonly edit: Extract<Edit, { kind: 'relabel' | 'confirm' }>;
  readonly count: number;
  readonly groups: number;
}

export interface ClusterSurroundings {
  readonly api: Workstation;
  /** The set that is shown; undefined while there is none to group. */
  readonly setId: () => string | undefined;
  /** Makes an edit; undefined where it could not be made, which has been told. */
  readonly apply: (edit: Edit, expected?: number) => Promise<EditAnswer | undefined>;
  /** When the label was changed that undo would take back; undefined where there is none. */
  readonly lastEdit: () => string | undefined;
  /** Resolves when `lastEdit` knows of every edit that was made. */
  readonly settled: () => Promise<void>;
  readonly takeBack: (act: 'undo' | 'redo') => Promise<unknown>;
  readonly tell: (text: string) => void;
  readonly tellProblem: (thrown: unknown) => void;
}

/** Beats grouped by shape, and what a reader does to whole groups. */
export class ClustersState {
  grouping = $state.raw<Grouping>({ kind: 'none' });
  /** Templates as far as they are known. */
  table = $state.raw<ClusterTable | undefined>();
  /** Which beat is where, once that is settled. */
  clustering = $state.raw<Clustering | undefined>();
  /** The group that keys go on from and whose members are shown. */
  active = $state<number | undefined>();
  /** Numbers of the groups that are acted on; the active one where empty. */
  chosen = $state.raw<readonly number[]>([]);
  question = $state.raw<ClusterQuestion | undefined>();
  /** A split or merge is being made. */
  regrouping = $state(false);
  readonly #around: ClusterSurroundings;
  #watching = new AbortController();
  /** One after the other: what is last is known when the one before is taken back. */
  #undoing: Promise<void> = Promise.resolve();

  constructor(around: ClusterSurroundings) {
    this.#around = around;
  }

  /** The groups that an action is about. */
  get acted(): readonly number[] {
    if (this.chosen.length > 0) return this.chosen;
    return this.active === undefined ? [] : [this.active];
  }

  /** Groups the beats of the set that is shown, or tells of the groups that are known. @param anew forgets splits and merges */
  async watch(anew = false): Promise<void> {
    this.#watching.abort();
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    const setId = this.#around.setId();
    if (setId === undefined) {
      this.clear();
      return;
    }
    this.grouping = { kind: 'running', fraction: 0 };
    this.question = undefined;
    try {
      for await (const event of this.#around.api['clusters.watch']({ setId, anew }, signal)) {
        if (signal.aborted) return;
        if (event.kind === 'progress') {
          this.clustering = undefined;
          this.table = event.table;
          this.grouping = { kind: 'running', fraction: event.fraction };
        } else this.#take(event.clustering);
      }
    } catch (thrown) {
      if (signal.aborted) return;
      const problem = toProblem(thrown);
      this.grouping = problem.code === 'cancelled' ? { kind: 'stopped' } : { kind: 'failed', message: problem.message };
    }
  }

  /** Stops the grouping; what was found until now is provisional and goes. */
  stop(): void {
    this.#watching.abort();
    if (this.grouping.kind !== 'running') return;
    this.table = undefined;
    this.grouping = { kind: 'stopped' };
  }

  clear(): void {
    this.#watching.abort();
    this.grouping = { kind: 'none' };
    this.table = this.clustering = this.question = undefined;
    this.active = undefined;
    this.chosen = [];
  }

  /** Makes a group the active one; `add` keeps those chosen and adds it, or takes it out again. */
  select(cluster: number, add = false): void {
    if (add) {
      const base = this.chosen.length === 0 && this.active !== undefined ? [this.active] : this.chosen;
      this.chosen = base.includes(cluster) ? base.filter((other) => other !== cluster) : [...base, cluster];
    } else this.chosen = [];
    this.active = cluster;
    this.question = undefined;
  }

  /** Gives every beat of the groups a code; asks first where there are many. */
  relabel(code: number): Promise<void> {
    return this.#change((target) => ({ kind: 'relabel', target, code }));
  }

  /** The labels stand, and somebody has looked at them. */
  confirm(): Promise<void> {
    return this.#change((target) => ({ kind: 'confirm', target }));
  }

  async answer(yes: boolean): Promise<void> {
    const { question } = this;
    this.question = undefined;
    if (question && yes) await this.#around.apply(question.edit, question.count);
  }

  /** What undo takes back: a split or merge, where no label was changed since; else the reader's last edit. */
  get lastAct(): Regrouping['act'] | 'edit' | undefined {
    const regrouped = this.clustering?.regrouped;
    const edited = this.#around.lastEdit();
    if (regrouped && (edited === undefined || regrouped.at >= edited)) return regrouped.act;
    return edited === undefined ? undefined : 'edit';
  }

  /** Takes back whatever was done last: to labels, or to groups. */
  undo(): Promise<void> {
    this.question = undefined;
    this.#undoing = this.#undoing.then(() => this.#takeBackLast());
    return this.#undoing;
  }

  /** Makes the change of labels again that was taken back. */
  async redo(): Promise<void> {
    this.question = undefined;
    await this.#around.takeBack('redo');
  }

  /** Makes two groups of the active one. */
  async split(): Promise<void> {
    const { clustering, active } = this;
    if (!clustering || active === undefined) return;
    await this.#regroup(() =>
      this.#around.api['clusters.split']({ clusteringId: clustering.clusteringId, cluster: active }),
    );
  }

  /** Makes one group of those chosen. */
  async merge(): Promise<void> {
    const { clustering, chosen } = this;
    const [first] = chosen;
    if (!clustering || first === undefined || chosen.length < 2) return;
    const clusters = [...chosen];
    await this.#regroup(() => this.#around.api['clusters.merge']({ clusteringId: clustering.clusteringId, clusters }));
    if (this.table?.cluster.includes(first) === true) this.active = first;
  }

  async #takeBackLast(): Promise<void> {
    await this.#around.settled();
    const { clustering, lastAct } = this;
    if (!clustering || lastAct === undefined || lastAct === 'edit') {
      await this.#around.takeBack('undo');
      return;
    }
    const { clusteringId } = clustering;
    const done = await this.#regroup(() => this.#around.api['clusters.undo']({ clusteringId }));
    if (done) this.#around.tell(strings.editing.taken.undo(strings.clusters.acts[lastAct]));
  }

  async #regroup(ask: () => Promise<Clustering>): Promise<boolean> {
    if (this.regrouping) return false;
    this.regrouping = true;
    this.question = undefined;
    try {
      this.#take(await ask());
      return true;
    } catch (thrown) {
      this.#around.tellProblem(thrown);
      return false;
    } finally {
      this.regrouping = false;
    }
  }

  #take(clustering: Clustering): void {
    this.clustering = clustering;
    this.table = clustering.table;
    this.grouping = { kind: 'ready' };
    const { cluster: there } = clustering.table;
    this.chosen = this.chosen.filter((cluster) => there.includes(cluster));
    if (this.chosen.length < 2) this.chosen = [];
    if (this.active === undefined || !there.includes(this.active)) this.active = there[0];
  }

  async #change(edit: (target: EditTarget) => ClusterQuestion['edit']): Promise<void> {
    const { clustering, acted } = this;
    const setId = this.#around.setId();
    if (!clustering || setId === undefined || acted.length === 0) return;
    const target: EditTarget = { by: 'clusters', clusteringId: clustering.clusteringId, clusters: [...acted] };
    try {
      const { count } = await this.#around.api['edit.count']({ setId, target });
      if (count === 0) return;
      if (count >= MANY) this.question = { edit: edit(target), count, groups: acted.length };
      else await this.#around.apply(edit(target), count);
    } catch (thrown) {
      this.#around.tellProblem(thrown);
    }
  }
}
