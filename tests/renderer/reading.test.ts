import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exactProbability, formatProbability } from '../../src/renderer/src/display/numbers.ts';
import { formatTimes } from '../../src/renderer/src/display/times.ts';
import { BeatStore } from '../../src/renderer/src/ecg/beat-store.svelte.ts';
import { AnalysisSettingsState } from '../../src/renderer/src/state/analysis-settings.svelte.ts';
import { groupEpisodes } from '../../src/renderer/src/state/episode-groups.ts';
import { findingName, orderFindings } from '../../src/renderer/src/state/findings.ts';
import { FOCUS_DELAY, FocusTeller } from '../../src/renderer/src/state/focus-teller.ts';
import { Held } from '../../src/renderer/src/state/held.svelte.ts';
import { LIVE, StudySession } from '../../src/renderer/src/state/study-session.svelte.ts';
import { Workbench } from '../../src/renderer/src/state/workbench.svelte.ts';
import type { Workstation } from '../../src/shared/contract.ts';
import { type AnalysisEvent, type Episode, EPISODE_KINDS } from '../../src/shared/contract/analysis.ts';
import { Problem } from '../../src/shared/problem.ts';
import { FAKE_MODEL } from '../page/fake-reading.ts';
import { type FakeOptions, fakeWorkstation } from '../page/fake-workstation.ts';
import { deferCall, settle } from './deferred-api.ts';

function setUp(options: FakeOptions = {}, parts: Partial<Workstation> = {}) {
  const fake = fakeWorkstation(options);
  const session = new StudySession({ ...fake.api, ...parts }, new BeatStore());
  const asked = (method: string) => fake.calls.filter(([name]) => name === method).map(([, input]) => input);
  return { fake, session, asked };
}

const episode = (kind: Episode['kind'], from: number, to: number, rate = 100): Episode => ({
  kind,
  from,
  to,
  beats: 4,
  rate,
  confidence: NaN,
});
const running: AnalysisEvent = {
  kind: 'progress',
  state: 'running',
  fraction: 0.4,
  analysedTo: 700,
  samples: 1000,
  madeBy: FAKE_MODEL,
  device: 'cpu',
};

/** A session whose reading says what the test gives it, and then waits. */
async function live(events: readonly AnalysisEvent[]) {
  const made = setUp(
    { unread: () => true },
    {
      'analysis.watch': async function* (_input, signal) {
        yield* events;
        await new Promise((_, reject) =>
          signal?.addEventListener('abort', () => reject(new Problem('cancelled', 'Cancelled.'))),
        );
      },
    },
  );
  void made.session.open('study-4');
  await settle();
  return made;
}

describe('a reading that is being made', () => {
  it('tells how far it is, who makes it, and what it found beside the beats', async () => {
    const { session } = await live([
      { kind: 'quality', quality: { fromSecond: 0, seconds: 3, leads: [0], values: Uint8Array.of(2, 0, 2) } },
      { kind: 'episodes', episodes: [episode('pause', 100, 400)] },
      { kind: 'notice', text: 'The graphics device was lost; the processor goes on.' },
      { kind: 'notice', text: 'The graphics device was lost; the processor goes on.' },
      running,
    ]);
    expect(session.analysis).toEqual({ kind: 'running', progress: running });
    expect(session.beats.analysedTo).toBe(700);
    expect([...session.layers.quality.unreadable(0)]).toEqual([1, 2]);
    expect(session.layers.episodes.all).toHaveLength(1);
    expect(session.notices).toEqual(['The graphics device was lost; the processor goes on.']);
    expect(session.explainable).toBe(true);
  });

  it('can be paused and goes on, shown at once', async () => {
    const { session, asked } = await live([running]);
    await session.pauseReading(true);
    expect(session.analysis).toMatchObject({ kind: 'running', progress: { state: 'paused' } });
    await session.pauseReading(false);
    expect(session.analysis).toMatchObject({ kind: 'running', progress: { state: 'running' } });
    const input = { recordingId: 'study-4:1' };
    expect([asked('analysis.pause'), asked('analysis.resume')]).toEqual([[input], [input]]);
  });

  it('keeps its episodes away from the annotations the reader chose meanwhile', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>();
    const { session } = setUp(
      { unread: () => true },
      {
        'analysis.watch': async function* () {
          yield running;
          await gate;
          yield { kind: 'episodes', episodes: [episode('pause', 100, 400)] };
        },
      },
    );
    void session.open('study-4');
    await settle();
    await session.show('study-4:atr');
    open(undefined);
    await settle();
    expect(session.layers.episodes.all).toEqual([]);
  });

  it('by rules cannot be explained', async () => {
    const { session } = await live([{ ...running, madeBy: 'rules 3' }]);
    expect([session.shown, session.explainable]).toEqual([LIVE, false]);
  });

  it('changes nothing at its end but who vouches for it: episodes stay until those of the result are there', async () => {
    const { session } = setUp({ unread: () => true });
    const counts = new Set<number>();
    const set = session.layers.episodes.set.bind(session.layers.episodes);
    session.layers.episodes.set = (episodes, source) => {
      set(episodes, source);
      counts.add(session.layers.episodes.all.length);
    };
    await session.open('study-3');
    expect([...counts].every((count) => count > 0)).toBe(true);
    expect(session.shownResult?.madeBy).toBe(FAKE_MODEL);
    expect(session.layers.episodes.all.length).toBe(session.shownResult?.episodes.length);
  });
});

