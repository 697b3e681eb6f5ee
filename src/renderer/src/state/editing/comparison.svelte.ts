import { CHOICE, type Disagreements } from '../../../../shared/contract/comparing.ts';
import type { AnnotationSetInfo } from '../../../../shared/contract/library.ts';
import { type Disagreement, type DisagreementGroup, groupsOf } from './disagreement-groups.ts';
import type { EditSession } from './edit-session.svelte.ts';
import type { EditSurroundings } from './edits.svelte.ts';

export type Decision = 'first' | 'second' | 'noBeat' | { readonly code: number };

/** Two readings of one recording side by side, and who is right. */
export class Comparison {
  first = $state<string | undefined>();
  second = $state<string | undefined>();
  result = $state.raw<Disagreements>();
  busy = $state(false);
  /** Row of the disagreement that is looked at. */
  at = $state(0);
  readonly #around: EditSurroundings;
  readonly #editing: EditSession;
  #comparing = new AbortController();

  constructor(around: EditSurroundings, editing: EditSession) {
    this.#around = around;
    this.#editing = editing;
  }

  /** Sets of readers other than the one who sits here; adjudications are results, not readings. */
  get others(): readonly AnnotationSetInfo[] {
    const { session, reader } = this.#around;
    return session.sets.filter(
      ({ origin, annotator }) => origin === 'reader' && annotator !== reader() && !isAdjudicated(annotator),
    );
  }

  readonly list = $derived.by((): readonly Disagreement[] => {
    const { result } = this;
    if (!result) return [];
    return Array.from(result.kind, (kind, row) => ({
      row,
      kind,
      sample: result.sample[row] ?? 0,
      firstCode: result.firstCode[row] ?? 0,
      secondCode: result.secondCode[row] ?? 0,
      choice: result.choice[row] ?? CHOICE.open,
    }));
  });

  /** Most frequent first. */
  readonly groups = $derived(groupsOf(this.list));

  readonly decided = $derived(this.list.filter(({ choice }) => choice !== CHOICE.open).length);

  /** Chooses what is compared at first: the reader's own set, or else what is shown, with the latest of another reader. */
  begin(): void {
    const { session } = this.#around;
    const ids = session.sets.map(({ id }) => id);
    if (
      this.first !== undefined &&
      ids.includes(this.first) &&
      this.second !== undefined &&
      ids.includes(this.second)
    ) {
      void this.load();
      return;
    }
    const other = this.others.at(-1)?.id;
    const own = this.#editing.edits.state?.ownSetId ?? session.shown;
    this.second = other;
    this.first = own !== other ? own : session.sets.find(({ id }) => id !== other)?.id;
    void this.load();
  }

  async load(): Promise<void> {
    this.#comparing.abort();
    this.#comparing = new AbortController();
    const { signal } = this.#comparing;
    const { api, session, tellProblem } = this.#around;
    const { first, second } = this;
    const { recordingId } = session;
    if (recordingId === undefined || first === undefined || second === undefined || first === second) {
      this.result = undefined;
      return;
    }
    try {
      const result = await api['compare.sets']({ recordingId, first, second }, signal);
      if (!signal.aborted) this.result = result;
    } catch (thrown) {
      if (!signal.aborted) tellProblem(thrown);
    }
  }

  /** Rows of a group that nobody has decided yet. */
  openOf({ firstCode, secondCode }: Pick<DisagreementGroup, 'firstCode' | 'secondCode'>): readonly number[] {
    return this.list
      .filter((each) => each.firstCode === firstCode && each.secondCode === secondCode && each.choice === CHOICE.open)
      .map(({ row }) => row);
  }

  /** Decides rows of the list, in one event of the adjudicated set. */
  async decide(rows: readonly number[], decision: Decision): Promise<void> {
    const { api, session, named, tellProblem } = this.#around;
    const { result, first, second } = this;
    const { recordingId } = session;
    if (!result || recordingId === undefined || first === undefined || second === undefined || this.busy) return;
    this.busy = true;
    try {
      if (!(await named())) return;
      const choice = typeof decision === 'string' ? CHOICE[decision] : CHOICE.other;
      const code = typeof decision === 'string' ? 0 : decision.code;
      const answer = await api['compare.decide']({
        recordingId,
        first,
        second,
        ...(result.adjudicatedRevision === undefined ? {} : { revision: result.adjudicatedRevision }),
        firstId: Int32Array.from(rows, (row) => result.firstId[row] ?? -1),
        secondId: Int32Array.from(rows, (row) => result.secondId[row] ?? -1),
        choice: new Uint8Array(rows.length).fill(choice),
        code: new Uint8Array(rows.length).fill(code),
      });
      if (session.shown === answer.setId) session.take(answer);
      else if (result.adjudicatedSetId !== answer.setId) await session.refresh();
    } catch (thrown) {
      tellProblem(thrown);
    } finally {
      this.busy = false;
      await this.load();
    }
  }

  /** Shows the result where it is: on the trace. */
  async showResult(): Promise<void> {
    const setId = this.result?.adjudicatedSetId;
    if (setId !== undefined) await this.#around.session.show(setId);
  }
}

/** As the library names a set that was adjudicated; see reader-sets.ts. */
const isAdjudicated = (annotator: string): boolean => annotator.endsWith(', adjudicated');
