import { describe, expect, it } from 'vitest';
import { CHOICE } from '../../src/shared/contract/comparing.ts';
import { beatFacts } from '../../src/renderer/src/ecg/beat-facts.ts';
import { countBeats } from '../../src/renderer/src/state/beat-counts.ts';
import { ids, N, relabel, S, V } from '../unit/editing/workbench.ts';
import { beatAt, settled, sitDown } from './editing-bench.ts';

const ALL_BLIND = 0.5;
const mixed = Array.from({ length: 40 }, (_, beat) => (beat % 4 === 3 ? V : N));
const doubt = mixed.map((_, beat) => 0.5 + beat / 100);

describe('the review queue', () => {
  it('asks for the least confident first, goes on with each answer, and counts what is done', async () => {
    const { editing, view, press, letters, trace } = await sitDown([N, V, N, V], { confidence: [0.9, 0.5, 0.7, 0.6] });
    const { review } = editing;
    await review.start({ order: 'least-confident', blindShare: 0 });
    expect([trace.on, review.asked?.sample, view.focus]).toEqual([true, beatAt(1), beatAt(1)]);
    await press(' ');
    expect([review.asked?.sample, review.done]).toEqual([beatAt(3), 1]);
    await press('S');
    expect([letters(), review.asked?.sample, review.done]).toEqual(['NVNS', beatAt(2), 2]);
    await press('ArrowRight');
    expect(view.focus).toBe(beatAt(0));
    await press('ArrowLeft', ' ');
    expect(review.queue?.total).toBe(4);
  });

  it('shows no large letter over the beat that is asked about', async () => {
    const { editing, press, trace } = await sitDown([N, V, N]);
    await editing.review.start({ order: 'time', blindShare: 0 });
    await press('S');
    expect([trace.label, trace.shout]).toEqual([S, undefined]);
    editing.review.stop();
    await press('V');
    expect(trace.shout).toBe(V);
  });

  it('says when everything has been looked at', async () => {
    const { editing, press } = await sitDown([N, V]);
    await editing.review.start({ order: 'time', blindShare: 0 });
    await press(' ', 'V');
    expect([editing.review.asked, editing.review.done]).toEqual([undefined, 2]);
  });

  it('keeps blind labels from sight everywhere until they are answered, and refuses to confirm the unseen', async () => {
    const { editing, session, letters, press, told, stored } = await sitDown(mixed, { confidence: doubt });
    const { review } = editing;
    const real = letters();
    await review.start({ order: 'time', blindShare: ALL_BLIND });
    const hidden = letters();
    expect(hidden).toContain('?');
    expect(await stored()).toBe(real);
    const row = hidden.indexOf('?');
    const facts = beatFacts(session.beats, row, 360);
    expect([facts.letter, facts.confidence, facts.source, facts.blind]).toEqual(['', undefined, undefined, true]);
    const counts = countBeats(session.beats.code, session.beats.count, session.beats.stage);
    expect(counts.unnamed).toBe(hidden.replaceAll(/[^?]/g, '').length);

    while (review.asked && !review.asked.blind) review.move(1);
    const { asked } = review;
    const at = session.beats.rowOf(asked?.id ?? -1);
    expect([asked?.code, Number.isNaN(asked?.confidence)]).toEqual([0, true]);
    await press(' ');
    expect(told).toHaveLength(1);
    await press('S');
    expect(letters()[at]).toBe('S');
    expect(beatFacts(session.beats, at, 360).source).toBe(real[at]);

    review.stop();
    expect(letters()).toBe(`${real.slice(0, at)}S${real.slice(at + 1)}`);
  });

  it('hides a blind label again when its answer is undone', async () => {
    const { editing, letters, press } = await sitDown(mixed);
    await editing.review.start({ order: 'time', blindShare: ALL_BLIND });
    const { review } = editing;
    while (review.asked && !review.asked.blind) review.move(1);
    const hidden = letters();
    await press('S', 'Ctrl z');
    expect(letters()).toBe(hidden);
  });

  it('hides the same labels that the queue asks blind', async () => {
    const { editing, session } = await sitDown(mixed);
    await editing.review.start({ order: 'time', blindShare: ALL_BLIND });
    const { queue } = editing.review;
    const asked = [...(queue?.id ?? [])].filter((_, at) => queue?.blind[at] === 1);
    const hidden = [...session.beats.id.subarray(0, session.beats.count)].filter((_, beat) =>
      session.beats.isBlind(beat),
    );
    expect(hidden).toEqual(asked.toSorted((one, other) => one - other));
    expect(hidden.length).toBeGreaterThan(5);
  });
});

