import { describe, expect, it } from 'vitest';
import { STANDING } from '../../src/shared/contract/editing.ts';
import { code, N, relabel, S, ids, V } from '../unit/editing/workbench.ts';
import { initialsOf } from '../../src/renderer/src/state/editing/initials.ts';
import { beatAt, settled, sitDown } from './editing-bench.ts';

describe('the grammar of editing', () => {
  it('is off until it is switched on with E, and off again with E or Escape', async () => {
    const { trace, press } = await sitDown([N, N]);
    expect(trace.on).toBe(false);
    trace.toggle();
    await press('e');
    expect(trace.on).toBe(false);
    trace.toggle();
    await press('Escape');
    expect(trace.on).toBe(false);
  });

  it('gives the selected beat the label whose letter was typed, by Enter or by 5 on the pad', async () => {
    const { view, press, letters, stored, trace } = await sitDown([N, N, N, N]);
    trace.toggle();
    view.focus = beatAt(1);
    await press('V');
    expect([trace.label, trace.shout, letters()]).toEqual([V, V, 'NNNN']);
    await press('Enter');
    expect(letters()).toBe('NVNN');
    await press('ArrowRight', 'S', 'Numpad5');
    expect([letters(), await stored()]).toEqual(['NVSN', 'NVSN']);
  });

  it('knows j from J, and types labels whose letter has another use after a comma', async () => {
    const { trace, press } = await sitDown([N]);
    trace.toggle();
    await press('j');
    expect(trace.label).toBe(code('j'));
    await press('J');
    expect(trace.label).toBe(code('J'));
    await press(',', 'e');
    expect([trace.label, trace.on, trace.literal]).toEqual([code('e'), true, false]);
    await press(',', 'n');
    expect(trace.label).toBe(code('n'));
    await press('?');
    expect(trace.label).toBe(code('n'));
    await press(',', '?');
    expect(trace.label).toBe(code('?'));
  });

  it('steps from label to label with the arrows and 4 and 6 on the pad, artifacts too', async () => {
    const { view, press, trace } = await sitDown([N, code('|'), V, N]);
    trace.toggle();
    const visited: (number | undefined)[] = [];
    for (const key of ['ArrowRight', 'ArrowRight', 'Numpad6', 'ArrowLeft', 'Numpad4']) {
      await press(key);
      visited.push(view.focus);
    }
    expect(visited).toEqual([0, 1, 2, 1, 0].map(beatAt));
  });

  it('goes with N and P to the kind looked for: not normal, not confirmed, of the active label', async () => {
    const { view, press, trace, told } = await sitDown([N, V, N, S, N]);
    trace.toggle();
    await press('n', 'n');
    expect(view.focus).toBe(beatAt(3));
    await press('p');
    expect(view.focus).toBe(beatAt(1));
    await press('p');
    expect([view.focus, told.length]).toEqual([beatAt(1), 1]);
    trace.sought = 'label';
    await press('S', 'n');
    expect(view.focus).toBe(beatAt(3));
    trace.sought = 'unconfirmed';
    view.focus = beatAt(0);
    await press(' ');
    view.focus = beatAt(4);
    await press('p', 'p', 'p', 'p', 'p');
    expect(view.focus).toBe(beatAt(1));
  });

  it('confirms with space, hides with Delete or Backspace, and brings back what was hidden', async () => {
    const { view, press, letters, session, editing, trace } = await sitDown([N, V, V]);
    trace.toggle();
    view.focus = beatAt(0);
    await press(' ');
    expect([session.beats.standing[0], session.beats.isUnconfirmed(0), session.beats.isUnconfirmed(1)]).toEqual([
      STANDING.reader,
      false,
      true,
    ]);
    view.focus = beatAt(1);
    await press('Delete');
    view.focus = beatAt(2);
    await press('Backspace');
    expect(letters()).toBe('N');
    await editing.history.load();
    expect(editing.history.removed.map(({ sample }) => sample)).toEqual([beatAt(1), beatAt(2)]);
    await editing.history.restore([editing.history.removed[1]?.id ?? -1]);
    expect(letters()).toBe('NV');
  });

  it('takes back with Ctrl Z and does again with Ctrl Shift Z or Ctrl Y, also in a window entered anew', async () => {
    const desk = await sitDown([N, N, N]);
    desk.trace.toggle();
    desk.view.focus = beatAt(0);
    await desk.press('V', 'Enter', 'ArrowRight', 'S', 'Enter', 'Ctrl z');
    expect(desk.letters()).toBe('VNN');
    const again = await desk.again();
    expect(again.letters()).toBe('VNN');
    await again.press('Ctrl Z');
    expect(again.letters()).toBe('VSN');
    await again.press('Ctrl z', 'Ctrl z');
    expect(again.letters()).toBe('NNN');
    await again.press('Ctrl y');
    expect(again.letters()).toBe('VNN');
  });

  it('changes all in a marked range once the number has been agreed to', async () => {
    const { view, press, letters, trace } = await sitDown([N, N, V, N, N]);
    trace.toggle();
    view.focus = beatAt(1);
    await press('[');
    view.focus = beatAt(3);
    await press(']', 'S', 'Shift Enter');
    expect(trace.question).toMatchObject({ count: 3, already: 0, offScreen: false });
    expect(letters()).toBe('NNVNN');
    await press('Enter');
    expect([letters(), trace.question]).toEqual(['NSSSN', undefined]);
    await trace.ask({ kind: 'relabel', code: V }, N);
    expect(trace.question).toBeUndefined();
  });

  it('changes only one label of a range, and leaves all alone on Escape', async () => {
    const { view, press, letters, trace } = await sitDown([N, V, N, V]);
    trace.toggle();
    view.focus = beatAt(0);
    await press('[');
    view.focus = beatAt(3);
    await press(']');
    await trace.ask({ kind: 'relabel', code: S }, V);
    expect(trace.question?.count).toBe(2);
    await press('Escape');
    expect([trace.question, letters()]).toEqual([undefined, 'NVNV']);
    await trace.ask({ kind: 'relabel', code: S }, V);
    await trace.answerQuestion();
    expect(letters()).toBe('NSNS');
  });

  it('refuses a change of a range that holds other labels than those agreed to', async () => {
    const { view, press, letters, trace, told } = await sitDown([N, N, N, N]);
    trace.toggle();
    view.focus = beatAt(0);
    await press('[');
    view.focus = beatAt(2);
    await press(']', 'V', 'Shift Enter');
    view.focus = beatAt(1);
    await press('Delete', 'Enter');
    expect(letters()).toBe('NNN');
    expect(told.at(-1)).toMatch(/changed meanwhile/);
  });

  it('paints rhythm and quality of the range, and writes notes at the time in focus', async () => {
    const { view, press, session, trace } = await sitDown([N, N, N, N]);
    trace.toggle();
    view.focus = beatAt(0);
    await press('[');
    view.focus = beatAt(2);
    await press(']', '(');
    expect(trace.asking).toBe('rhythm');
    trace.paintRhythm('AFIB');
    await trace.edits.settled();
    await press('~');
    trace.paintQuality('noisy');
    await trace.edits.settled();
    view.focus = beatAt(3);
    await press('"');
    trace.addNote(' dizzy ');
    await trace.edits.settled();
    expect(session.beats.marks.map(({ aux }) => aux)).toEqual(['(AFIB', 'n', 'c', '', 'dizzy']);
    expect(session.beats.count).toBe(4);
  });
});

