import { codeOfMnemonic } from '../../../shared/annotation-codes.ts';
import { EVENT_KINDS, type EventKind, type EventList, eventList } from '../../../shared/event-list.ts';
import { stripOf } from '../../../shared/strips.ts';
import { type BeatStore, DETECTED, type Mark } from '../ecg/beat-store.svelte.ts';

const NORMAL_CODE = codeOfMnemonic('N')?.code ?? 1;

/** All events of what is shown, and which beat or mark each is of. */
export interface RecordingEvents {
  readonly list: EventList;
  /** By row of the list: the index of a beat, or −1 − the index of a mark. */
  readonly origin: Int32Array;
}

export const NO_EVENTS: RecordingEvents = {
  list: {
    kind: new Uint8Array(0),
    row: new Int32Array(0),
    sample: new Int32Array(0),
    counts: new Int32Array(EVENT_KINDS.length),
  },
  origin: new Int32Array(0),
};

/** The events among beats and marks as they are now. A beat whose kind is not known, or kept from sight, is no event. */
export function recordingEvents(beats: BeatStore, rate: number): RecordingEvents {
  const { marks } = beats;
  const length = beats.count + marks.length;
  const sample = new Int32Array(length);
  const code = new Uint8Array(length);
  const subtype = new Int8Array(length);
  const confidence = new Float32Array(length);
  const origin = new Int32Array(length);
  let mark = 0;
  let row = 0;
  const takeMarks = (before: number): void => {
    for (; mark < marks.length; mark++) {
      const next = marks[mark];
      if (!next || next.sample >= before) return;
      sample[row] = next.sample;
      code[row] = next.code;
      subtype[row] = next.subtype;
      confidence[row] = Number.NaN;
      origin[row++] = -1 - mark;
    }
  };
  for (let beat = 0; beat < beats.count; beat++) {
    const at = beats.sample[beat] ?? 0;
    takeMarks(at);
    const known = beats.stage[beat] !== DETECTED;
    sample[row] = at;
    code[row] = known ? (beats.code[beat] ?? 0) : NORMAL_CODE;
    confidence[row] = known ? (beats.confidence[beat] ?? Number.NaN) : Number.NaN;
    origin[row++] = beat;
  }
  takeMarks(Infinity);
  return { list: eventList({ sample, code, subtype, confidence }, { rate }), origin };
}

/** One event with what is worth telling of it. */
export interface EventFacts {
  readonly kind: EventKind;
  readonly sample: number;
  /** Of beats: the WFDB code. */
  readonly code: number | undefined;
  readonly unconfirmed: boolean;
  /** 0–1; undefined where there is none. */
  readonly confidence: number | undefined;
  /** Beats of a run; seconds of a pause. */
  readonly beats: number | undefined;
  readonly seconds: number | undefined;
  /** A rhythm's code without its bracket, the letters of a quality, the text of a note or strip. */
  readonly text: string;
  /** Of a strip: samples; 0 for a bookmark. */
  readonly length: number | undefined;
}

const VENTRICULAR = new Set(['V', 'E', 'r'].map((mnemonic) => codeOfMnemonic(mnemonic)?.code));

export function eventFacts(
  { list, origin }: RecordingEvents,
  at: number,
  beats: BeatStore,
  rate: number,
): EventFacts | undefined {
  const kind = EVENT_KINDS[list.kind[at] ?? 255];
  const from = origin[list.row[at] ?? -1];
  const sample = list.sample[at];
  if (kind === undefined || from === undefined || sample === undefined) return undefined;
  const nothing = { code: undefined, confidence: undefined, beats: undefined, seconds: undefined, length: undefined };
  if (from < 0) {
    const mark: Mark | undefined = beats.marks[-1 - from];
    const strip = kind === 'strip' && mark ? stripOf(mark.aux) : undefined;
    const text = strip?.text ?? (kind === 'quality' ? (mark?.aux ?? '') : (mark?.text ?? ''));
    return { ...nothing, kind, sample, unconfirmed: false, text, length: strip?.length };
  }
  const confidence = beats.confidence[from] ?? Number.NaN;
  let run = 0;
  while (kind === 'run' && from + run < beats.count && VENTRICULAR.has(beats.code[from + run])) run++;
  return {
    ...nothing,
    kind,
    sample,
    code: beats.code[from],
    unconfirmed: beats.isUnconfirmed(from),
    confidence: Number.isNaN(confidence) ? undefined : confidence,
    beats: kind === 'run' ? run : undefined,
    seconds: kind === 'pause' ? beats.interval(from) / rate : undefined,
    text: '',
  };
}
