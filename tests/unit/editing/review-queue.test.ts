import { afterAll, describe, expect, it } from 'vitest';
import { pickRows } from '../../../src/main/library/annotation-columns.ts';
import type { QueuePlan } from '../../../src/shared/contract/review-queue.ts';
import { N, openWorkbench, S, studyWithBeats, V } from './workbench.ts';

const bench = openWorkbench();
const { api, library } = bench;
afterAll(() => bench.close());

const COUNT = 400;
const codes = Array.from({ length: COUNT }, (_, beat) => (beat % 10 === 0 ? V : beat % 7 === 0 ? S : N));
const confidence = codes.map((_, beat) => ((beat * 37) % 100) / 100);
const study = () => studyWithBeats(library, codes, { confidence });

describe('the review queue', () => {
  it('asks about the least confident first, by class, or by time', async () => {
    await bench.sit('Dr A');
    const { setId } = study();
    const open = (plan: Parameters<(typeof api)['queue.open']>[0]['plan']) => api['queue.open']({ setId, plan });
    const doubtful = await open({ order: 'least-confident', blindShare: 0 });
    expect([...doubtful.confidence]).toEqual([...doubtful.confidence].sort((a, b) => a - b));
    expect(doubtful).toMatchObject({ total: COUNT, done: 0 });
    const byClass = await open({ order: 'class', blindShare: 0 });
    const classes = [...byClass.code];
    expect(classes).toEqual([V, S, N].flatMap((each) => classes.filter((found) => found === each)));
    const byTime = await open({ order: 'time', blindShare: 0, codes: [V] });
    expect([...byTime.id]).toEqual(codes.flatMap((code, id) => (code === V ? [id] : [])));
    expect(byTime).toMatchObject({ total: 40, done: 0 });
  });

  it('hides the labels of a share, spread evenly and drawn from all labels, the same each time', async () => {
    await bench.sit('Dr A');
    const { setId } = study();
    const plan: QueuePlan = { order: 'class', codes: [V], blindShare: 0.25 };
    const queue = await api['queue.open']({ setId, plan });
    const again = await api['queue.open']({ setId });
    expect(again).toEqual(queue);
    const blind = [...queue.id.keys()].filter((row) => queue.blind[row] === 1);
    expect(blind.length).toBeGreaterThan(COUNT * 0.15);
    expect(blind.length).toBeLessThan(COUNT * 0.35);
    expect(blind.every((row) => queue.code[row] === 0 && Number.isNaN(queue.confidence[row] ?? 0))).toBe(true);
    expect(new Set(blind.map((row) => codes[queue.id[row] ?? 0]))).toEqual(new Set([N, S, V]));
    const asked = [...queue.id.keys()].filter((row) => queue.blind[row] === 0);
    expect(asked.every((row) => queue.code[row] === V)).toBe(true);
    expect(blind.slice(0, 3)).toEqual([3, 7, 11]);
  });

  it('counts against the label that was shown, where an adapted model has changed it since', async () => {
    await bench.sit('Dr A');
    const { setId: sourceId } = study();
    const opened = await api['queue.open']({ setId: sourceId, plan: { order: 'time', blindShare: 0 } });
    const first = await api['queue.answer']({ ...opened, id: opened.id[0] ?? 0, code: opened.code[0] ?? 0 });
    const { setId } = first;
    const before = library.annotations.read(setId);
    const row = before.id.indexOf(opened.id[1] ?? -1);
    const one = pickRows(before, [row]);
    const said = one.code[0] === S ? V : S;
    // As an offer of an adapted model is taken over: relabelled, nothing confirmed.
    library.annotations.change(
      setId,
      { kind: 'relabel', before: one, after: { ...one, code: Uint8Array.of(said) } },
      { author: 'Dr A', at: '2026-11-22T12:00:00Z' },
    );
    const shown = await api['queue.open']({ setId });
    expect(shown.code[shown.id.indexOf(one.id[0] ?? -1)]).toBe(said);
    await api['queue.answer']({ setId, revision: shown.revision, id: one.id[0] ?? -1, code: said });
    expect((await api['queue.open']({ setId })).openAgreement).toMatchObject({ asked: 2, agreed: 2 });
  });

  it('counts what agrees, blind and open apart, by the first answer; progress outlives the program', async () => {
    const first = openWorkbench();
    await first.sit('Dr A');
    const { setId } = studyWithBeats(first.library, codes, { confidence });
    const queue = await first.api['queue.open']({ setId, plan: { order: 'time', blindShare: 0.2 } });
    const blind = queue.id[queue.blind.indexOf(1)] ?? -1;
    const open = queue.id[queue.blind.indexOf(0)] ?? -1;
    const source = codes[blind] ?? 0;
    const wrong = source === V ? N : V;
    let answer = await first.api['queue.answer']({ setId, revision: queue.revision, id: blind, code: wrong });
    answer = await first.api['queue.answer']({ ...answer, id: open, code: codes[open] ?? 0 });
    answer = await first.api['queue.answer']({ ...answer, id: blind, code: source });
    first.close();
    const second = openWorkbench(first.folder);
    const now = await second.api['queue.open']({ setId: answer.setId });
    expect(now).toMatchObject({
      plan: { order: 'time', blindShare: 0.2 },
      total: COUNT,
      done: 2,
      blindAgreement: { asked: 1, agreed: 0, sourceCode: Uint8Array.of(source), givenCode: Uint8Array.of(wrong) },
      openAgreement: { asked: 1, agreed: 1 },
    });
    expect(now.id.includes(blind)).toBe(false);
    expect(now.id.includes(open)).toBe(false);
    second.close();
  });
});