describe('the pointer', () => {
  it('selects a label that is there, and puts the active label where there is none', async () => {
    const { view, editing, letters, trace, session, told } = await sitDown([N, N]);
    trace.toggle();
    trace.choose(V);
    await editing.pointer.click(beatAt(0) + 5, 0, false);
    expect([view.focus, letters()]).toEqual([beatAt(0), 'NN']);
    await editing.pointer.click(beatAt(0) + 150, 0, false);
    expect([letters(), told.at(-1)]).toEqual(['NN', 'No beat near here: hold Alt to set one exactly.']);
    await editing.pointer.click(beatAt(0) + 150, 0, true);
    expect([view.focus, letters(), session.beats.isUnconfirmed(1)]).toEqual([beatAt(0) + 150, 'NVN', false]);
  });

  it('drags a beat to where it is let go; a drag that is cancelled leaves it', async () => {
    const { view, editing, session, trace } = await sitDown([N, V]);
    trace.toggle();
    editing.pointer.drag(beatAt(1), beatAt(1) + 20.4);
    editing.pointer.cancelDrag(beatAt(1));
    expect(view.focus).toBe(beatAt(1));
    await editing.pointer.drop(beatAt(1), beatAt(1) + 20, 0, true);
    expect([...session.beats.sample.subarray(0, 2)]).toEqual([beatAt(0), beatAt(1) + 20]);
    expect(view.focus).toBe(beatAt(1) + 20);
  });
});

