import { annotationCode, type AamiClass, isBeatCode } from './annotation-codes.ts';
import { stripOf, STRIP_SUBTYPE } from './strips.ts';

/**
 * Kinds of events in a list of annotations. Beats by AAMI class but for normal ones, which are no event; runs are told by
 * their first beat; what a reader has not confirmed and the source doubts is one too.
 */
export const EVENT_KINDS = [
  'ventricular',
  'supraventricular',
  'fusion',
  'paced-or-unknown',
  'couplet',
  'run',
  'pause',
  'rhythm',
  'quality',
  'note',
  'strip',
  'doubtful',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** What is needed of annotations, in the order of time. */
export interface EventColumns {
  readonly sample: Int32Array;
  readonly code: Uint8Array;
  readonly subtype: Int8Array;
  /** 0–1; NaN where a person decided. */
  readonly confidence: Float32Array;
}

export interface EventOptions {
  /** Samples a second. */
  readonly rate: number;
  /** Beats below it are doubtful; 0.6 when absent. */
  readonly doubtBelow?: number | undefined;
  /** Seconds between beats from which on there is a pause; 2 when absent (a usual limit of Holter reports). */
  readonly pauseSeconds?: number | undefined;
}

/** Events as columns of equal length, in the order of time. One row can be of several kinds and is then told several times. */
export interface EventList {
  /** Index into `EVENT_KINDS`. */
  readonly kind: Uint8Array;
  /** Row of the annotations. */
  readonly row: Int32Array;
  readonly sample: Int32Array;
  /** How many there are, in the order of `EVENT_KINDS`. */
  readonly counts: Int32Array;
}

const KIND = Object.fromEntries(EVENT_KINDS.map((kind, at) => [kind, at])) as Readonly<Record<EventKind, number>>;
const OF_CLASS: Readonly<Partial<Record<AamiClass, EventKind>>> = {
  V: 'ventricular',
  S: 'supraventricular',
  F: 'fusion',
  Q: 'paced-or-unknown',
};
const OF_MARK: ReadonlyMap<string, EventKind> = new Map([
  ['+', 'rhythm'],
  ['~', 'quality'],
  ['"', 'note'],
]);
/** From so many ventricular beats on it is a run (WFDB's and the AAMI's definition: three). */
const RUN_BEATS = 3;
const COUPLET_BEATS = 2;
const NONE = 255;

/** The kind of each code, `NONE` for those that are no event. */
const KIND_OF_CODE = Uint8Array.from({ length: 256 }, (_, code) => {
  const entry = annotationCode(code);
  if (!entry) return NONE;
  const kind = entry.aami === undefined ? OF_MARK.get(entry.mnemonic) : OF_CLASS[entry.aami];
  return kind === undefined ? NONE : KIND[kind];
});
const IS_BEAT = Uint8Array.from({ length: 256 }, (_, code) => (isBeatCode(code) ? 1 : 0));

/** All events of a recording's annotations. */
export function eventList(columns: EventColumns, options: EventOptions): EventList {
  const { sample, code, subtype, confidence } = columns;
  const { rate, doubtBelow = 0.6, pauseSeconds = 2 } = options;
  const count = code.length;
  const kind: number[] = [];
  const row: number[] = [];
  const counts = new Int32Array(EVENT_KINDS.length);
  const add = (which: number, at: number): void => {
    kind.push(which);
    row.push(at);
    counts[which] = (counts[which] ?? 0) + 1;
  };
  /** Ventricular beats from `at` on, what is no beat left out. */
  const beatsInRow = (at: number): number => {
    let beats = 0;
    for (let next = at; next < count; next++) {
      const each = code[next] ?? 0;
      if (IS_BEAT[each] === 0) continue;
      if (KIND_OF_CODE[each] !== KIND.ventricular) break;
      beats++;
    }
    return beats;
  };
  let before = -1;
  let inRun = false;
  for (let at = 0; at < count; at++) {
    const each = code[at] ?? 0;
    const isBeat = IS_BEAT[each] === 1;
    let which = KIND_OF_CODE[each] ?? NONE;
    if (which === KIND.note && subtype[at] === STRIP_SUBTYPE) which = KIND.strip;
    if (isBeat && before >= 0 && (sample[at] ?? 0) - (sample[before] ?? 0) >= pauseSeconds * rate) add(KIND.pause, at);
    if (which !== NONE) add(which, at);
    if (isBeat) {
      const isVentricular = which === KIND.ventricular;
      if (isVentricular && !inRun) {
        const beats = beatsInRow(at);
        if (beats >= RUN_BEATS) add(KIND.run, at);
        else if (beats === COUPLET_BEATS) add(KIND.couplet, at);
      }
      inRun = isVentricular;
      if ((confidence[at] ?? Number.NaN) < doubtBelow) add(KIND.doubtful, at);
      before = at;
    }
  }
  const rows = Int32Array.from(row);
  return { kind: Uint8Array.from(kind), row: rows, sample: rows.map((at) => sample[at] ?? 0), counts };
}

/** What a list is narrowed to; everything when absent. */
export interface EventFilter {
  readonly kinds?: readonly EventKind[] | undefined;
  /** Samples [from, to). */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Asked of each annotation row: its standing, its text. */
  readonly row?: ((row: number) => boolean) | undefined;
}

/** Positions in the list of the events that pass, in the order of time. */
export function filterEvents({ kind, row, sample }: EventList, filter: EventFilter): Int32Array {
  const wanted = wantedKinds(filter.kinds);
  const { from = -Infinity, to = Infinity } = filter;
  const out = new Int32Array(kind.length);
  let count = 0;
  for (let at = 0; at < kind.length; at++) {
    const where = sample[at] ?? 0;
    if (wanted[kind[at] ?? NONE] !== 1 || where < from || where >= to) continue;
    if (filter.row && !filter.row(row[at] ?? 0)) continue;
    out[count++] = at;
  }
  return out.subarray(0, count);
}

/**
 * The position in the list of the next event after a sample (or the one before it), of some kinds; −1 where there is none.
 */
export function nextEvent(
  { kind, sample }: EventList,
  from: number,
  direction: 'next' | 'previous',
  kinds?: readonly EventKind[],
): number {
  const wanted = wantedKinds(kinds);
  let low = 0;
  let high = sample.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const isBefore = direction === 'next' ? (sample[middle] ?? 0) <= from : (sample[middle] ?? 0) < from;
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  if (direction === 'next') {
    for (let at = low; at < kind.length; at++) if (wanted[kind[at] ?? NONE] === 1) return at;
  } else {
    for (let at = low - 1; at >= 0; at--) if (wanted[kind[at] ?? NONE] === 1) return at;
  }
  return -1;
}

function wantedKinds(kinds: readonly EventKind[] | undefined): Uint8Array {
  const wanted = new Uint8Array(EVENT_KINDS.length);
  if (!kinds) return wanted.fill(1);
  for (const kind of kinds) wanted[KIND[kind]] = 1;
  return wanted;
}

/** Whether a comment row is a strip or bookmark for the report, and which. */
export const stripAt = (subtype: number, aux: string | undefined): ReturnType<typeof stripOf> =>
  subtype === STRIP_SUBTYPE && aux !== undefined ? stripOf(aux) : undefined;
