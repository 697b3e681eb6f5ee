import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { type Edit, type EditAnswer, type EditTarget, STANDING } from '../../../src/shared/contract/editing.ts';
import { stripOf } from '../../../src/shared/strips.ts';
import { code, ids, N, openWorkbench, relabel, S, studyWithBeats, V } from './workbench.ts';

const bench = openWorkbench();
const { api, library } = bench;
afterAll(() => bench.close());

const codesOf = async (setId: string): Promise<number[]> => [...(await api['edit.rows']({ setId })).rows.code];

describe('the first edit of a recording by a reader', () => {
  it('makes a set of the reader’s own and leaves what the model said as it was', async () => {
    await bench.sit('Dr A');
    const { setId, studyId, recordingId } = studyWithBeats(library, [N, N, V, N]);
    const shown = await api['edit.state']({ setId });
    expect(shown).toMatchObject({
      author: 'Dr A',
      nextEdit: 'copy',
      kind: 'source',
      version: 0,
      labels: 4,
      confirmed: 0,
    });
    const answer = await api['edit.apply']({ setId, revision: shown.revision, edit: relabel(ids(1), V) });
    expect(answer.setId).not.toBe(setId);
    expect(await codesOf(setId)).toEqual([N, N, V, N]);
    expect(await codesOf(answer.setId)).toEqual([N, V, V, N]);
    const set = library.annotations.sets(recordingId).find(({ id }) => id === answer.setId);
    expect(set).toMatchObject({ origin: 'reader', madeBy: 'Dr A', complete: true, countByCode: { N: 2, V: 2 } });
    expect(library.studies.row(studyId).status).toBe('in-review');
    expect(await api['edit.state']({ setId: answer.setId })).toMatchObject({
      nextEdit: 'own',
      kind: 'reader',
      version: 1,
      sourceSetId: setId,
      confirmed: 1,
      undo: { kind: 'relabel', count: 1, fromCode: N, toCode: V, words: 'Relabel beat N to V at 0:00:02.0' },
    });
  });

  it('tells for every beat whether a reader has said it, and what the model says', async () => {
    await bench.sit('Dr A');
    const { setId } = studyWithBeats(library, [N, V, S], { confidence: [0.9, 0.5, 0.7] });
    let answer = await api['edit.apply']({ setId, revision: 1, edit: relabel(ids(0), S) });
    answer = await next(answer, { kind: 'confirm', target: ids(1) });
    const { rows } = await api['edit.rows']({ setId: answer.setId });
    expect([...rows.standing]).toEqual([STANDING.reader, STANDING.reader, STANDING.source]);
    expect([...rows.code]).toEqual([S, V, S]);
    expect([...rows.sourceCode]).toEqual([N, V, S]);
    expect([...rows.confidence].map((value) => Math.round(value * 10) / 10)).toEqual([Number.NaN, 0.5, 0.7]);
  });

  it('says whether beats and rhythm are still what the source has: notes and confirmations leave them so', async () => {
    await bench.sit('Dr A');
    const { setId } = studyWithBeats(library, [N, V]);
    const asSource = async (of: string): Promise<boolean> => (await api['edit.state']({ setId: of })).asSource;
    expect(await asSource(setId)).toBe(true);
    let answer = await api['edit.apply']({ setId, revision: 1, edit: { kind: 'note', sample: 5, text: 'here' } });
    answer = await next(answer, { kind: 'confirm', target: ids(1) });
    answer = await next(answer, { kind: 'quality', from: 0, to: 100, level: 'noisy' });
    expect(answer.summary).toMatchObject({ state: 'noisy' });
    expect(await asSource(answer.setId)).toBe(true);
    answer = await next(answer, { kind: 'rhythm', from: 0, to: 200, rhythm: 'AFIB' });
    expect(answer.summary).toMatchObject({ state: 'AFIB', words: expect.stringMatching(/^Rhythm AFIB/) as string });
    expect(await asSource(answer.setId)).toBe(false);
    const undone = await api['edit.undo'](answer);
    expect(await asSource(undone.setId)).toBe(true);
    answer = await next(undone, { kind: 'remove', target: ids(0) });
    expect(await asSource(answer.setId)).toBe(false);
  });

  it('is refused without a name, and for a set whose reader is another', async () => {
    const { setId } = studyWithBeats(library, [N, N]);
    await bench.sit(undefined);
    const edit = relabel(ids(0), V);
    await expect(api['edit.apply']({ setId, revision: 1, edit })).rejects.toMatchObject({ message: /preferences/ });
    await bench.sit('Dr A');
    const a = await api['edit.apply']({ setId, revision: 1, edit });
    await bench.sit('Dr B');
    const b = await api['edit.apply']({ setId: a.setId, revision: a.revision, edit: relabel(ids(1), V) });
    expect(b.setId).not.toBe(a.setId);
    expect(await codesOf(a.setId)).toEqual([V, N]);
    const { rows } = await api['edit.rows']({ setId: b.setId });
    expect([...rows.standing]).toEqual([STANDING.otherReader, STANDING.reader]);
    await expect(api['edit.apply']({ setId, revision: 1, edit })).rejects.toMatchObject({ message: /of your own/ });
  });
});

