import type { EditEvent, EditRows } from '../../../../shared/contract/editing.ts';
import type { EditSession } from './edit-session.svelte.ts';
import type { EditSurroundings } from './edits.svelte.ts';

/** A hidden row that can be brought back. */
export interface Removed {
  readonly id: number;
  readonly sample: number;
  readonly code: number;
}

/** Events asked for at a time. */
const PAGE = 100;

/** What was done to the shown set, and what was hidden in it. */
export class EditHistory {
  /** Newest first. */
  events = $state.raw<readonly EditEvent[]>([]);
  /** There are older ones. */
  more = $state(false);
  removed = $state.raw<readonly Removed[]>([]);
  loaded = $state(false);
  readonly #around: EditSurroundings;
  readonly #editing: EditSession;
  #loading = new AbortController();

  constructor(around: EditSurroundings, editing: EditSession) {
    this.#around = around;
    this.#editing = editing;
  }

  async load(): Promise<void> {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    const { api, session, tellProblem } = this.#around;
    const { shown: setId } = session;
    if (setId === undefined || !this.#editing.edits.ready) {
      this.events = [];
      this.removed = [];
      this.more = this.loaded = false;
      return;
    }
    try {
      const [{ events }, { rows }] = await Promise.all([
        api['edit.history']({ setId, limit: PAGE }, signal),
        api['edit.removed']({ setId }, signal),
      ]);
      if (signal.aborted) return;
      this.events = events;
      this.more = events.length === PAGE;
      this.removed = removedOf(rows);
      this.loaded = true;
    } catch (thrown) {
      if (!signal.aborted) tellProblem(thrown);
    }
  }

  async loadMore(): Promise<void> {
    const { api, session, tellProblem } = this.#around;
    const { shown: setId } = session;
    const before = this.events.at(-1)?.sequence;
    if (setId === undefined || before === undefined) return;
    try {
      const { events } = await api['edit.history']({ setId, before, limit: PAGE });
      if (session.shown !== setId) return;
      this.events = [...this.events, ...events];
      this.more = events.length === PAGE;
    } catch (thrown) {
      tellProblem(thrown);
    }
  }

  async restore(ids: readonly number[]): Promise<void> {
    await this.#editing.edits.apply({ kind: 'restore', ids: Int32Array.from(ids) });
  }
}

const removedOf = ({ id, sample, code }: EditRows): readonly Removed[] =>
  Array.from(id, (each, row) => ({ id: each, sample: sample[row] ?? 0, code: code[row] ?? 0 }));
