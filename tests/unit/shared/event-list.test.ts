import { describe, expect, it } from 'vitest';
import { codeOfMnemonic } from '../../../src/shared/annotation-codes.ts';
import {
  EVENT_KINDS,
  type EventKind,
  eventList,
  filterEvents,
  nextEvent,
  stripAt,
} from '../../../src/shared/event-list.ts';
import { stripOf, stripText } from '../../../src/shared/strips.ts';

const RATE = 100;

/** One annotation a second by mnemonic; a space is a second without one, `?` before a mnemonic a doubtful one. */
function annotations(text: string): Parameters<typeof eventList>[0] {
  const rows: { sample: number; code: number; subtype: number; confidence: number }[] = [];
  Array.from(text).forEach((mnemonic, second) => {
    const doubtful = mnemonic === mnemonic.toLowerCase() && /[nv]/.test(mnemonic);
    const code = codeOfMnemonic(mnemonic === '#' ? '"' : doubtful ? mnemonic.toUpperCase() : mnemonic)?.code;
    if (code === undefined) return;
    rows.push({ sample: second * RATE, code, subtype: mnemonic === '#' ? 1 : 0, confidence: doubtful ? 0.5 : 0.9 });
  });
  return {
    sample: Int32Array.from(rows, ({ sample }) => sample),
    code: Uint8Array.from(rows, ({ code }) => code),
    subtype: Int8Array.from(rows, ({ subtype }) => subtype),
    confidence: Float32Array.from(rows, ({ confidence }) => confidence),
  };
}

const listed = (text: string): [EventKind | undefined, number][] => {
  const { kind, sample } = eventList(annotations(text), { rate: RATE });
  return [...kind].map((each, at) => [EVENT_KINDS[each], (sample[at] ?? 0) / RATE]);
};

describe('the event list', () => {
  it('tells of every beat that is not normal, of marks, and of strips apart from notes', () => {
    expect(listed('NVASF/+~"#N')).toEqual([
      ['ventricular', 1],
      ['supraventricular', 2],
      ['supraventricular', 3],
      ['fusion', 4],
      ['paced-or-unknown', 5],
      ['rhythm', 6],
      ['quality', 7],
      ['note', 8],
      ['strip', 9],
      ['pause', 10],
    ]);
  });

  it('tells of couplets and runs by their first beat, whatever marks stand between', () => {
    const events = listed('NVVNV+VVNV').filter(([kind]) => kind === 'run' || kind === 'couplet');
    expect(events).toEqual([
      ['couplet', 1],
      ['run', 4],
    ]);
  });

  it('tells of pauses by the beat that ends them, and of doubtful beats', () => {
    expect(listed('NN NNnN').filter(([kind]) => kind === 'pause' || kind === 'doubtful')).toEqual([
      ['pause', 3],
      ['doubtful', 5],
    ]);
  });

  it('counts by kind, filters, and finds the next and the previous', () => {
    const list = eventList(annotations('NVNANVNVN'), { rate: RATE });
    expect(list.counts[EVENT_KINDS.indexOf('ventricular')]).toBe(3);
    expect(list.counts.reduce((sum, count) => sum + count)).toBe(list.kind.length);
    const samples = (positions: Int32Array): number[] => [...positions].map((at) => (list.sample[at] ?? 0) / RATE);
    expect(samples(filterEvents(list, { kinds: ['ventricular'], from: 2 * RATE, to: 7 * RATE }))).toEqual([5]);
    expect(samples(filterEvents(list, { row: (row) => row > 3 }))).toEqual([5, 7]);
    const at = (position: number): number => (list.sample[position] ?? -1) / RATE;
    expect(at(nextEvent(list, RATE, 'next'))).toBe(3);
    expect(at(nextEvent(list, RATE, 'next', ['ventricular']))).toBe(5);
    expect(at(nextEvent(list, 5 * RATE, 'previous', ['ventricular']))).toBe(1);
    expect(nextEvent(list, RATE, 'previous')).toBe(-1);
    expect(nextEvent(list, 8 * RATE, 'next')).toBe(-1);
  });

  it('reads a strip from its comment as it was written, and no other comment', () => {
    for (const strip of [
      { length: 2880, leads: [0, 11], text: 'onset [here]' },
      { length: 0, leads: [], text: '' },
    ]) {
      expect(stripOf(stripText(strip))).toEqual(strip);
      expect(stripAt(1, stripText(strip))).toEqual(strip);
    }
    expect(stripOf('strip 7')).toBeUndefined();
    expect(stripAt(0, stripText({ length: 1, leads: [], text: '' }))).toBeUndefined();
  });
});
