import type { Workstation } from '../../../shared/contract.ts';
import type { StudyRow, StudyStatus } from '../../../shared/contract/library.ts';
import { toProblem } from '../../../shared/problem.ts';

/** Rows asked for at a time. */
export const PAGE = 100;
/** Wait this long after a key stroke before asking, in milliseconds. */
export const SEARCH_DELAY = 120;
/** While studies keep changing (an import), ask again at most this often, in milliseconds. */
export const REFRESH_INTERVAL = 300;

/** `priority`: the most urgent first. */
export type WorklistOrder = 'newest' | 'priority';
/** What has changed while the list was held: so many more studies, or (0) only their order. */
export interface HeldChange {
  readonly added: number;
}
export type CountByStatus = Readonly<Record<StudyStatus, number>>;
export type ReaderStatus = Exclude<StudyStatus, 'quarantined'>;

const NONE: CountByStatus = { new: 0, 'in-review': 0, signed: 0, quarantined: 0 };

/**
 * The list of studies as the library holds it: searched, filtered, loaded page by page as it is scrolled, kept up to
 * date while others change it. Only the newest question counts; what was asked before is cancelled.
 */
export class WorklistState {
  text = $state('');
  status = $state<StudyStatus | undefined>();
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  /** The sentence to show when `phase` is `failed`. */
  problem = $state('');
  total = $state(0);
  countByStatus = $state.raw<CountByStatus>(NONE);
  /** Row by position in the list; undefined where a page has not come yet. */
  rows = $state.raw<readonly (StudyRow | undefined)[]>([]);
  selectedId = $state<string | undefined>();
  order = $state<WorklistOrder>('newest');
  /** Set while changes are held back that would move rows under the pointer. */
  heldChange = $state.raw<HeldChange | undefined>();

  readonly countOfAll = $derived(Object.values(this.countByStatus).reduce((sum, count) => sum + count, 0));
  readonly filtered = $derived(this.text.trim() !== '' || this.status !== undefined);
  readonly libraryIsEmpty = $derived(this.phase === 'ready' && !this.filtered && this.countOfAll === 0);
  readonly selectedIndex = $derived(this.rows.findIndex((row) => row !== undefined && row.id === this.selectedId));
  readonly selected = $derived(this.rows[this.selectedIndex]);

  readonly #api: Workstation;
  #question = new AbortController();
  #pagesAskedFor: readonly number[] = [];
  #shown: readonly [number, number] = [0, PAGE];
  #searchTimer: ReturnType<typeof setTimeout> | undefined;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;
  #held = false;

  constructor(api: Workstation) {
    this.#api = api;
  }

