import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnnotationChange, applyChange, inverse } from '../../../src/main/library/annotation-change.ts';
import { decodeAnnotations, encodeAnnotations } from '../../../src/main/library/annotation-codec.ts';
import { copyRow, emptyAnnotations, type StoredAnnotations } from '../../../src/main/library/annotation-columns.ts';
import type { NewAnnotations } from '../../../src/main/library/annotation-store.ts';
import type { Library } from '../../../src/main/library/open-library.ts';
import { importStudy, numbers, recordingIdOf, temporaryLibrary } from './temporary-library.ts';

const library = temporaryLibrary();
const by = { author: 'reader', at: '2026-11-22T10:00:00Z' };

const newSet = (into: Library = library): string =>
  into.annotations.create(recordingIdOf(importStudy(into)), {
    annotator: 'rules',
    origin: 'rules',
    madeBy: 'rules 1',
    createdAt: by.at,
  });

const beats = (
  samples: readonly number[],
  code = 1,
  aux: readonly (readonly [number, string])[] = [],
): NewAnnotations => ({
  sample: Int32Array.from(samples),
  code: new Uint8Array(samples.length).fill(code),
  subtype: new Int8Array(samples.length),
  channel: new Uint8Array(samples.length),
  num: new Int8Array(samples.length),
  aux: new Map(aux),
});

const takeRows = (state: StoredAnnotations, rows: readonly number[]): StoredAnnotations => {
  const taken = emptyAnnotations(rows.length);
  for (const [to, from] of rows.entries()) copyRow(state, from, taken, to);
  return taken;
};

/** What the whole log leads to, replayed on nothing. */
const replayed = (setId: string): StoredAnnotations =>
  library.annotations.events(setId).reduce<StoredAnnotations>(applyChange, emptyAnnotations());

const withCode = (rows: StoredAnnotations, code: number): StoredAnnotations => ({
  ...rows,
  code: new Uint8Array(rows.code.length).fill(code),
});
const movedBy = (rows: StoredAnnotations, by: number): StoredAnnotations => ({
  ...rows,
  sample: rows.sample.map((sample) => sample + by),
});

function randomChange(state: StoredAnnotations, random: () => number): AnnotationChange | undefined {
  const kind = Math.floor(random() * 3);
  const count = Math.floor(random() * Math.min(300, state.sample.length));
  const rows = new Set(Array.from({ length: count }, () => Math.floor(random() * state.sample.length)));
  const before = takeRows(state, [...rows]);
  if (before.sample.length === 0) return undefined;
  if (kind === 0) return { kind: 'remove', before, after: emptyAnnotations() };
  if (kind === 1) return { kind: 'relabel', before, after: withCode(before, 5) };
  return { kind: 'move', before, after: movedBy(before, Math.floor((random() - 0.5) * 100_000)) };
}