const next = (answer: EditAnswer, edit: Parameters<(typeof api)['edit.apply']>[0]['edit']): Promise<EditAnswer> =>
  api['edit.apply']({ setId: answer.setId, revision: answer.revision, edit });

const rhythmOf = async (setId: string): Promise<[number, string][]> => {
  const { rows } = await api['edit.rows']({ setId });
  return [...rows.auxRow].map((row, at) => [rows.sample[row] ?? -1, rows.auxText[at] ?? '']);
};

describe('edits', () => {
  it('change all labels of a range, or those of some codes, after telling how many', async () => {
    await bench.sit('Dr A');
    const { setId } = studyWithBeats(library, [N, V, N, V, N]);
    const target: EditTarget = { by: 'range', from: 700, to: 1500, codes: [N] };
    expect(await api['edit.count']({ setId, target })).toMatchObject({ count: 1, from: 1080, to: 1080 });
    const all = { by: 'range', from: 700, to: 1500 } as const;
    const counted = await api['edit.count']({ setId, target: all });
    expect(counted).toMatchObject({ count: 3, codes: Uint8Array.of(N, V), codeCounts: Int32Array.of(1, 2) });
    const asked = { setId, revision: counted.revision, edit: relabel(all, S) };
    await expect(api['edit.apply']({ ...asked, expected: 2 })).rejects.toMatchObject({ message: /changed meanwhile/ });
    const answer = await api['edit.apply']({ ...asked, expected: 3 });
    expect(await codesOf(answer.setId)).toEqual([N, S, S, S, N]);
    expect(answer.summary.words).toBe('Relabel 3 beats to S');
  });

  it('insert, move and hide beats; what is hidden is listed and comes back as it was', async () => {
    await bench.sit('Dr A');
    const { setId } = studyWithBeats(library, [N, V, N]);
    let answer = await api['edit.apply']({
      setId,
      revision: 1,
      edit: { kind: 'insert', sample: 500, code: S, channel: 0 },
    });
    const [inserted = -1] = answer.rows.id;
    expect(inserted).toBe(3);
    answer = await next(answer, { kind: 'move', id: inserted, sample: 540 });
    answer = await next(answer, { kind: 'remove', target: ids(1, inserted) });
    expect([...answer.removed].sort()).toEqual([1, inserted]);
    expect(await codesOf(answer.setId)).toEqual([N, N]);
    const { rows } = await api['edit.removed']({ setId: answer.setId });
    expect([...rows.id]).toEqual([inserted, 1]);
    expect([...rows.sample]).toEqual([540, 720]);
    answer = await next(answer, { kind: 'restore', ids: Int32Array.of(1) });
    expect(await codesOf(answer.setId)).toEqual([N, V, N]);
    expect([...(await api['edit.removed']({ setId: answer.setId })).rows.id]).toEqual([inserted]);
    answer = await api['edit.undo'](answer);
    expect((await api['edit.removed']({ setId: answer.setId })).rows.id).toHaveLength(2);
  });

  it('paint rhythm as WFDB states it: what held after a stretch goes on', async () => {
    await bench.sit('Dr A');
    const { setId } = studyWithBeats(library, [N, N, N, N, N, N]);
    let answer = await api['edit.apply']({
      setId,
      revision: 1,
      edit: { kind: 'rhythm', from: 0, to: 9999, rhythm: 'N' },
    });
    answer = await next(answer, { kind: 'rhythm', from: 720, to: 1440, rhythm: 'AFIB' });
    expect(await rhythmOf(answer.setId)).toEqual([
      [0, '(N'],
      [719, '(AFIB'],
      [1439, '(N'],
    ]);
    answer = await next(answer, { kind: 'rhythm', from: 1000, to: 1800, rhythm: 'VT' });
    expect(await rhythmOf(answer.setId)).toEqual([
      [0, '(N'],
      [719, '(AFIB'],
      [1000, '(VT'],
      [1799, '(N'],
    ]);
    answer = await next(answer, { kind: 'rhythm', from: 719, to: 1799 });
    expect(await rhythmOf(answer.setId)).toEqual([[0, '(N']]);
    answer = await api['edit.undo'](answer);
    expect(await rhythmOf(answer.setId)).toHaveLength(4);
  });

  it('paint quality for leads, keep notes and strips, and say what they were', async () => {
    await bench.sit('Dr A');
    const { setId } = studyWithBeats(library, [N, N, N]);
    let answer = await api['edit.apply']({
      setId,
      revision: 1,
      edit: { kind: 'quality', from: 100, to: 600, level: 'unreadable', leads: [0] },
    });
    expect([...answer.rows.code]).toEqual([code('~'), code('~')]);
    expect([...answer.rows.subtype]).toEqual([0x11, 0]);
    expect(answer.rows.auxText).toEqual(['u', 'c']);
    answer = await next(answer, { kind: 'note', sample: 400, text: 'patient coughs' });
    expect(answer.rows.auxText).toEqual(['patient coughs']);
    answer = await next(answer, { kind: 'strip', from: 300, to: 900, leads: [0], text: 'for the report' });
    expect(stripOf(answer.rows.auxText[0] ?? '')).toEqual({ length: 600, leads: [0], text: 'for the report' });
    const { events } = await api['edit.history']({ setId: answer.setId });
    expect(events.map(({ summary }) => summary.words)).toEqual([
      'Strip at 0:00:00.8',
      'Note at 0:00:01.1',
      'Signal quality unreadable from 0:00:00.3 to 0:00:01.7',
    ]);
  });

  it('that make no sense are refused with a sentence and store nothing', async () => {
    await bench.sit('Dr A');
    const { setId } = studyWithBeats(library, [N, V]);
    const first = await api['edit.apply']({ setId, revision: 1, edit: { kind: 'note', sample: 5, text: 'here' } });
    const [note = -1] = first.rows.id;
    const refused: readonly Edit[] = [
      relabel(ids(note), V),
      relabel(ids(99), V),
      relabel(ids(0), code('+')),
      { kind: 'insert', sample: -1, code: N, channel: 0 },
      { kind: 'insert', sample: 360, code: N, channel: 0 },
      { kind: 'insert', sample: 400, code: N, channel: 7 },
      { kind: 'move', id: 0, sample: 10_000_000 },
      { kind: 'move', id: 0, sample: 720 },
      { kind: 'restore', ids: Int32Array.of(0) },
      { kind: 'rhythm', from: 500, to: 500, rhythm: 'N' },
      { kind: 'quality', from: 0, to: 500, level: 'noisy', leads: [9] },
      { kind: 'note', sample: 5, text: 'ä'.repeat(199) },
      { kind: 'note', sample: 5, text: 'no note', id: 0 },
    ];
    for (const edit of refused) {
      await expect(next(first, edit), JSON.stringify(edit)).rejects.toMatchObject({
        code: 'bad-input',
        message: /\.$/,
      });
    }
    expect(library.annotations.revision(first.setId)).toBe(first.revision);
  });

  it('that ask for what is already so change nothing and copy nothing', async () => {
    await bench.sit('Dr A');
    const { setId, recordingId } = studyWithBeats(library, [N, V]);
    const target = { by: 'range', from: 0, to: 100 } as const;
    const answer = await api['edit.apply']({ setId, revision: 1, edit: relabel(target, V) });
    expect(answer).toMatchObject({ setId, revision: 1, summary: { count: 0 } });
    expect(library.annotations.sets(recordingId)).toHaveLength(1);
  });

  it('of what has changed since the window looked are refused whole; elsewhere they are taken', async () => {
    await bench.sit('Dr A');
    const { setId } = studyWithBeats(library, [N, N, N, N]);
    const first = await api['edit.apply']({ setId, revision: 1, edit: relabel(ids(0), V) });
    const second = await next(first, relabel(ids(1), V));
    const stale = { setId: first.setId, revision: first.revision };
    for (const edit of [
      relabel(ids(1, 2), S),
      relabel({ by: 'range', from: 0, to: 5000 }, S),
      { kind: 'move', id: 1, sample: 730 } as const,
      relabel(ids(1), S),
    ]) {
      await expect(api['edit.apply']({ ...stale, edit })).rejects.toMatchObject({ message: /changed meanwhile/ });
    }
    await expect(api['edit.undo'](stale)).rejects.toMatchObject({ message: /changed meanwhile/ });
    expect(library.annotations.revision(first.setId)).toBe(second.revision);
    await api['edit.apply']({ ...stale, edit: relabel(ids(3), S) });
    expect(await codesOf(first.setId)).toEqual([V, V, N, S]);
  });
});

