import { describe, expect, it } from 'vitest';
import { pickRows } from '../../../src/main/library/annotation-columns.ts';
import { SetCache } from '../../../src/main/services/editing/set-cache.ts';
import { labelStory } from '../../../src/main/services/readings/label-story.ts';
import { adaptedName } from '../../../src/shared/makers.ts';
import { ids, N, openWorkbench, relabel, S, studyWithBeats, V, type Workbench } from '../editing/workbench.ts';

const story = ({ library }: Workbench, setId: string, id: number) =>
  labelStory(library, new SetCache(library), setId, id);

/** A model adapted to the recording calls a row `to`. */
function adapt({ library }: Workbench, setId: string, id: number, to: number, author: string): string {
  const madeBy = adaptedName('model 1', 'job-1');
  const before = pickRows(library.annotations.read(setId), [id]);
  const after = { ...before, code: Uint8Array.of(to) };
  const [from] = before.sample;
  const summary = { kind: 'relabel', count: 1, from, to: from, madeBy };
  const at = '2026-11-22T12:00:00Z';
  library.annotations.change(setId, { kind: 'relabel', before, after }, { author, at, summary });
  return madeBy;
}

describe('who gave a label', () => {
  it('is the model, with its time, of a reading and of a copy that nobody has changed', async () => {
    const bench = openWorkbench();
    await bench.sit('Dr Weiss');
    const { setId } = studyWithBeats(bench.library, [N, V, N]);
    const model = { kind: 'model', madeBy: 'model 1', at: '2026-11-22T10:00:00Z' };
    expect(story(bench, setId, 1)).toEqual({ ...model, code: V });
    const own = await bench.api['edit.apply']({ setId, revision: 1, edit: relabel(ids(0), S) });
    expect(story(bench, own.setId, 1)).toEqual({ ...model, code: V });
  });

  it('is the reader who changed it, and what was said before stays to be told', async () => {
    const bench = openWorkbench();
    await bench.sit('Dr Weiss');
    const { setId } = studyWithBeats(bench.library, [N, V, N]);
    const own = await bench.api['edit.apply']({ setId, revision: 1, edit: relabel(ids(1), S) });
    expect(story(bench, own.setId, 1)).toMatchObject({
      ...{ kind: 'reader', madeBy: 'Dr Weiss', code: S },
      source: { kind: 'model', madeBy: 'model 1', at: '2026-11-22T10:00:00Z', code: V },
    });
    // Taken back, it is the model's again.
    const back = await bench.api['edit.undo']({ setId: own.setId, revision: own.revision });
    expect(story(bench, own.setId, 1)).toEqual({
      kind: 'model',
      madeBy: 'model 1',
      at: '2026-11-22T10:00:00Z',
      code: V,
    });
    await bench.api['edit.redo']({ setId: own.setId, revision: back.revision });
    expect(story(bench, own.setId, 1)).toMatchObject({ kind: 'reader', code: S });
  });

  it('is still the model where a reader has confirmed it, and names that reader beside', async () => {
    const bench = openWorkbench();
    await bench.sit('Dr Weiss');
    const { setId } = studyWithBeats(bench.library, [N, V, N]);
    const own = await bench.api['edit.apply']({ setId, revision: 1, edit: { kind: 'confirm', target: ids(1) } });
    expect(story(bench, own.setId, 1)).toMatchObject({
      ...{ kind: 'model', madeBy: 'model 1', code: V },
      confirmed: { by: 'Dr Weiss' },
    });
  });

  it('is the first reader in what another takes over, also beside that one’s confirmation', async () => {
    const bench = openWorkbench();
    await bench.sit('Dr Weiss');
    const { setId } = studyWithBeats(bench.library, [N, V, N]);
    const first = await bench.api['edit.apply']({ setId, revision: 1, edit: relabel(ids(1), S) });
    await bench.sit('Dr Holm');
    const edit = { kind: 'confirm' as const, target: ids(1) };
    const second = await bench.api['edit.apply']({ setId: first.setId, revision: first.revision, edit });
    expect(story(bench, second.setId, 1)).toMatchObject({
      ...{ kind: 'reader', madeBy: 'Dr Weiss', code: S },
      confirmed: { by: 'Dr Holm' },
    });
  });

  it('is the reader of a beat that was inserted, wherever it was moved to since', async () => {
    const bench = openWorkbench();
    await bench.sit('Dr Weiss');
    const { setId } = studyWithBeats(bench.library, [N, V, N]);
    const own = await bench.api['edit.apply']({
      ...{ setId, revision: 1 },
      edit: { kind: 'insert', sample: 500, code: V, channel: 0 },
    });
    const [id = -1] = own.rows.id;
    await bench.api['edit.apply']({
      ...{ setId: own.setId, revision: own.revision },
      edit: { kind: 'move', id, sample: 520 },
    });
    const told = story(bench, own.setId, id);
    expect(told).toMatchObject({ kind: 'reader', madeBy: 'Dr Weiss', code: V });
    expect(told.source).toBeUndefined();
  });

  it('is the adaptation, by the model and job behind it, until a reader says otherwise', async () => {
    const bench = openWorkbench();
    await bench.sit('Dr Weiss');
    const { setId } = studyWithBeats(bench.library, [N, N, N]);
    const own = await bench.api['edit.apply']({ setId, revision: 1, edit: { kind: 'confirm', target: ids(0) } });
    const madeBy = adapt(bench, own.setId, 2, V, 'Dr Weiss');
    expect(story(bench, own.setId, 2)).toEqual({
      ...{ kind: 'adapted', madeBy, at: '2026-11-22T12:00:00Z', code: V },
      source: { kind: 'model', madeBy: 'model 1', at: '2026-11-22T10:00:00Z', code: N },
    });
    const revision = bench.library.annotations.revision(own.setId);
    await bench.api['edit.apply']({ setId: own.setId, revision, edit: { kind: 'confirm', target: ids(2) } });
    expect(story(bench, own.setId, 2)).toMatchObject({ kind: 'adapted', madeBy, confirmed: { by: 'Dr Weiss' } });
  });

  it('is the same in the version that begins after a signature', async () => {
    const bench = openWorkbench();
    await bench.sit('Dr Weiss');
    const { setId, studyId } = studyWithBeats(bench.library, [N, V, N]);
    const first = await bench.api['edit.apply']({ setId, revision: 1, edit: relabel(ids(1), S) });
    await bench.api['sign.study']({ studyId, sets: [{ setId: first.setId, revision: first.revision }] });
    const second = await bench.api['edit.apply']({
      ...{ setId: first.setId, revision: first.revision },
      edit: relabel(ids(0), V),
    });
    expect(second.setId).not.toBe(first.setId);
    expect(story(bench, second.setId, 1)).toEqual(story(bench, first.setId, 1));
    expect(story(bench, second.setId, 0)).toMatchObject({ kind: 'reader', code: V });
  });

  it('is refused for a label that is not there', () => {
    const bench = openWorkbench();
    const { setId } = studyWithBeats(bench.library, [N]);
    expect(() => story(bench, setId, 7)).toThrow('not there any more');
  });

  it('decides what an answer of the review queue is counted for', async () => {
    const bench = openWorkbench();
    await bench.sit('Dr Weiss');
    const { setId } = studyWithBeats(bench.library, [N, N, N]);
    const own = await bench.api['edit.apply']({ setId, revision: 1, edit: { kind: 'confirm', target: ids(0) } });
    const madeBy = adapt(bench, own.setId, 2, V, 'Dr Weiss');
    for (const id of [1, 2]) {
      const revision = bench.library.annotations.revision(own.setId);
      await bench.api['queue.answer']({ setId: own.setId, revision, id, code: V });
    }
    const counted = bench.library.learning.answerWeeks('2026-01-01');
    expect(counted.map((one) => [one.madeBy, one.sourceCode, one.givenCode, one.count])).toEqual([
      ['model 1', N, V, 1],
      [madeBy, V, V, 1],
    ]);
  });
});
