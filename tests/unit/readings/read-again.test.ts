import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { JobProcess } from '../../../src/main/jobs/job-process.ts';
import type { Library } from '../../../src/main/library/open-library.ts';
import { AnalysisService } from '../../../src/main/services/analysis-service.ts';
import { StudyChanges } from '../../../src/main/services/changes.ts';
import { SetCache } from '../../../src/main/services/editing/set-cache.ts';
import { MakerTable } from '../../../src/main/services/readings/maker-table.ts';
import { ReadAgain } from '../../../src/main/services/readings/read-again.ts';
import { readingsHandlers } from '../../../src/main/services/readings-service.ts';
import type { AnalysisEvent } from '../../../src/shared/contract/analysis.ts';
import { Problem } from '../../../src/shared/problem.ts';
import { ids, N, openWorkbench, relabel, S, studyWithBeats, V, type Workbench } from '../editing/workbench.ts';
import { importStudy, recordingIdOf } from '../library/temporary-library.ts';
import { FakeJob } from '../services/fake-job.ts';
import { keepReading } from './made-reading.ts';

const none = new AbortController().signal;
const OLD = 'model 1';
const NEW = 'model 2';

/** Readings anew on a library, each of which waits until the test lets it go on. */
function open(library: Library, inUse = NEW) {
  const begun: string[] = [];
  const gates = new Map<string, () => void>();
  const let_ = new Set<string>();
  const children: FakeJob[] = [];
  const analyse = async function* (id: string, again: boolean, signal: AbortSignal): AsyncGenerator<AnalysisEvent> {
    begun.push(id);
    const { samples } = library.signals.recording(id);
    yield {
      ...{ kind: 'progress', state: 'running', fraction: 0.5, analysedTo: 0, samples, madeBy: inUse },
    } as const;
    while (!let_.has(id) && !signal.aborted) {
      await new Promise<void>((resolve) => {
        gates.set(id, resolve);
        signal.addEventListener('abort', () => resolve());
      });
    }
    if (signal.aborted) throw new Problem('cancelled', 'Cancelled.');
    yield { kind: 'complete', setId: await keepReading(library, id, inUse, [N, N, V], again) };
  };
  const job = new JobProcess(() => {
    const child = new FakeJob({
      'job.analyse': ({ recordingId, again = false }, signal) => analyse(recordingId, again, signal),
    });
    children.push(child);
    return child;
  });
  const again = new ReadAgain({ library, inUse: () => Promise.resolve(inUse) });
  const analysis = new AnalysisService({
    ...{ library, job, again, changes: new StudyChanges(), log: () => {}, requireSound: () => {} },
    madeBy: () => inUse,
  });
  const table = new MakerTable({
    ...{ library, places: { shipped: undefined, local: undefined } },
    inUse: () => Promise.resolve(inUse),
  });
  const handlers = readingsHandlers({ library, again, analysis, table, sets: new SetCache(library) });
  return {
    ...{ again, analysis, handlers, begun, children },
    /** Lets the reading of a recording come to its end. */
    finish: (id: string) => {
      let_.add(id);
      gates.get(id)?.();
    },
    ask: async (recordingId: string) => handlers['readings.again']({ recordingId }, none),
    askAll: async () => handlers['readings.againAll']({}, none),
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate();
}

const latest = ({ library }: Workbench, recordingId: string) =>
  library.annotations.sets(recordingId).findLast(({ complete, origin }) => complete && origin === 'model');

/** A study that the old model has read, with all that a reading leaves. */
async function readStudy(library: Library, codes: readonly number[] = [N, V, N, N]) {
  const studyId = importStudy(library, { signals: [new Int32Array(2_500)] });
  const recordingId = recordingIdOf(studyId);
  return { studyId, recordingId, setId: await keepReading(library, recordingId, OLD, codes) };
}

describe('a recording read again', () => {
  it('has a new reading by the model in use, beside the one before, which stays to be looked up', async () => {
    const bench = openWorkbench();
    const { recordingId, setId } = await readStudy(bench.library);
    const before = bench.library.annotations.set(setId);
    const { ask, finish, analysis } = open(bench.library);
    await ask(recordingId);
    finish(recordingId);
    await until(() => !bench.library.wanted.has(recordingId));
    expect(latest(bench, recordingId)).toMatchObject({ madeBy: 'model 2 on cpu', count: 3 });
    expect(bench.library.annotations.set(setId)).toEqual(before);
    const result = async (of?: string) =>
      analysis.handlers['analysis.result']({ recordingId, ...(of === undefined ? {} : { setId: of }) }, none);
    expect((await result()).madeBy).toBe('model 2 on cpu');
    expect((await result(setId)).madeBy).toBe('model 1 on cpu');
  });

  it('leaves a reader’s labels, notes, queue and blind sample as they are, and whose they were', async () => {
    const bench = openWorkbench();
    const { library, api } = bench;
    await bench.sit('Dr Weiss');
    const { recordingId, setId } = await readStudy(
      library,
      Array.from({ length: 40 }, (_, i) => (i % 7 === 3 ? V : N)),
    );
    const corrected = await api['edit.apply']({ setId, revision: 1, edit: relabel(ids(1), S) });
    const own = corrected.setId;
    await api['edit.apply']({
      ...{ setId: own, revision: corrected.revision },
      edit: { kind: 'note', sample: 700, text: 'Look again' },
    });
    await api['queue.answer']({ setId: own, revision: library.annotations.revision(own), id: 3, code: V });
    const look = async () => {
      const { rows } = await api['edit.rows']({ setId: own });
      return { rows, queue: await api['queue.open']({ setId: own }), state: await api['edit.state']({ setId: own }) };
    };
    const before = await look();
    const { ask, finish, handlers } = open(library);
    await ask(recordingId);
    finish(recordingId);
    await until(() => !library.wanted.has(recordingId));
    expect(await look()).toEqual(before);
    expect(before.queue.blind.some((each) => each === 1)).toBe(true);
    const label = async (id: number) => handlers['readings.label']({ setId: own, id }, none);
    expect(await label(0)).toMatchObject({ kind: 'model', madeBy: 'model 1 on cpu' });
    expect(await label(1)).toMatchObject({ kind: 'reader', source: { madeBy: 'model 1 on cpu', code: N } });
    // Answers stay those to the model that was asked about.
    expect(library.learning.answerWeeks('2026-01-01').map(({ madeBy }) => madeBy)).toEqual(['model 1 on cpu']);
    // Undo is still there.
    const undone = await api['edit.undo']({ setId: own, revision: library.annotations.revision(own) });
    expect(undone.setId).toBe(own);
  });

  it('is refused of a signed study, until an edit has begun its next version', async () => {
    const bench = openWorkbench();
    const { library, api } = bench;
    await bench.sit('Dr Weiss');
    const { studyId, recordingId, setId } = await readStudy(library);
    await api['sign.study']({ studyId, sets: [{ setId, revision: 1 }] });
    const { ask, askAll, finish } = open(library);
    await expect(ask(recordingId)).rejects.toThrow('signed');
    expect(await askAll()).toEqual({ asked: 0 });
    const [signed] = library.signOffs.versions(studyId);
    const signedSet = signed?.sets[0]?.setId ?? '';
    const rows = library.annotations.read(signedSet);
    await api['edit.apply']({ setId: signedSet, revision: rows.id.length > 0 ? 1 : 0, edit: relabel(ids(1), S) });
    await ask(recordingId);
    finish(recordingId);
    await until(() => !library.wanted.has(recordingId));
    expect(latest(bench, recordingId)?.madeBy).toBe('model 2 on cpu');
    expect(library.annotations.read(signedSet)).toEqual(rows);
    expect(library.signOffs.versions(studyId)).toEqual([signed]);
  });

  it('is refused where the model in use has read it already, or nothing has yet', async () => {
    const { library } = openWorkbench();
    const { recordingId } = await readStudy(library);
    await expect(open(library, OLD).ask(recordingId)).rejects.toThrow('read this recording already');
    const unread = recordingIdOf(importStudy(library));
    await expect(open(library).ask(unread)).rejects.toThrow('not been read to its end');
    await expect(open(library).ask('nobody')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is dropped at its very end where somebody has signed or cancelled meanwhile', async () => {
    const bench = openWorkbench();
    const { library, api } = bench;
    await bench.sit('Dr Weiss');
    const one = await readStudy(library);
    library.wanted.add([one.recordingId], '2026-11-22T12:00:00Z');
    await api['sign.study']({ studyId: one.studyId, sets: [{ setId: one.setId, revision: 1 }] });
    await expect(keepReading(library, one.recordingId, NEW, [V], true)).rejects.toThrow('signed');
    const other = await readStudy(library);
    await expect(keepReading(library, other.recordingId, NEW, [V], true)).rejects.toMatchObject({ code: 'cancelled' });
    for (const { recordingId } of [one, other]) expect(latest(bench, recordingId)?.madeBy).toBe('model 1 on cpu');
  });

  it('is not read at all where it was signed while it waited', async () => {
    const bench = openWorkbench();
    const { library, api } = bench;
    await bench.sit('Dr Weiss');
    const [signed, other] = [await readStudy(library), await readStudy(library)];
    const { askAll, again, begun, finish } = open(library);
    expect(await askAll()).toEqual({ asked: 2 });
    await until(() => begun.length === 1);
    const [first] = begun;
    const waiting = first === signed.recordingId ? other : signed;
    await api['sign.study']({ studyId: waiting.studyId, sets: [{ setId: waiting.setId, revision: 1 }] });
    finish(first ?? '');
    await until(() => again.progress().left === 0);
    expect(begun).toEqual([first]);
    expect(again.progress()).toMatchObject({ done: 1, failed: 0 });
    expect(latest(bench, waiting.recordingId)?.madeBy).toBe('model 1 on cpu');
  });
});

describe('many recordings read again', () => {
  it('are the unsigned ones that something else has read, one after the other, with progress', async () => {
    const bench = openWorkbench();
    const { library, api } = bench;
    await bench.sit('Dr Weiss');
    const studies = [await readStudy(library), await readStudy(library), await readStudy(library)];
    const [, , signed] = studies;
    await api['sign.study']({ studyId: signed?.studyId ?? '', sets: [{ setId: signed?.setId ?? '', revision: 1 }] });
    await keepReading(library, (await readStudy(library)).recordingId, NEW, [N]);
    const { askAll, begun, finish, again, handlers } = open(library);
    expect((await handlers['readings.makers']({}, none)).again).toEqual({ recordings: 2, studies: 2 });
    expect(await askAll()).toEqual({ asked: 2 });
    await until(() => begun.length === 1);
    await until(() => again.progress().fraction === 0.25);
    expect(again.progress()).toMatchObject({ left: 2, done: 0, current: { recordingId: begun[0] } });
    finish(begun[0] ?? '');
    await until(() => begun.length === 2);
    expect(again.progress()).toMatchObject({ left: 1, done: 1 });
    finish(begun[1] ?? '');
    await until(() => again.progress().left === 0);
    expect(again.progress()).toMatchObject({ done: 2, failed: 0, fraction: 1 });
    expect((await handlers['readings.makers']({}, none)).again).toEqual({ recordings: 0, studies: 0 });
  });

  it('wait behind what was never read, and let a study go first that somebody looks at', async () => {
    const { library } = openWorkbench();
    const old = [await readStudy(library), await readStudy(library), await readStudy(library)];
    const { askAll, analysis, begun, finish } = open(library);
    await askAll();
    await until(() => begun.length === 1);
    const never = recordingIdOf(importStudy(library, { signals: [new Int32Array(2_500)] }));
    analysis.enqueue(never);
    await until(() => begun.length === 2);
    expect(begun[1]).toBe(never);
    // The oldest would come last.
    const looked = old[0]?.recordingId ?? '';
    const events = analysis.handlers['analysis.watch']({ recordingId: looked }, none)[Symbol.asyncIterator]();
    const told: AnalysisEvent['kind'][] = [];
    const watching = (async () => {
      for (let next = await events.next(); next.done !== true; next = await events.next()) told.push(next.value.kind);
    })();
    await until(() => begun.length === 3);
    expect(begun[2]).toBe(looked);
    for (const id of [looked, never, ...old.map(({ recordingId }) => recordingId)]) finish(id);
    await watching;
    expect(told.at(-1)).toBe('complete');
    await until(() => library.wanted.count() === 0);
    expect(begun.slice(0, 4)).toEqual([begun[0], never, looked, never]);
  });

  it('go on at the next start where the program was closed or a process was killed, with what is left', async () => {
    const { library } = openWorkbench();
    const old = [await readStudy(library), await readStudy(library), await readStudy(library)];
    const first = open(library);
    await first.askAll();
    await until(() => first.begun.length === 1);
    first.children[0]?.kill();
    await until(() => first.begun.length === 2);
    // What was killed is not tried over and over: the others go on.
    expect(first.again.progress()).toMatchObject({ left: 2, failed: 1 });
    await first.analysis.close();
    expect(library.wanted.count()).toBe(3);
    const second = open(library);
    second.analysis.resume();
    for (const { recordingId } of old) second.finish(recordingId);
    await until(() => library.wanted.count() === 0);
    expect(new Set(second.begun)).toEqual(new Set(old.map(({ recordingId }) => recordingId)));
  });

  it('are given up together, and one alone; what was read stays', async () => {
    const bench = openWorkbench();
    const { library } = bench;
    const old = [await readStudy(library), await readStudy(library), await readStudy(library)];
    const { askAll, begun, finish, again, analysis, handlers } = open(library);
    await askAll();
    await until(() => begun.length === 1);
    finish(begun[0] ?? '');
    await until(() => begun.length === 2);
    await analysis.handlers['analysis.cancel']({ recordingId: begun[1] ?? '' }, none);
    await until(() => begun.length === 3);
    expect(again.progress()).toMatchObject({ left: 1, done: 1, failed: 0 });
    expect(await handlers['readings.cancelAgain']({}, none)).toEqual({ cancelled: 1 });
    await until(() => again.progress().current === undefined);
    expect(library.wanted.count()).toBe(0);
    const readers = old.map(({ recordingId }) => latest(bench, recordingId)?.madeBy).toSorted();
    expect(readers).toEqual(['model 1 on cpu', 'model 1 on cpu', 'model 2 on cpu']);
  });

  it('can be held and let go on, one by one', async () => {
    const { library } = openWorkbench();
    const old = [await readStudy(library), await readStudy(library)];
    const { askAll, begun, finish, analysis } = open(library);
    await askAll();
    await until(() => begun.length === 1);
    const [held = ''] = begun;
    await analysis.handlers['analysis.pause']({ recordingId: held }, none);
    await until(() => begun.length === 2);
    for (const { recordingId } of old) finish(recordingId);
    await until(() => library.wanted.count() === 1);
    expect(library.wanted.has(held)).toBe(true);
    await analysis.handlers['analysis.resume']({ recordingId: held }, none);
    await until(() => library.wanted.count() === 0);
  });
});

describe('which model made what', () => {
  it('counts recordings by what read them last and beats by whose label stands', async () => {
    const bench = openWorkbench();
    const { library, api } = bench;
    await bench.sit('Dr Weiss');
    const unread = await readStudy(library, [N, N, V]);
    const edited = await readStudy(library, [N, V, S, N]);
    const own = await api['edit.apply']({ setId: edited.setId, revision: 1, edit: relabel(ids(0), V) });
    await api['edit.apply']({
      ...{ setId: own.setId, revision: own.revision },
      edit: { kind: 'confirm', target: ids(1) },
    });
    const fromFile = studyWithBeats(library, [N, N], { origin: 'file' });
    await api['edit.apply']({ setId: fromFile.setId, revision: 1, edit: relabel(ids(0), S) });
    const current = await readStudy(library);
    await keepReading(library, current.recordingId, NEW, [V, V]);
    library.learning.candidates.addDecision({
      ...{ kind: 'promote', actor: 'Dr Lead', at: '2026-11-01T08:00:00Z', from: OLD, to: NEW, modelId: NEW },
      overridden: false,
    });
    const { handlers } = open(library);
    const { lines, inUse, again } = await handlers['readings.makers']({}, none);
    expect([inUse, again]).toEqual([NEW, { recordings: 2, studies: 2 }]);
    const zero = { N: 0, S: 0, V: 0, F: 0, Q: 0 };
    expect(lines.map(({ kind, id, recordings, unsigned, labels }) => [kind, id, recordings, unsigned, labels])).toEqual(
      [
        ['model', NEW, 1, 1, { ...zero, V: 2 }],
        // Of the edited one the two beats that nobody has touched.
        ['model', OLD, 2, 2, { ...zero, N: 3, S: 1, V: 1 }],
        ['reader', '', 0, 0, { ...zero, S: 1, V: 2 }],
        ['file', '', 0, 0, { ...zero, N: 1 }],
      ],
    );
    expect(lines[0]).toMatchObject({ inUse: true, promotedAt: '2026-11-01T08:00:00Z', promotedBy: 'Dr Lead' });
    expect(unread.studyId).not.toBe(edited.studyId);
  });
});