describe('the annotation log', () => {
  it('leads to the state that is kept beside it, whatever was done', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 30 }), (seed) => {
        const random = numbers(seed);
        const setId = newSet();
        for (let step = 0; step < 12; step++) {
          const state = library.annotations.read(setId);
          const change = step % 3 === 0 ? undefined : randomChange(state, random);
          if (change) library.annotations.change(setId, change, by);
          else {
            const samples = Array.from({ length: Math.floor(random() * 1500) }, () => Math.floor(random() * 1e6));
            library.annotations.add(
              setId,
              beats(
                samples.sort((a, b) => a - b),
                1,
                samples.length > 0 ? [[0, '(AFIB']] : [],
              ),
              by,
            );
          }
        }
        const state = library.annotations.read(setId);
        expect(state).toEqual(replayed(setId));
        const { count, countByCode } = library.annotations.set(setId);
        expect(count).toBe(state.sample.length);
        const codes = {
          N: state.code.filter((code) => code === 1).length,
          V: state.code.filter((code) => code === 5).length,
        };
        expect(countByCode).toEqual(Object.fromEntries(Object.entries(codes).filter(([, number]) => number > 0)));
      }),
      { numRuns: 6 },
    );
  });

  it('takes any change back by a further event', () => {
    const setId = newSet();
    library.annotations.add(setId, beats([100, 200, 200, 300], 1, [[2, '(N']]), by);
    const before = library.annotations.read(setId);
    const rows = takeRows(before, [0, 2]);
    for (const change of [
      { kind: 'relabel', before: rows, after: withCode(rows, 8) },
      { kind: 'move', before: rows, after: movedBy(rows, 150) },
      { kind: 'remove', before: rows, after: emptyAnnotations() },
    ] as const) {
      library.annotations.change(setId, change, by);
      expect(library.annotations.read(setId)).not.toEqual(before);
      const { sequence } = library.annotations.events(setId).at(-1) ?? { sequence: -1 };
      library.annotations.undo(setId, sequence, by);
      expect(library.annotations.read(setId)).toEqual(before);
      expect(library.annotations.events(setId).at(-1)).toMatchObject({ undoes: sequence, author: 'reader' });
    }
    expect(inverse({ kind: 'add', before: emptyAnnotations(), after: rows })).toEqual({
      kind: 'remove',
      before: rows,
      after: emptyAnnotations(),
    });
  });

  it('refuses a change of annotations that are not as it says, and leaves everything as it was', () => {
    const setId = newSet();
    library.annotations.add(setId, beats([100, 200]), by);
    const state = library.annotations.read(setId);
    const outdated = withCode(takeRows(state, [0]), 8);
    expect(() =>
      library.annotations.change(setId, { kind: 'remove', before: outdated, after: emptyAnnotations() }, by),
    ).toThrow(/changed meanwhile/);
    expect(library.annotations.events(setId)).toHaveLength(1);
    expect(library.annotations.read(setId)).toEqual(state);
  });

  it('keeps annotations at one sample in the order of the file', () => {
    const setId = newSet();
    library.annotations.add(setId, { ...beats([5, 5, 5]), code: Uint8Array.of(28, 1, 22) }, by);
    expect([...library.annotations.read(setId).code]).toEqual([28, 1, 22]);
  });

  it('reads any stretch of 100,000 beats that were added in batches', () => {
    const setId = newSet();
    for (let batch = 0; batch < 100; batch++) {
      library.annotations.add(setId, beats(Array.from({ length: 1000 }, (_, i) => (batch * 1000 + i) * 200)), by);
    }
    expect(library.annotations.read(setId).sample).toHaveLength(100_000);
    expect([...library.annotations.read(setId, 4_000_000, 4_001_000).sample]).toEqual([
      4_000_000, 4_000_200, 4_000_400, 4_000_600, 4_000_800,
    ]);
    expect(library.annotations.read(setId, 19_999_900, 2 ** 31 - 1).sample).toHaveLength(0);
    expect(library.annotations.read(setId, -10, 1).sample).toHaveLength(1);
  });

  it('can never be rewritten, nor removed once the set is complete', () => {
    const studyId = importStudy(library);
    const recordingId = recordingIdOf(studyId);
    const make = () =>
      library.annotations.create(recordingId, { annotator: 'r', origin: 'rules', madeBy: 'r', createdAt: by.at });
    const kept = make();
    library.annotations.add(kept, beats([1]), by);
    library.annotations.complete(kept);
    const provisional = make();
    library.annotations.add(provisional, beats([1]), by);
    library.annotations.discardIncomplete(recordingId);
    expect(library.annotations.sets(recordingId).map(({ id }) => id)).toEqual([kept]);
    const database = new Database(join(library.folder, 'library.db'));
    for (const attack of [
      "UPDATE annotation_events SET author = 'somebody else'",
      'DELETE FROM annotation_events',
      `DELETE FROM annotation_sets WHERE id = '${kept}'`,
      `DELETE FROM studies WHERE id = '${studyId}'`,
    ]) {
      expect(() => database.exec(attack)).toThrow(/append-only|never deleted/);
    }
    database.close();
    expect(library.annotations.events(kept)).toHaveLength(1);
  });
});

describe('columns of annotations as they are stored', () => {
  it('come back as they were', () => {
    const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    const row = fc.tuple(
      int32,
      int32,
      fc.nat(255),
      fc.integer({ min: -128, max: 127 }),
      fc.option(fc.string({ unit: 'grapheme' })),
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), (list) => {
        const rows = emptyAnnotations(list.length);
        for (const [i, [sample, id, byte, signed, aux]] of list.entries()) {
          rows.sample[i] = sample;
          rows.id[i] = id;
          rows.code[i] = byte;
          rows.channel[i] = 255 - byte;
          rows.subtype[i] = signed;
          rows.num[i] = -1 - signed;
          rows.confidence[i] = byte > 250 ? Number.NaN : byte / 255;
          if (aux !== null) rows.aux.set(i, aux);
        }
        expect(decodeAnnotations(encodeAnnotations(rows))).toEqual(rows);
      }),
      { numRuns: 100 },
    );
  });
});