describe('the result of a complete reading', () => {
  it('comes with the set it belongs to and goes with it', async () => {
    const { session } = setUp();
    await session.open('study-4');
    expect(session.layers.episodes.all.length).toBeGreaterThan(5);
    await session.show('study-4:atr');
    expect([session.shownResult, session.layers.episodes.all.length]).toEqual([undefined, 0]);
    // What cannot be read cannot be read, whoever labelled it.
    expect(session.layers.quality.lane.length).toBeGreaterThan(0);
  });

  it('may be absent: sets by rules have none', async () => {
    const { session } = setUp(
      {},
      {
        'analysis.result': () => Promise.reject(new Problem('not-found', 'There is no result.')),
      },
    );
    await session.open('study-4');
    expect([session.analysis.kind, session.beats.count > 0]).toEqual(['idle', true]);
  });
});

describe('why', () => {
  it('is laid over the trace on request and taken away', async () => {
    const { session, asked } = setUp();
    await session.open('study-7');
    const { explanation } = session;
    await explanation.show('study-7:1', { finding: 'MI' });
    expect(asked('analysis.saliency')).toEqual([{ recordingId: 'study-7:1', finding: 'MI' }]);
    expect(session.layers.saliency?.leads).toHaveLength(12);
    expect([explanation.explains({ finding: 'MI' }), explanation.explains({ finding: 'CD' })]).toEqual([true, false]);
    explanation.clear();
    expect([session.layers.saliency, explanation.of]).toEqual([undefined, undefined]);
  });

  it('shows the answer to the last question only', async () => {
    const call = deferCall('analysis.saliency');
    const { fake, session } = setUp({}, call.part);
    await session.open('study-7');
    const first = session.explanation.show('study-7:1', { finding: 'MI' });
    const second = session.explanation.show('study-7:1', { sample: 400 });
    const answer = await fake.api['analysis.saliency']({ recordingId: 'study-7:1' });
    call.pending[1]?.answer({ ...answer, method: 'second' });
    call.pending[0]?.answer({ ...answer, method: 'first' });
    await Promise.all([first, second]);
    expect(session.layers.saliency?.method).toBe('second');
  });

  it('says in a sentence where there is no answer, and goes with the study', async () => {
    const { session } = setUp(
      {},
      {
        'analysis.saliency': () => Promise.reject(new Problem('unsupported', 'Rules cannot be explained.')),
      },
    );
    await session.open('study-7');
    await session.explanation.show('study-7:1', { sample: 400 });
    expect([session.explanation.problem, session.explanation.loading]).toEqual(['Rules cannot be explained.', false]);
    await session.open('study-8');
    expect([session.explanation.of, session.explanation.problem]).toEqual([undefined, '']);
  });
});

describe('where the reader looks', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is told once the view rests, as whole samples', async () => {
    const fake = fakeWorkstation();
    const teller = new FocusTeller(fake.api);
    for (const from of [-20.5, 100, 240.5]) teller.look('study-3:1', from, from + 99.2);
    await vi.advanceTimersByTimeAsync(FOCUS_DELAY);
    expect(fake.calls).toEqual([['analysis.focus', { recordingId: 'study-3:1', from: 240, to: 340 }]]);
    teller.look('study-3:1', 5, 9);
    teller.stop();
    await vi.advanceTimersByTimeAsync(FOCUS_DELAY);
    expect(fake.calls).toHaveLength(1);
  });
});

describe('what was found', () => {
  it('is grouped by kind, the most urgent first, with the longest and the fastest', () => {
    const groups = groupEpisodes([
      episode('sinus-rhythm', 0, 9000),
      episode('ventricular-tachycardia', 100, 150, 140),
      episode('pause', 300, 400, NaN),
      episode('ventricular-tachycardia', 500, 590, 130),
    ]);
    expect(groups.map(({ kind }) => kind)).toEqual(['ventricular-tachycardia', 'pause', 'sinus-rhythm']);
    expect(EPISODE_KINDS.indexOf('ventricular-tachycardia')).toBeLessThan(EPISODE_KINDS.indexOf('pause'));
    expect([groups[0]?.longest.from, groups[0]?.fastest?.from, groups[0]?.samples]).toEqual([500, 100, 140]);
    expect(groups[1]?.fastest).toBeUndefined();
  });

  it('is listed as suggested first, the most probable first', () => {
    const row = (finding: string, probability: number, suggested: boolean) =>
      ({ finding, group: 'rhythm', probability, suggested }) as const;
    const ordered = orderFindings([row('CD', 0.45, false), row('MI', 0.44, true), row('SR', 0.9, true)]);
    expect(ordered.map(({ finding }) => finding)).toEqual(['SR', 'MI', 'CD']);
    expect([findingName('MI'), findingName('XYZ')]).toEqual(['Myocardial infarction', 'XYZ']);
  });

  it('stays as it is while somebody points at it, and is shown when they let go', () => {
    const held = new Held('one');
    held.offer('a recording', 'one');
    held.hold();
    held.offer('a recording', 'two');
    held.offer('a recording', 'three');
    expect([held.shown, held.waiting]).toEqual(['one', true]);
    held.release();
    expect([held.shown, held.waiting]).toEqual(['three', false]);
    held.offer('a recording', 'four');
    expect(held.shown).toBe('four');
    held.hold();
    held.offer('another recording', 'five');
    expect([held.shown, held.waiting]).toEqual(['five', false]);
  });
});