  /** Asks when the typing pauses. */
  search(text: string): void {
    this.text = text;
    clearTimeout(this.#searchTimer);
    this.#searchTimer = setTimeout(() => void this.reload(), SEARCH_DELAY);
  }

  filter(status: StudyStatus | undefined): void {
    this.status = status;
    void this.reload();
  }

  sortBy(order: WorklistOrder): void {
    this.order = order;
    void this.reload();
  }

  /** Somebody works with the rows: what comes from elsewhere must not move them. */
  hold(): void {
    this.#held = true;
  }

  /** Nobody does any more: what came meanwhile is shown. */
  release(): void {
    this.#held = false;
    if (this.heldChange) void this.refresh();
  }

  showAll(): void {
    this.text = '';
    this.filter(undefined);
  }

  /** Asks anew from the top: the question has changed. */
  async reload(): Promise<void> {
    clearTimeout(this.#searchTimer);
    this.#shown = [0, PAGE];
    await this.#ask([0], 'again');
  }

  /** Asks the same question again and keeps what is on the screen until the answer is there. */
  async refresh(): Promise<void> {
    const [from, to] = this.#shown;
    await this.#ask(pagesOf(from, to), 'again');
  }

  /** Tells which rows are on the screen, so that they are loaded. */
  show(from: number, to: number): void {
    this.#shown = [from, to];
    const missing = pagesOf(from, Math.min(to, this.total)).filter(
      (page) => !this.#pagesAskedFor.includes(page) && this.rows[page * PAGE] === undefined,
    );
    if (missing.length > 0 && this.phase === 'ready') void this.#ask(missing, 'more');
  }

  /** Follows the library until `signal` is aborted. @throws Problem `disconnected` when the library is gone. */
  async follow(signal: AbortSignal): Promise<void> {
    await this.reload();
    for await (const change of this.#api['library.changes']({}, signal)) {
      if (change.studyIds.length > 0) this.#refreshSoon();
    }
  }

  select(index: number): StudyRow | undefined {
    const row = this.rows[Math.max(0, Math.min(this.total - 1, index))];
    if (row) this.selectedId = row.id;
    return row;
  }

  /** Moves the selection; from nowhere, to the first row. */
  move(by: number): StudyRow | undefined {
    return this.select(this.selectedIndex < 0 ? 0 : this.selectedIndex + by);
  }

  /** The study `by` places from another one, that can be opened; undefined at either end. */
  neighbour(id: string, by: 1 | -1): StudyRow | undefined {
    const from = this.rows.findIndex((row) => row?.id === id);
    for (let i = from + by; from >= 0 && i >= 0 && i < this.rows.length; i += by) {
      const row = this.rows[i];
      if (row && row.status !== 'quarantined') return row;
    }
    return undefined;
  }

  async setStatus(id: string, status: ReaderStatus): Promise<void> {
    await this.#api['library.setStatus']({ studyId: id, status });
    this.rows = this.rows.map((row) => (row?.id === id ? { ...row, status } : row));
    await this.refresh();
  }

  /** Takes a quarantined file off the list; the row after it is selected. */
  async dismiss(id: string): Promise<void> {
    const index = this.rows.findIndex((row) => row?.id === id);
    await this.#api['library.dismiss']({ studyId: id });
    await this.refresh();
    if (this.selectedId === id) this.selectedId = this.rows[Math.min(index, this.rows.length - 1)]?.id;
  }

  stop(): void {
    clearTimeout(this.#searchTimer);
    clearTimeout(this.#refreshTimer);
    this.#question.abort();
  }

  #refreshSoon(): void {
    this.#refreshTimer ??= setTimeout(() => {
      this.#refreshTimer = undefined;
      const [from, to] = this.#shown;
      void this.#ask(pagesOf(from, to), 'followed');
    }, REFRESH_INTERVAL);
  }

  /** `more`: further pages of the same answer; `again`: everything, as asked for; `followed`: because others changed it. */
  async #ask(pages: readonly number[], why: 'more' | 'again' | 'followed'): Promise<void> {
    const anew = why !== 'more';
    if (anew) {
      this.#question.abort();
      this.#question = new AbortController();
      this.#pagesAskedFor = [];
    }
    const { signal } = this.#question;
    this.#pagesAskedFor = [...this.#pagesAskedFor, ...pages];
    const status = this.status === undefined ? {} : { status: this.status };
    try {
      const answers = await Promise.all(
        pages.map((page) =>
          this.#api['library.search'](
            { text: this.text.trim(), ...status, order: this.order, offset: page * PAGE, limit: PAGE },
            signal,
          ),
        ),
      );
      if (signal.aborted) return;
      const [first] = answers;
      if (!first) return;
      const rows: (StudyRow | undefined)[] = anew ? [] : [...this.rows];
      rows.length = first.total;
      answers.forEach((answer, i) => {
        answer.rows.forEach((row, j) => (rows[(pages[i] ?? 0) * PAGE + j] = row));
      });
      this.countByStatus = { ...NONE, ...first.countByStatus };
      if (why === 'followed' && this.#held && this.#wouldMove(rows)) {
        this.heldChange = { added: Math.max(0, first.total - this.total) };
        const known: Readonly<Record<string, StudyRow>> = Object.fromEntries(
          rows.flatMap((row) => (row ? [[row.id, row]] : [])),
        );
        this.rows = this.rows.map((row) => (row ? (known[row.id] ?? row) : row));
        return;
      }
      this.heldChange = undefined;
      this.rows = Array.from(rows);
      this.total = first.total;
      this.phase = 'ready';
    } catch (thrown) {
      if (signal.aborted) return;
      this.problem = toProblem(thrown).message;
      this.phase = 'failed';
    }
  }

  /** Whether a row that is loaded would stand elsewhere. */
  #wouldMove(rows: readonly (StudyRow | undefined)[]): boolean {
    return this.rows.length > 0 && this.rows.some((row, index) => row !== undefined && rows[index]?.id !== row.id);
  }
}

/** Numbers of the pages that hold rows [from, to). */
function pagesOf(from: number, to: number): number[] {
  const first = Math.max(0, Math.floor(from / PAGE));
  const last = Math.max(first, Math.ceil(to / PAGE) - 1);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
