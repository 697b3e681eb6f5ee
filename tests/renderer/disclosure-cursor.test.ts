import { describe, expect, it } from 'vitest';
import { ViewState } from '../../src/renderer/src/ecg/view-state.svelte.ts';
import { DisclosureCursor } from '../../src/renderer/src/state/disclosure-cursor.svelte.ts';
import { EventsState } from '../../src/renderer/src/state/events.svelte.ts';
import { beatsOf } from './ecg/signals.ts';

const recording = { rate: 100, samples: 10_000 };

function setUp(rows: Parameters<typeof beatsOf>[0] = []) {
  const beats = beatsOf(rows);
  const view = new ViewState();
  view.open({ id: 'r', ...recording });
  const events = new EventsState({ beats, view, jump: (sample) => (view.focus = sample) });
  events.refresh();
  return { view, events, cursor: new DisclosureCursor({ recording, beats, view, events }) };
}

describe('the cursor among the rows of a whole recording', () => {
  it('begins at what is in focus on the trace and stays in the recording', () => {
    const { view, events } = setUp();
    view.focus = 1234;
    const cursor = new DisclosureCursor({ recording, beats: beatsOf([]), view, events });
    expect(cursor.sample).toBe(1234);
    cursor.moveTo(-7);
    expect(cursor.sample).toBe(0);
    cursor.moveTo(20_000);
    expect(cursor.sample).toBe(9_999);
    cursor.say();
    expect(cursor.spoken).toBe('00:01:40');
  });

  it('goes to the next beat that is not normal, which the trace then has in focus, and says when there is none', () => {
    const { view, cursor } = setUp([
      [500, 'N'],
      [1_000, 'V'],
      [1_500, 'N'],
    ]);
    cursor.moveTo(0);
    expect(cursor.toEvent(1)).toBe(true);
    expect([cursor.sample, view.focus]).toEqual([1_000, 1_000]);
    expect(cursor.spoken).toContain('00:00:10');
    expect(cursor.toEvent(1)).toBe(false);
    expect(cursor.sample).toBe(1_000);
    expect(cursor.spoken).toBe('No further beat that is not normal.');
  });

  it('goes to events of the kinds looked for alone', () => {
    const { events, cursor } = setUp([
      [500, 'V'],
      [1_000, 'A'],
      [1_500, 'V'],
    ]);
    events.toggle('supraventricular');
    cursor.moveTo(0);
    expect(cursor.toEvent(1)).toBe(true);
    expect(cursor.sample).toBe(1_000);
    expect(cursor.toEvent(1)).toBe(false);
    expect(cursor.spoken).toBe('No further event of these kinds.');
  });
});