describe('signing', () => {
  it('signs what is shown under the reader’s name; the next edit begins version 2', async () => {
    const { editing, view, session, press, trace, told, library, studyId } = await sitDown([N, N]);
    view.focus = beatAt(0);
    await press('V', 'Enter');
    editing.signing.ask();
    await editing.signing.sign(' agreed ');
    await settled();
    expect([editing.signing.asking, told.at(-1)]).toEqual([false, 'Version 1 is signed by Dr A.']);
    expect(editing.signing.versions[0]).toMatchObject({ version: 1, signer: 'Dr A', note: 'agreed' });
    expect([session.detail?.row.status, trace.edits.state?.nextEdit]).toEqual(['signed', 'version']);
    const signed = session.shown;
    view.focus = beatAt(1);
    await press('S', 'Enter');
    await settled();
    expect([session.shown === signed, trace.edits.state?.version]).toEqual([false, 2]);
    expect([library.studies.row(studyId).status, session.beats.standing[0]]).toEqual(['in-review', 1]);
  });

  it('of an automatic reading nobody edited shows the copy that was signed', async () => {
    const { editing, session, setId } = await sitDown([N, V]);
    await editing.signing.sign('');
    await settled();
    expect(session.shown).not.toBe(setId);
    expect(editing.signing.versions[0]?.sets[0]?.setId).toBe(session.shown);
  });
});

describe('history', () => {
  it('tells who did what, and what was taken back', async () => {
    const { editing, view, press } = await sitDown([N, N]);
    view.focus = beatAt(0);
    await press('V', 'Enter', 'Ctrl z');
    await editing.history.load();
    const { events } = editing.history;
    expect(events.map(({ author, act, undone }) => [author, act, undone])).toEqual([
      ['Dr A', 'undo', false],
      ['Dr A', 'edit', true],
    ]);
  });
});

describe('two readings side by side', () => {
  async function disagree() {
    const desk = await sitDown([N, N, N, N, N]);
    const { api, bench, setId } = desk;
    const annas = await api['edit.apply']({ setId, revision: 1, edit: relabel(ids(0, 1), V) });
    await bench.sit('Dr B');
    await api['edit.apply']({ setId, revision: 1, edit: relabel(ids(0, 3), S) });
    const ben = await desk.again();
    ben.editing.comparison.begin();
    await settled();
    return { ...ben, api, annas: annas.setId };
  }

  it('are the reader’s own and the other’s; what differs is listed and grouped', async () => {
    const { editing, session, annas } = await disagree();
    const { comparison } = editing;
    expect([comparison.first, comparison.second]).toEqual([session.shown, annas]);
    expect(comparison.others.map(({ annotator }) => annotator)).toEqual(['Dr A']);
    expect(comparison.list.map(({ sample, firstCode, secondCode }) => [sample, firstCode, secondCode])).toEqual([
      [beatAt(0), S, V],
      [beatAt(1), N, V],
      [beatAt(3), S, N],
    ]);
    expect(comparison.groups.map(({ count, open }) => [count, open])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(comparison.result?.agreed).toBe(2);
  });

  it('are decided one by one or by kind; the result is a set of its own', async () => {
    const { editing, session, letters } = await disagree();
    const { comparison } = editing;
    const own = session.shown;
    await comparison.decide([0], 'second');
    await comparison.decide(comparison.openOf({ firstCode: S, secondCode: N }), 'first');
    await comparison.decide([1], { code: S });
    await settled();
    expect(comparison.list.map(({ choice }) => choice)).toEqual([CHOICE.second, CHOICE.other, CHOICE.first]);
    expect([comparison.decided, session.shown]).toEqual([3, own]);
    await comparison.showResult();
    expect(letters()).toBe('VSNSN');
    await comparison.decide([1], 'noBeat');
    await settled();
    expect(letters()).toBe('VNSN');
  });
});
