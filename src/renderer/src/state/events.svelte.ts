import { EVENT_KINDS, type EventKind, filterEvents, nextEvent } from '../../../shared/event-list.ts';
import type { BeatStore } from '../ecg/beat-store.svelte.ts';
import type { ViewState } from '../ecg/view-state.svelte.ts';
import { type EventFacts, eventFacts, NO_EVENTS, type RecordingEvents, recordingEvents } from './recording-events.ts';

/** What the list of events needs of the window around it. */
export interface EventSurroundings {
  readonly beats: BeatStore;
  readonly view: ViewState;
  readonly jump: (sample: number) => void;
}

/** The events of what is shown, narrowed to the kinds that are looked for. */
export class EventsState {
  /** The kinds looked for; all where empty. */
  kinds = $state.raw<readonly EventKind[]>([]);
  events = $state.raw<RecordingEvents>(NO_EVENTS);
  /** Position among `shown` of the one that was gone to last. */
  selected = $state(-1);
  /** Positions in the list of those looked for. */
  readonly shown = $derived(filterEvents(this.events.list, this.kinds.length > 0 ? { kinds: this.kinds } : {}));
  readonly present = $derived(EVENT_KINDS.filter((_, at) => (this.events.list.counts[at] ?? 0) > 0));
  readonly #around: EventSurroundings;
  /** The state of the beats that the list is of. */
  #version = -1;

  constructor(around: EventSurroundings) {
    this.#around = around;
  }

  /** Makes the list anew where beats or marks have changed; the event gone to last stays the one selected. */
  refresh(): void {
    const { beats, view } = this.#around;
    if (this.#version === beats.version) return;
    this.#version = beats.version;
    const before = this.#at(this.selected);
    this.events = recordingEvents(beats, view.rate);
    this.selected = before ? this.#find(before.sample, before.kind) : -1;
  }

  countOf(kind: EventKind): number {
    return this.events.list.counts[EVENT_KINDS.indexOf(kind)] ?? 0;
  }

  /** Looks for a kind too, or not any more. */
  toggle(kind: EventKind): void {
    const before = this.#at(this.selected);
    this.kinds = this.kinds.includes(kind) ? this.kinds.filter((other) => other !== kind) : [...this.kinds, kind];
    this.selected = before ? this.#find(before.sample, before.kind) : -1;
  }

  showAll(): void {
    const before = this.#at(this.selected);
    this.kinds = [];
    this.selected = before ? this.#find(before.sample, before.kind) : -1;
  }

  /** What there is to tell of the event at a position among `shown`. */
  factsOf(position: number): EventFacts | undefined {
    const { beats, view } = this.#around;
    return eventFacts(this.events, this.shown[position] ?? -1, beats, view.rate);
  }

  /** Goes to the event at a position among `shown`. */
  select(position: number): EventFacts | undefined {
    const facts = this.factsOf(position);
    if (!facts) return undefined;
    this.selected = position;
    this.#around.jump(facts.sample);
    return facts;
  }

  /** Goes to the next event looked for, from a sample or else from where the reader is; undefined where there is none. */
  step(direction: 1 | -1, start?: number): EventFacts | undefined {
    this.refresh();
    const { focus, position, visibleSamples } = this.#around.view;
    const onScreen = focus !== undefined && focus >= position && focus < position + visibleSamples;
    const from = start ?? (onScreen ? focus : direction === 1 ? position - 1 : position);
    const kinds = this.kinds.length > 0 ? this.kinds : undefined;
    const at = nextEvent(this.events.list, from, direction === 1 ? 'next' : 'previous', kinds);
    return at < 0 ? undefined : this.select(this.shown.indexOf(at));
  }

  #at(position: number): { readonly sample: number; readonly kind: number } | undefined {
    const { list } = this.events;
    const at = this.shown[position];
    const sample = at === undefined ? undefined : list.sample[at];
    const kind = at === undefined ? undefined : list.kind[at];
    return sample === undefined || kind === undefined ? undefined : { sample, kind };
  }

  #find(sample: number, kind: number): number {
    const { list } = this.events;
    return this.shown.findIndex((at) => list.sample[at] === sample && list.kind[at] === kind);
  }
}
