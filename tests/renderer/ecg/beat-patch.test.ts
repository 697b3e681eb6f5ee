import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BeatStore } from '../../../src/renderer/src/ecg/beat-store.svelte.ts';
import { labelAt, nextLabel } from '../../../src/renderer/src/ecg/labels.ts';
import { type EditRows, STANDING } from '../../../src/shared/contract/editing.ts';
import { code } from './signals.ts';

type Row = readonly [id: number, sample: number, mnemonic: string, standing?: number];

const rowsOf = (rows: readonly Row[]): EditRows => {
  const sorted = rows.toSorted(([, one], [, other]) => one - other);
  return {
    id: Int32Array.from(sorted, ([id]) => id),
    sample: Int32Array.from(sorted, ([, sample]) => sample),
    code: Uint8Array.from(sorted, ([, , mnemonic]) => code(mnemonic)),
    subtype: new Int8Array(sorted.length),
    channel: new Uint8Array(sorted.length),
    num: new Int8Array(sorted.length),
    confidence: new Float32Array(sorted.length).fill(0.9),
    standing: Uint8Array.from(sorted, ([, , , standing = STANDING.source]) => standing),
    sourceCode: Uint8Array.from(sorted, ([, , mnemonic]) => code(mnemonic)),
    auxRow: new Int32Array(0),
    auxText: [],
  };
};

const storeOf = (rows: readonly Row[]): BeatStore => {
  const beats = new BeatStore();
  beats.replace(rowsOf(rows), 'model');
  return beats;
};
const contents = (beats: BeatStore): [number, number, number][] => [
  ...Array.from({ length: beats.count }, (_, beat): [number, number, number] => [
    beats.id[beat] ?? -1,
    beats.sample[beat] ?? -1,
    beats.code[beat] ?? 0,
  ]),
  ...beats.marks.map(({ id, sample, code: of }): [number, number, number] => [id, sample, of]),
];

describe('what an edit changed', () => {
  it('is put in by id, whatever it was: the same as loading the set anew', () => {
    const letters = fc.constantFrom('N', 'V', 'S', '|', '+');
    const place = fc.integer({ min: 0, max: 500 });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(place, letters), { maxLength: 60, selector: ([sample]) => sample }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 80 }), place, letters, fc.boolean()), { maxLength: 40 }),
        (initial, changes) => {
          const model = new Map<number, Row>(
            initial.map(([sample, letter], id) => [id, [id, sample, letter, STANDING.source]]),
          );
          const beats = storeOf([...model.values()]);
          const removed: number[] = [];
          const put = new Map<number, Row>();
          for (const [id, sample, letter, gone] of changes) {
            const taken = [...model.values(), ...put.values()].some((row) => row[1] === sample && row[0] !== id);
            if (gone && model.has(id) && !put.has(id) && !removed.includes(id)) removed.push(id);
            else if (!gone && !taken && !removed.includes(id)) put.set(id, [id, sample, letter, STANDING.reader]);
          }
          for (const id of removed) model.delete(id);
          for (const [id, row] of put) model.set(id, row);
          beats.patch({ removed: Int32Array.from(removed), rows: rowsOf([...put.values()]) });
          expect(contents(beats)).toEqual(contents(storeOf([...model.values()])));
        },
      ),
    );
  });

  it('leaves hollow what nobody confirmed and fills what the reader did', () => {
    const beats = storeOf([
      [0, 100, 'V'],
      [1, 200, 'V'],
    ]);
    expect([beats.isUnconfirmed(0), beats.isUnconfirmed(1)]).toEqual([true, true]);
    beats.patch({ removed: new Int32Array(0), rows: rowsOf([[1, 200, 'S', STANDING.reader]]) });
    expect([beats.isUnconfirmed(0), beats.isUnconfirmed(1), beats.origin]).toEqual([true, false, 'reader']);
  });

  it('turns a beat into an artifact and back', () => {
    const beats = storeOf([
      [0, 100, 'N'],
      [1, 200, 'N'],
    ]);
    beats.patch({ removed: new Int32Array(0), rows: rowsOf([[0, 100, '|', STANDING.reader]]) });
    expect([beats.count, beats.marks.length, labelAt(beats, 100)?.id]).toEqual([1, 1, 0]);
    expect(nextLabel(beats, 200, -1)?.sample).toBe(100);
    beats.patch({ removed: new Int32Array(0), rows: rowsOf([[0, 100, 'N', STANDING.reader]]) });
    expect([beats.count, beats.marks.length]).toEqual([2, 0]);
  });
});
