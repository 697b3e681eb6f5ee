import { describe, expect, it } from 'vitest';
import { BeatStore } from '../../src/renderer/src/ecg/beat-store.svelte.ts';
import { ViewState } from '../../src/renderer/src/ecg/view-state.svelte.ts';
import { EventsState } from '../../src/renderer/src/state/events.svelte.ts';
import { StripsState, stripsOf } from '../../src/renderer/src/state/strips.svelte.ts';
import type { Edit } from '../../src/shared/contract/editing.ts';
import { annotations, beatsOf } from './ecg/signals.ts';

const RATE = 250;

function setUp(rows: Parameters<typeof annotations>[0]) {
  const beats = beatsOf(rows);
  const view = new ViewState();
  view.open({ id: 'r', samples: 100_000, rate: RATE });
  view.visibleSamples = 2500;
  const jumps: number[] = [];
  const jump = (sample: number): void => {
    jumps.push(sample);
    view.focus = sample;
    view.centreOn(sample);
  };
  const events = new EventsState({ beats, view, jump });
  events.refresh();
  return { beats, view, events, jumps };
}

const DAY = [
  [0, '+', '(N'],
  [200, 'N'],
  [400, 'V'],
  [600, 'N'],
  [800, 'V'],
  [950, 'V'],
  [1100, 'V'],
  [1300, 'N'],
  [2000, 'A'],
  [2100, '"', 'felt dizzy'],
] as const;

describe('the list of events', () => {
  it('counts each kind, beats and marks alike, in the order of time', () => {
    const { events } = setUp(DAY);
    expect(events.present).toEqual(['ventricular', 'supraventricular', 'run', 'pause', 'rhythm', 'note']);
    expect(events.countOf('ventricular')).toBe(4);
    expect(events.countOf('run')).toBe(1);
    const samples = [...events.events.list.sample];
    expect(samples).toEqual(samples.toSorted((one, other) => one - other));
  });

  it('is narrowed to the kinds looked for, and keeps the event that was gone to', () => {
    const { events } = setUp(DAY);
    events.toggle('ventricular');
    expect(events.shown.length).toBe(4);
    events.select(1);
    events.toggle('supraventricular');
    expect(events.factsOf(events.selected)).toMatchObject({ kind: 'ventricular', sample: 800 });
    events.showAll();
    expect(events.factsOf(events.selected)?.sample).toBe(800);
  });

  it('tells what is worth telling: beats of a run, seconds of a pause, the text of a note', () => {
    const { events } = setUp(DAY);
    const facts = Array.from(events.shown, (_, at) => events.factsOf(at));
    expect(facts.find((each) => each?.kind === 'run')?.beats).toBe(3);
    expect(facts.find((each) => each?.kind === 'pause')?.seconds).toBeCloseTo(2.8);
    expect(facts.find((each) => each?.kind === 'note')?.text).toBe('felt dizzy');
    expect(facts.find((each) => each?.kind === 'rhythm')?.text).toBe('N');
  });

  it('steps to the next and previous event of the kind looked for, from where the reader is', () => {
    const { events, jumps } = setUp(DAY);
    events.toggle('ventricular');
    events.step(1);
    events.step(1);
    events.step(-1);
    expect(jumps).toEqual([400, 800, 400]);
    expect(events.step(-1)).toBeUndefined();
    expect(events.step(1, 2000)).toBeUndefined();
  });

  it('has no event for a beat whose kind is not known yet, nor a pause where such a beat is', () => {
    const beats = new BeatStore();
    beats.begin(RATE, 'model');
    const sample = Int32Array.of(200, 400, 600);
    const found = { sample, code: Uint8Array.of(1, 5, 1), confidence: new Float32Array(3).fill(0.2) };
    beats.append({ stage: 'detected', from: 0, to: 1000, ...found });
    const view = new ViewState();
    view.open({ id: 'r', samples: 1000, rate: RATE });
    const events = new EventsState({ beats, view, jump: () => undefined });
    events.refresh();
    expect(events.present).toEqual([]);
  });

  it('holds 100,000 events', () => {
    const many = Array.from({ length: 100_000 }, (_, beat) => [200 * (beat + 1), 'V'] as const);
    const { events } = setUp(many);
    expect(events.countOf('ventricular')).toBe(100_000);
    events.toggle('ventricular');
    expect(events.factsOf(99_999)?.sample).toBe(20_000_000);
  });
});

describe('strips and bookmarks', () => {
  const withStrips = () => {
    const set = annotations([
      [100, '"', '[strip 2500 0,2] onset'],
      [5000, '"', '[strip 0]'],
      [6000, '"', 'a note'],
    ]);
    set.subtype.set([1, 1, 0]);
    const beats = new BeatStore();
    beats.replace({ ...set, id: Int32Array.of(7, 8, 9) }, 'reader');
    return beats;
  };

  it('are told from other notes, with length, leads and text', () => {
    expect(stripsOf(withStrips().marks)).toEqual([
      { id: 7, from: 100, length: 2500, leads: [0, 2], text: 'onset' },
      { id: 8, from: 5000, length: 0, leads: [], text: '' },
    ]);
  });

  it('are saved, renamed and removed as edits', async () => {
    const beats = withStrips();
    const view = new ViewState();
    view.open({ id: 'r', samples: 100_000, rate: RATE });
    view.visibleSamples = 2500;
    view.moveTo(1000);
    const edits: Edit[] = [];
    const strips = new StripsState({
      beats,
      view,
      apply: (edit) => {
        edits.push(edit);
        return Promise.resolve(undefined);
      },
    });
    await strips.save([1], ' run ');
    await strips.bookmark();
    view.focus = 1200;
    await strips.bookmark('here');
    const [first] = strips.all;
    if (!first) throw new Error('no strip');
    await strips.rename(first, 'run of three');
    await strips.remove(first);
    expect(edits).toEqual([
      { kind: 'strip', from: 1000, to: 3500, leads: [1], text: 'run' },
      { kind: 'strip', from: 2250, to: 2250, leads: [], text: '' },
      { kind: 'strip', from: 1200, to: 1200, leads: [], text: 'here' },
      { kind: 'strip', id: 7, from: 100, to: 2600, leads: [0, 2], text: 'run of three' },
      { kind: 'remove', target: { by: 'ids', ids: Int32Array.of(7) } },
    ]);
  });
});