describe('undo and redo', () => {
  it('go all the way back and forth, and say what comes next', async () => {
    await bench.sit('Dr A');
    const { setId } = studyWithBeats(library, [N, N, N, N, N, N, N, N]);
    let answer = await api['edit.apply']({ setId, revision: 1, edit: relabel(ids(0), V) });
    const states = [await codesOf(setId), await codesOf(answer.setId)];
    for (let beat = 1; beat < 8; beat++) {
      answer = await next(answer, beat % 3 === 0 ? { kind: 'remove', target: ids(beat) } : relabel(ids(beat), S));
      states.push(await codesOf(answer.setId));
    }
    for (let round = 0; round < 2; round++) {
      for (let at = states.length - 2; at >= 0; at--) {
        answer = await api['edit.undo'](answer);
        expect(await codesOf(answer.setId)).toEqual(states[at]);
      }
      await expect(api['edit.undo'](answer)).rejects.toMatchObject({ message: 'There is nothing to undo.' });
      for (let at = 1; at < states.length; at++) {
        answer = await api['edit.redo'](answer);
        expect(await codesOf(answer.setId)).toEqual(states[at]);
      }
      await expect(api['edit.redo'](answer)).rejects.toMatchObject({ message: 'There is nothing to redo.' });
    }
    answer = await api['edit.undo'](answer);
    answer = await api['edit.undo'](answer);
    const state = await api['edit.state']({ setId: answer.setId });
    expect([state.undo?.words, state.redo?.words]).toEqual([
      'Relabel beat N to S at 0:00:06.0',
      'Hide beat N at 0:00:07.0',
    ]);
    answer = await next(answer, relabel(ids(0), S));
    expect(await api['edit.state']({ setId: answer.setId })).not.toHaveProperty('redo');
    const { events } = await api['edit.history']({ setId: answer.setId, limit: 3 });
    expect(events.map(({ act, undone }) => [act, undone])).toEqual([
      ['edit', false],
      ['undo', false],
      ['undo', false],
    ]);
  });

  it('hold across a restart', async () => {
    const first = openWorkbench();
    await first.sit('Dr A');
    const { setId } = studyWithBeats(first.library, [N, N, N]);
    let answer = await first.api['edit.apply']({ setId, revision: 1, edit: relabel(ids(0), V) });
    answer = await first.api['edit.apply']({ ...answer, edit: relabel(ids(1), V) });
    answer = await first.api['edit.undo'](answer);
    first.close();
    const second = openWorkbench(first.folder);
    const again = await second.api['edit.redo'](answer);
    expect([...(await second.api['edit.rows']({ setId: again.setId })).rows.code]).toEqual([V, V, N]);
    await second.api['edit.undo'](await second.api['edit.undo'](again));
    expect([...(await second.api['edit.rows']({ setId: again.setId })).rows.code]).toEqual([N, N, N]);
    second.close();
  });

  it('of one reader never touch what another did', async () => {
    await bench.sit('Dr A');
    const { setId } = studyWithBeats(library, [N, N]);
    const a = await api['edit.apply']({ setId, revision: 1, edit: relabel(ids(0), V) });
    await bench.sit('Dr B');
    await expect(api['edit.undo'](a)).rejects.toMatchObject({ message: 'There is nothing to undo.' });
    const b = await api['edit.apply']({ ...a, edit: relabel(ids(1), V) });
    await api['edit.undo'](b);
    expect(await codesOf(a.setId)).toEqual([V, N]);
  });
});

