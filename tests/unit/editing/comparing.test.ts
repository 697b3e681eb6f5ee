import { afterAll, describe, expect, it } from 'vitest';
import { CHOICE, DISAGREEMENT } from '../../../src/shared/contract/comparing.ts';
import { code, ids, N, openWorkbench, relabel, S, studyWithBeats, V } from './workbench.ts';

const bench = openWorkbench();
const { api, library } = bench;
afterAll(() => bench.close());

/** Two readers of one recording who differ in four ways. */
async function twoReaders(): Promise<{ recordingId: string; first: string; second: string }> {
  await bench.sit('Dr A');
  const { setId, recordingId } = studyWithBeats(library, [N, N, N, N, N, N]);
  let a = await api['edit.apply']({ setId, revision: 1, edit: relabel(ids(1), V) });
  a = await api['edit.apply']({ ...a, edit: { kind: 'remove', target: ids(4) } });
  await bench.sit('Dr B');
  let b = await api['edit.apply']({ setId, revision: 1, edit: relabel(ids(2), code('L')) });
  b = await api['edit.apply']({ ...b, edit: { kind: 'remove', target: ids(3) } });
  b = await api['edit.apply']({ ...b, edit: { kind: 'move', id: 5, sample: 6 * 360 + 40 } });
  await bench.sit('Dr C');
  return { recordingId, first: a.setId, second: b.setId };
}

const decisions = (...rows: readonly (readonly [number, number, number, number?])[]) => ({
  firstId: Int32Array.from(rows, ([first]) => first),
  secondId: Int32Array.from(rows, ([, second]) => second),
  choice: Uint8Array.from(rows, ([, , choice]) => choice),
  code: Uint8Array.from(rows, ([, , , own]) => own ?? 0),
});

const codesOf = async (setId: string): Promise<number[]> => [...(await api['edit.rows']({ setId })).rows.code];

describe('two readings of a recording', () => {
  it('are told apart beat by beat; a beat a little beside is the same one', async () => {
    const pair = await twoReaders();
    const found = await api['compare.sets'](pair);
    expect([...found.kind]).toEqual([
      DISAGREEMENT.otherClass,
      DISAGREEMENT.otherCode,
      DISAGREEMENT.onlyFirst,
      DISAGREEMENT.onlySecond,
    ]);
    expect([...found.firstId]).toEqual([1, 2, 3, -1]);
    expect([...found.secondId]).toEqual([1, 2, -1, 4]);
    expect([...found.firstCode]).toEqual([V, N, N, 0]);
    expect([...found.secondCode]).toEqual([N, code('L'), 0, N]);
    expect(found).toMatchObject({ agreed: 2, choice: new Uint8Array(4) });
    expect(found).not.toHaveProperty('adjudicatedSetId');
  });

  it('do not agree where one reader took the label over from the other', async () => {
    await bench.sit('Dr A');
    const { setId, recordingId } = studyWithBeats(library, [N, N, N]);
    const a = await api['edit.apply']({ setId, revision: 1, edit: relabel(ids(0, 1), V) });
    await bench.sit('Dr B');
    const b = await api['edit.apply']({ ...a, edit: relabel(ids(1), S) });
    const pair = { recordingId, first: a.setId, second: b.setId };
    expect(await api['compare.sets'](pair)).toMatchObject({ agreed: 1, notCounted: 1, kind: { length: 1 } });
    await api['edit.apply']({ ...b, edit: { kind: 'confirm', target: ids(0) } });
    expect(await api['compare.sets'](pair)).toMatchObject({ agreed: 2, notCounted: 0 });
  });

  it('are adjudicated row by row into a set of the adjudicator’s own', async () => {
    const pair = await twoReaders();
    const first = await api['compare.decide']({ ...pair, ...decisions([1, 1, CHOICE.second], [3, -1, CHOICE.noBeat]) });
    const { adjudicatedSetId, adjudicatedRevision, choice } = await api['compare.sets'](pair);
    expect(adjudicatedSetId).toBe(first.setId);
    expect([...choice]).toEqual([CHOICE.second, CHOICE.open, CHOICE.noBeat, CHOICE.open]);
    expect(await codesOf(first.setId)).toEqual([N, N, N, N]);
    const rest = decisions([2, 2, CHOICE.other, S], [-1, 4, CHOICE.second]);
    await expect(api['compare.decide']({ ...pair, ...rest })).rejects.toMatchObject({ message: /changed meanwhile/ });
    const second = await api['compare.decide']({ ...pair, ...rest, revision: adjudicatedRevision ?? -1 });
    expect(await codesOf(second.setId)).toEqual([N, N, S, N, N]);
    expect([...(await api['compare.sets'](pair)).choice]).toEqual([
      CHOICE.second,
      CHOICE.other,
      CHOICE.noBeat,
      CHOICE.second,
    ]);
    expect(await api['edit.state']({ setId: second.setId })).toMatchObject({
      kind: 'adjudicated',
      nextEdit: 'own',
      undo: { words: 'Decide 2 disagreements' },
    });
    expect(await codesOf(pair.first)).toEqual([N, V, N, N, N]);
    expect(await codesOf(pair.second)).toEqual([N, N, code('L'), N, N]);
  });

  it('are open again where a decision is undone, and can be decided otherwise', async () => {
    const pair = await twoReaders();
    const first = await api['compare.decide']({ ...pair, ...decisions([-1, 4, CHOICE.second], [1, 1, CHOICE.first]) });
    expect(await codesOf(first.setId)).toEqual([N, V, N, N, N, N]);
    const undone = await api['edit.undo'](first);
    expect([...(await api['compare.sets'](pair)).choice]).toEqual([0, 0, 0, 0]);
    const again = await api['compare.decide']({
      ...pair,
      revision: undone.revision,
      ...decisions([-1, 4, CHOICE.other, V], [1, 1, CHOICE.other, S]),
    });
    expect(await codesOf(again.setId)).toEqual([N, S, N, N, V, N]);
    const last = await api['compare.decide']({
      ...pair,
      revision: again.revision,
      ...decisions([-1, 4, CHOICE.noBeat]),
    });
    expect(await codesOf(last.setId)).toEqual([N, S, N, N, N]);
    expect([...(await api['compare.sets'](pair)).choice]).toEqual([CHOICE.other, 0, 0, CHOICE.noBeat]);
  });

  it('are not compared with themselves or across recordings, nor decided by columns that do not fit', async () => {
    const pair = await twoReaders();
    const other = studyWithBeats(library, [N]);
    await expect(api['compare.sets']({ ...pair, second: pair.first })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(api['compare.sets']({ ...pair, second: other.setId })).rejects.toMatchObject({ code: 'bad-input' });
    for (const wrong of [
      { ...decisions([1, 1, CHOICE.first]), code: new Uint8Array(0) },
      decisions([1, 1, CHOICE.open]),
      decisions([1, 1, CHOICE.other, code('+')]),
      decisions([99, 99, CHOICE.first]),
      decisions([1, 1, CHOICE.first], [1, -1, CHOICE.noBeat]),
    ]) {
      await expect(api['compare.decide']({ ...pair, ...wrong })).rejects.toMatchObject({ code: 'bad-input' });
    }
    expect(library.annotations.sets(pair.recordingId)).toHaveLength(3);
  });
});
