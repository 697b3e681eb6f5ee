import { type Caliper, type CaliperEnd, type CaliperTool, shifted, type TracePoint, withEnd } from './calipers.ts';

/** What the keyboard and the pointer act on. */
export interface CaliperHandle {
  readonly id: number;
  readonly end: CaliperEnd;
}

/** The calipers on a recording's traces, several at once, with undo. Positions outlive any scroll, zoom and layout. */
export class Calipers {
  /** Whether the trace takes pointer and keys for measuring. What was measured stays on the trace when it does not. */
  active = $state(false);
  /** What the next pair measures. */
  tool = $state<CaliperTool>('both');
  items = $state.raw<readonly Caliper[]>([]);
  selected = $state.raw<CaliperHandle | undefined>();

  readonly selectedItem = $derived(this.items.find(({ id }) => id === this.selected?.id));

  #past = $state.raw<readonly (readonly Caliper[])[]>([]);
  #future = $state.raw<readonly (readonly Caliper[])[]>([]);
  /** The items as they were before the movement that is going on. */
  #held: readonly Caliper[] | undefined;
  /** The handle the last key moved: a run of steps is undone as one. */
  #nudged: CaliperHandle | undefined;
  #next = 1;

  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Sets a new pair, both ends at `from` unless told otherwise, and takes its second end in hand. */
  add(place: Pick<Caliper, 'lead' | 'row' | 'from'> & { readonly to?: TracePoint }, tool = this.tool): CaliperHandle {
    const id = this.#next++;
    const items = [...(this.#held ?? this.items), { id, tool, to: place.from, ...place }];
    if (this.#held) this.items = items;
    else this.#change(items);
    this.selected = { id, end: 'to' };
    return this.selected;
  }

  /** Begins a movement: nothing is remembered for undo before `release`. */
  hold(): void {
    this.#held = this.items;
  }

  move({ id, end }: CaliperHandle, point: TracePoint): void {
    this.#replace(id, (caliper) => withEnd(caliper, end, point));
  }

  /** Moves the whole pair. */
  shift(id: number, samples: number, microvolts: number): void {
    this.#replace(id, (caliper) => shifted(caliper, samples, microvolts));
  }

  /** Ends the movement; all of it is one step back. */
  release(): void {
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined || held === this.items) return;
    this.#past = [...this.#past, held];
    this.#future = [];
    this.#nudged = undefined;
  }

  /** Takes the movement back. */
  abandon(): void {
    if (this.#held) this.items = this.#held;
    this.#held = undefined;
    this.#dropSelectionOfGone();
  }

  /** Moves the selected end by samples and microvolts; a run of steps is one undo. */
  nudge(samples: number, microvolts: number): void {
    const { selected, selectedItem } = this;
    if (!selected || !selectedItem) return;
    const { sample, microvolts: height } = selectedItem[selected.end];
    const goesOn = this.#nudged?.id === selected.id && this.#nudged.end === selected.end;
    if (!goesOn) this.hold();
    this.move(selected, { sample: Math.max(0, sample + samples), microvolts: height + microvolts });
    if (!goesOn) this.release();
    this.#nudged = selected;
  }

  /** Takes the next or previous end in hand; false where there is none, so that focus can move on. */
  selectNext(direction: 1 | -1): boolean {
    const handles = this.items.flatMap(({ id }): CaliperHandle[] => [
      { id, end: 'from' },
      { id, end: 'to' },
    ]);
    const { selected } = this;
    const now = handles.findIndex(({ id, end }) => id === selected?.id && end === selected.end);
    const next = now < 0 ? (direction === 1 ? 0 : handles.length - 1) : now + direction;
    this.selected = handles[next];
    return this.selected !== undefined;
  }

  removeSelected(): void {
    const { selected } = this;
    if (!selected) return;
    this.#change(this.items.filter(({ id }) => id !== selected.id));
    const last = this.items.at(-1);
    this.selected = last && { id: last.id, end: 'to' };
  }

  removeAll(): void {
    if (this.items.length > 0) this.#change([]);
    this.selected = undefined;
  }

  undo(): void {
    const before = this.#past.at(-1);
    if (!before) return;
    this.#future = [this.items, ...this.#future];
    this.#past = this.#past.slice(0, -1);
    this.#restore(before);
  }

  redo(): void {
    const [next, ...rest] = this.#future;
    if (!next) return;
    this.#past = [...this.#past, this.items];
    this.#future = rest;
    this.#restore(next);
  }

  /** Forgets everything: another recording is on the trace. */
  reset(): void {
    this.items = [];
    this.selected = undefined;
    this.#past = [];
    this.#future = [];
    this.#held = undefined;
    this.#nudged = undefined;
  }

  #replace(id: number, change: (caliper: Caliper) => Caliper): void {
    this.items = this.items.map((caliper) => (caliper.id === id ? change(caliper) : caliper));
  }

  #change(items: readonly Caliper[]): void {
    this.#past = [...this.#past, this.items];
    this.#future = [];
    this.#nudged = undefined;
    this.items = items;
  }

  #restore(items: readonly Caliper[]): void {
    this.items = items;
    this.#nudged = undefined;
    this.#dropSelectionOfGone();
  }

  #dropSelectionOfGone(): void {
    if (!this.selectedItem) this.selected = undefined;
  }
}