describe('numbers', () => {
  it('tell a probability in steps of 0.05, never as a certainty', () => {
    expect([0.8637, 0.5, 0.98, 1, 0.01, 0, 0.97].map(formatProbability)).toEqual([
      '0.85',
      '0.50',
      '> 0.95',
      '> 0.95',
      '< 0.05',
      '< 0.05',
      '0.95',
    ]);
    expect(exactProbability(0.8637)).toBe('0.8637');
  });

  it('tell a speed to two figures', () => {
    expect([1234, 48.4, 4.26, 0].map(formatTimes)).toEqual(['1,200', '48', '4.3', '–']);
  });
});

describe('devices and models', () => {
  it('are asked for, checked again and chosen', async () => {
    const fake = fakeWorkstation();
    const settings = new AnalysisSettingsState(fake.api);
    await settings.load();
    expect(settings.devices?.used).toBe('webgpu');
    expect(settings.models?.map(({ origin }) => origin)).toEqual(['shipped', 'local']);
    await settings.choose('cpu');
    expect([settings.devices?.chosen, settings.devices?.used]).toEqual(['cpu', 'cpu']);
    const probing = settings.probe();
    expect(settings.probing).toBe(true);
    await probing;
    expect(settings.probing).toBe(false);
  });

  it('that cannot be asked for are a sentence, not an empty table', async () => {
    const call = deferCall('devices.list');
    const settings = new AnalysisSettingsState({ ...fakeWorkstation().api, ...call.part });
    const loading = settings.load();
    call.pending[0]?.fail(new Problem('failed', 'The devices could not be listed.'));
    await loading;
    expect([settings.problem, settings.devices]).toEqual(['The devices could not be listed.', undefined]);
  });
});

describe('thresholds of rhythm', () => {
  it('that are changed are saved at once and change the episodes of the open study, not its beats', async () => {
    const fake = fakeWorkstation();
    const workbench = new Workbench(fake.api, await fake.api['system.preferences']({}));
    const { session } = workbench;
    await session.open('study-4');
    const { annotations } = session;
    const pauses = () => session.layers.episodes.all.filter(({ kind }) => kind === 'pause').length;
    expect(pauses()).toBe(1);
    await workbench.setThresholds({ pauseSeconds: 4 });
    expect([pauses(), session.shownResult?.thresholds?.pauseSeconds]).toEqual([0, 4]);
    expect(session.annotations).toBe(annotations);
    await workbench.setThresholds({});
    expect([pauses(), session.shownResult?.thresholds?.pauseSeconds]).toEqual([1, 3]);
    const saved = fake.calls.filter(([method]) => method === 'system.savePreferences').map(([, input]) => input);
    expect(saved).toMatchObject([{ rhythmThresholds: { pauseSeconds: 4 } }, { rhythmThresholds: {} }]);
  });

  it('leave annotations alone that were not read automatically, and a window without a study', async () => {
    const fake = fakeWorkstation();
    const workbench = new Workbench(fake.api, await fake.api['system.preferences']({}));
    await workbench.setThresholds({ pauseSeconds: 4 });
    await workbench.session.open('study-4');
    await workbench.session.show('study-4:atr');
    const asked = () => fake.calls.filter(([method]) => method === 'analysis.result').length;
    const before = asked();
    await workbench.setThresholds({ pauseSeconds: 5 });
    expect([asked(), workbench.session.layers.episodes.all]).toEqual([before, []]);
  });

  it('that could not be kept are told in a sentence', async () => {
    const fake = fakeWorkstation();
    const full: Partial<Workstation> = {
      'system.savePreferences': () => Promise.reject(new Problem('disk', 'The disk is full.')),
    };
    const workbench = new Workbench({ ...fake.api, ...full }, await fake.api['system.preferences']({}));
    await workbench.setThresholds({ pauseSeconds: 4 });
    expect(workbench.notices.current).toEqual({ text: 'The disk is full.', wrong: true });
  });
});
