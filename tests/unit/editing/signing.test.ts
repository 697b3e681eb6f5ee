import { afterAll, describe, expect, it } from 'vitest';
import { StudyChanges } from '../../../src/main/services/changes.ts';
import { libraryHandlers } from '../../../src/main/services/library-service.ts';
import { ids, N, openWorkbench, relabel, S, studyWithBeats, V } from './workbench.ts';

const bench = openWorkbench();
const { api, library } = bench;
afterAll(() => bench.close());

const codesOf = async (setId: string): Promise<number[]> => [...(await api['edit.rows']({ setId })).rows.code];

describe('a signed study', () => {
  it('keeps what was signed; later edits make a new version that can be signed again', async () => {
    await bench.sit('Dr A');
    const { setId, studyId } = studyWithBeats(library, [N, N, N]);
    const first = await api['edit.apply']({ setId, revision: 1, edit: relabel(ids(0), V) });
    const signed = await api['sign.study']({ studyId, sets: [first], note: 'agreed' });
    expect(signed).toMatchObject({
      version: 1,
      signer: 'Dr A',
      note: 'agreed',
      sets: [{ setId: first.setId, revision: first.revision, sourceSetId: setId }],
    });
    expect(library.studies.row(studyId).status).toBe('signed');
    const state = await api['edit.state']({ setId: first.setId });
    expect(state).toMatchObject({ nextEdit: 'version', signed: { signer: 'Dr A', at: signed.at } });
    expect(state).not.toHaveProperty('undo');
    await expect(api['edit.undo'](first)).rejects.toMatchObject({ message: 'There is nothing to undo.' });
    await expect(api['sign.study']({ studyId, sets: [first] })).rejects.toMatchObject({ message: /signed already/ });

    const second = await api['edit.apply']({ ...first, edit: relabel(ids(1), S) });
    expect(second.setId).not.toBe(first.setId);
    expect(library.studies.row(studyId).status).toBe('in-review');
    expect(await api['edit.state']({ setId: second.setId })).toMatchObject({
      version: 2,
      sourceSetId: setId,
      confirmed: 2,
    });
    expect(await api['edit.state']({ setId: first.setId })).toMatchObject({
      nextEdit: 'other',
      ownSetId: second.setId,
    });
    expect(await codesOf(first.setId)).toEqual([V, N, N]);
    expect(await codesOf(second.setId)).toEqual([V, S, N]);

    await bench.sit('Dr B');
    const third = await api['edit.apply']({ ...second, edit: relabel(ids(2), V) });
    await api['sign.study']({ studyId, sets: [third] });
    const { versions } = await api['sign.versions']({ studyId });
    expect(versions.map(({ version, signer }) => [version, signer])).toEqual([
      [2, 'Dr B'],
      [1, 'Dr A'],
    ]);
    const [old] = (await api['sign.version']({ studyId, version: 1 })).sets;
    expect(await codesOf(old?.setId ?? '')).toEqual([V, N, N]);
    await expect(api['sign.version']({ studyId, version: 3 })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is signed by a signature only: its status cannot be set to signed, but for one that is in force', async () => {
    await bench.sit('Dr A');
    const { setId, studyId } = studyWithBeats(library, [N, N]);
    const handlers = libraryHandlers(library, new StudyChanges());
    const { signal } = new AbortController();
    const setStatus = async (status: 'in-review' | 'signed') =>
      handlers['library.setStatus']({ studyId, status }, signal);
    await expect(setStatus('signed')).rejects.toMatchObject({ code: 'bad-input', message: /sign it there/ });
    expect(library.studies.row(studyId).status).toBe('new');
    const { sets } = await api['sign.study']({ studyId, sets: [{ setId, revision: 1 }] });
    await setStatus('signed');
    expect(library.studies.row(studyId).status).toBe('signed');
    const [own] = sets;
    await api['edit.apply']({ setId: own?.setId ?? '', revision: own?.revision ?? 0, edit: relabel(ids(0), V) });
    await expect(setStatus('signed')).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('stays signed until an edit begins the next version: its status cannot be set back', async () => {
    await bench.sit('Dr A');
    const { setId, studyId } = studyWithBeats(library, [N, N]);
    const handlers = libraryHandlers(library, new StudyChanges());
    const { signal } = new AbortController();
    const { sets } = await api['sign.study']({ studyId, sets: [{ setId, revision: 1 }] });
    for (const status of ['new', 'in-review'] as const) {
      await expect((async () => handlers['library.setStatus']({ studyId, status }, signal))()).rejects.toMatchObject({
        code: 'bad-input',
        message: /next version/,
      });
    }
    expect(library.studies.row(studyId).status).toBe('signed');
    const [own] = sets;
    await api['edit.apply']({ setId: own?.setId ?? '', revision: own?.revision ?? 0, edit: relabel(ids(0), V) });
    await handlers['library.setStatus']({ studyId, status: 'new' }, signal);
    expect(library.studies.row(studyId).status).toBe('new');
  });

  it('gives back in its next version what was hidden in one before, and to another reader who goes on from it', async () => {
    await bench.sit('Dr A');
    const { setId, studyId } = studyWithBeats(library, [N, V, S]);
    const first = await api['edit.apply']({ setId, revision: 1, edit: { kind: 'remove', target: ids(1) } });
    await api['sign.study']({ studyId, sets: [first] });
    const second = await api['edit.apply']({ ...first, edit: relabel(ids(0), V) });
    const { rows, sequence } = await api['edit.removed'](second);
    expect([[...rows.id], [...rows.code], [...sequence]]).toEqual([[1], [V], [-1]]);
    await bench.sit('Dr B');
    const others = await api['edit.apply']({ ...second, edit: { kind: 'restore', ids: Int32Array.of(1) } });
    expect(await codesOf(others.setId)).toEqual([V, V, S]);
    await bench.sit('Dr A');
    const third = await api['edit.apply']({ ...second, edit: { kind: 'restore', ids: Int32Array.of(1) } });
    expect(await codesOf(third.setId)).toEqual([V, V, S]);
    expect((await api['edit.removed'](third)).rows.id).toHaveLength(0);
    await api['edit.undo'](third);
    expect([...(await api['edit.removed'](third)).rows.id]).toEqual([1]);
  });

  it('without an edit is signed as the reader’s own copy', async () => {
    await bench.sit('Dr A');
    const { setId, studyId } = studyWithBeats(library, [N, V]);
    const { sets } = await api['sign.study']({ studyId, sets: [{ setId, revision: 1 }] });
    expect(sets[0]?.setId).not.toBe(setId);
    expect(await codesOf(sets[0]?.setId ?? '')).toEqual([N, V]);
    expect(await api['edit.state']({ setId })).toMatchObject({ nextEdit: 'other' });
  });

  it('is not signed where anything changed, is lacking or belongs elsewhere; then nothing is stored', async () => {
    await bench.sit('Dr A');
    const one = studyWithBeats(library, [N, V]);
    const other = studyWithBeats(library, [N, V]);
    const { studyId } = one;
    const refused = [
      { studyId, sets: [{ setId: one.setId, revision: 0 }] },
      { studyId, sets: [{ setId: other.setId, revision: 1 }] },
      {
        studyId,
        sets: [
          { setId: one.setId, revision: 1 },
          { setId: one.setId, revision: 1 },
        ],
      },
    ];
    for (const request of refused) {
      await expect(api['sign.study'](request)).rejects.toMatchObject({ code: 'bad-input' });
    }
    expect(library.annotations.sets(one.recordingId)).toHaveLength(1);
    expect((await api['sign.versions']({ studyId })).versions).toEqual([]);
    expect(library.studies.row(studyId).status).toBe('new');
  });
});