describe('what the reading said beside its beats', () => {
  it('stays shown in the reader’s set until beats or rhythm are changed, and is back where that is undone', async () => {
    const { session, view, trace, press } = await sitDown([N, N, N], {
      episodes: [{ kind: 'pause', from: 100, to: 400, beats: 0, rate: Number.NaN, confidence: 1 }],
    });
    const shown = (): number => session.layers.episodes.all.length;
    view.focus = beatAt(0);
    trace.addNote('here');
    await trace.edits.settled();
    await settled();
    expect([session.automatic, session.explainable, shown()]).toEqual([false, true, 1]);
    await press('V', 'Enter');
    await settled();
    expect([shown(), session.episodesOutdated]).toEqual([0, true]);
    expect([session.isOfSource(beatAt(0)), session.isOfSource(beatAt(1))]).toEqual([false, true]);
    await press('Ctrl z');
    await settled();
    expect([shown(), session.episodesOutdated]).toEqual([1, false]);
  });
});

describe('whose edits they are', () => {
  it('asks for a name at the first edit, then makes it', async () => {
    const { view, trace, editing, letters, press, preferences } = await sitDown([N, N], { reader: '' });
    trace.toggle();
    view.focus = beatAt(0);
    await press('V');
    void press('Enter');
    await settled();
    expect([trace.asking, letters()]).toEqual(['name', 'NN']);
    await editing.giveName(' Dr B ');
    await trace.edits.settled();
    expect([trace.asking, letters(), preferences.value.readerName]).toEqual([undefined, 'VN', 'Dr B']);
    await settled();
    expect(trace.edits.state?.author).toBe('Dr B');
  });

  it('makes no edit where no name is given', async () => {
    const { view, trace, editing, letters, press } = await sitDown([N, N], { reader: '' });
    trace.toggle();
    view.focus = beatAt(0);
    await press('V');
    void press('Enter');
    await settled();
    editing.cancelName();
    await trace.edits.settled();
    expect([letters(), trace.edits.pending]).toEqual(['NN', 0]);
  });

  it('begins a set of the reader’s own with the first edit and shows that from then on, also next time', async () => {
    const desk = await sitDown([N, V], { confidence: [0.9, 0.6] });
    desk.trace.toggle();
    desk.view.focus = beatAt(0);
    desk.view.moveTo(40);
    const { position } = desk.view;
    await desk.press('S', 'Enter');
    expect(desk.session.shown).not.toBe(desk.setId);
    expect([desk.session.automatic, desk.session.beatsKnown, desk.view.position]).toEqual([false, true, position]);
    expect([desk.session.beats.sourceCode[0], desk.session.beats.isUnconfirmed(1)]).toEqual([N, true]);
    const again = await desk.again();
    expect([again.session.shown, again.letters()]).toEqual([desk.session.shown, 'SV']);
  });

  it('marks what another reader said with their initials', async () => {
    const desk = await sitDown([N, N, N], { reader: 'Anna de Vries' });
    desk.view.focus = beatAt(0);
    await desk.press('V', 'Enter');
    const annas = desk.session.shown ?? '';
    await desk.bench.sit('Ben');
    const ben = await desk.again();
    expect(ben.session.shown).toBe(desk.setId);
    await ben.session.show(annas);
    await ben.trace.edits.look();
    expect(ben.session.beats.initials[STANDING.reader]).toBe('AV');
    ben.view.focus = beatAt(1);
    ben.trace.edits.continueOthers();
    const marked: (readonly string[])[] = [];
    const { beats } = ben.session;
    const takeOver = beats.takeOver.bind(beats);
    beats.takeOver = () => {
      marked.push(beats.initials);
      takeOver();
    };
    await ben.press('S', 'Enter');
    expect(marked).toEqual([['', '', 'AV']]);
    await settled();
    expect(ben.session.beats.initials).toEqual(['', '', 'AV']);
    expect([...ben.session.beats.standing.subarray(0, 3)]).toEqual([
      STANDING.otherReader,
      STANDING.reader,
      STANDING.source,
    ]);
  });

  it('begins from the reading, or from what another reader said where that is chosen: no edit before the choice', async () => {
    const desk = await sitDown([N, N, N], { reader: 'Anna de Vries' });
    desk.view.focus = beatAt(0);
    await desk.press('V', 'Enter');
    const annas = desk.session.shown ?? '';
    await desk.bench.sit('Ben');
    const ben = await desk.again();
    await ben.session.show(annas);
    await ben.trace.edits.look();
    ben.view.focus = beatAt(1);
    await ben.press('S', 'Enter');
    expect([ben.session.shown, ben.letters()]).toEqual([annas, 'VNN']);
    expect(desk.told.join(' ')).toMatch(/labels of Anna de Vries/);
    await ben.trace.edits.showBeginning();
    await ben.trace.edits.look();
    expect(ben.trace.edits.others).toBeUndefined();
    await ben.press('Enter');
    expect(ben.letters()).toBe('NSN');
  });

  it('begins from the reading where another name is given while a reader’s set is shown', async () => {
    const desk = await sitDown([N, N], { reader: 'Dr A' });
    desk.view.focus = beatAt(0);
    await desk.press('V', 'Enter');
    await settled();
    await desk.editing.giveName('Dr B');
    expect([desk.session.shown, desk.letters()]).toEqual([desk.setId, 'NN']);
    await desk.trace.edits.look();
    desk.view.focus = beatAt(1);
    await desk.press('S', 'Enter');
    expect(desk.letters()).toBe('NS');
    await settled();
    await desk.editing.giveName('Dr A');
    expect(desk.letters()).toBe('VN');
  });

  it('loads again what was changed elsewhere, says so, and repeats nothing by itself', async () => {
    const { view, press, letters, session, api, told } = await sitDown([N, N, N]);
    view.focus = beatAt(0);
    await press('V', 'Enter');
    const { shown: setId = '', revision } = session;
    await api['edit.apply']({ setId, revision, edit: relabel(ids(1), S) });
    view.focus = beatAt(1);
    await press('Enter');
    expect(letters()).toBe('VSN');
    expect(told.join(' ')).toMatch(/changed meanwhile.*loaded again/);
    await press('Enter');
    expect(letters()).toBe('VVN');
  });

  it('shows one label at once and puts it back where it is refused', async () => {
    const { view, press, letters, trace, session, api, told } = await sitDown([N, N, N]);
    view.focus = beatAt(0);
    await press('V', 'Enter');
    const { shown: setId = '', revision } = session;
    await api['edit.apply']({ setId, revision, edit: relabel(ids(1), S) });
    await settled();
    view.focus = beatAt(1);
    trace.obey({ kind: 'apply' });
    expect([letters(), trace.edits.pending, session.beats.isUnconfirmed(1)]).toEqual(['VVN', 1, false]);
    await trace.edits.settled();
    expect([letters(), trace.edits.pending]).toEqual(['VSN', 0]);
    expect(told.join(' ')).toMatch(/changed meanwhile/);
  });

  it('brings into view what was undone out of sight', async () => {
    const { view, press, told, letters } = await sitDown(new Array<number>(60).fill(N));
    view.focus = beatAt(2);
    await press('V', 'Enter');
    view.moveTo(beatAt(40));
    await press('Ctrl z');
    expect(letters()).not.toContain('V');
    expect([view.focus, view.position <= beatAt(2)]).toEqual([beatAt(2), true]);
    expect(told.at(-1)).toMatch(/^Undone: Relabel beat N to V/);
  });

  it('undoes nothing where there is nothing, and says so', async () => {
    const { press, told } = await sitDown([N]);
    await press('Ctrl z');
    expect(told).toEqual(['There is nothing to undo.']);
  });
});

describe('initials', () => {
  it('are of the name and not of the titles before it', () => {
    expect(['Dr. med. Anna de Vries', 'Prof. Dr. Ben Ott', 'PD Dr. Weiß', 'Anna', 'Dr A'].map(initialsOf)).toEqual([
      'AV',
      'BO',
      'WE',
      'AN',
      'A',
    ]);
  });
});