describe('the library itself', () => {
  it('lets nobody write in another reader’s set, nor in a signed one, nor change a signature', async () => {
    await bench.sit('Dr A');
    const { setId, studyId } = studyWithBeats(library, [N]);
    const { setId: own, revision } = await api['edit.apply']({ setId, revision: 1, edit: relabel(ids(0), V) });
    const by = { at: '2026-11-22T10:00:00Z' };
    const row = library.annotations.read(own);
    const change = { kind: 'remove', before: row, after: { ...row, ...empty } } as const;
    expect(() => library.annotations.change(own, change, { ...by, author: 'model 2' })).toThrow(/its own reader/);
    await api['sign.study']({ studyId, sets: [{ setId: own, revision }] });
    expect(() => library.annotations.change(own, change, { ...by, author: 'Dr A' })).toThrow(/never changed/);
    const database = new Database(join(bench.folder, 'library.db'));
    for (const attack of [
      "UPDATE sign_offs SET signer = 'Dr Z'",
      'DELETE FROM sign_offs',
      'DELETE FROM signed_sets',
      "UPDATE reader_sets SET author = 'Dr Z'",
    ]) {
      expect(() => database.exec(attack), attack).toThrow(/never|never removed/);
    }
    database.close();
  });
});

const empty = {
  id: new Int32Array(0),
  sample: new Int32Array(0),
  code: new Uint8Array(0),
  subtype: new Int8Array(0),
  channel: new Uint8Array(0),
  num: new Int8Array(0),
  confidence: new Float32Array(0),
  standing: new Uint8Array(0),
};
