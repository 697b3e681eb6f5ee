import { describe, expect, it } from 'vitest';
import { BeatStore } from '../../src/renderer/src/ecg/beat-store.svelte.ts';
import { LIVE, StudySession } from '../../src/renderer/src/state/study-session.svelte.ts';
import type { Workstation } from '../../src/shared/contract.ts';
import type { AnalysisEvent } from '../../src/shared/contract/analysis.ts';
import { Problem } from '../../src/shared/problem.ts';
import { type FakeOptions, fakeWorkstation } from '../page/fake-workstation.ts';
import { deferCall, settle } from './deferred-api.ts';

function setUp(options: FakeOptions = {}, parts: Partial<Workstation> = {}) {
  const fake = fakeWorkstation(options);
  const session = new StudySession({ ...fake.api, ...parts }, new BeatStore());
  const asked = (method: string) => fake.calls.filter(([name]) => name === method).map(([, input]) => input);
  return { fake, session, asked };
}

const unread = { unread: () => true };
const batch = (from: number, to: number, at: number[]): AnalysisEvent => ({
  kind: 'beats',
  stage: 'refined',
  from,
  to,
  sample: Int32Array.from(at),
  code: Uint8Array.from(at, () => 1),
  confidence: Float32Array.from(at, () => 0.9),
});

describe('opening a study', () => {
  it('shows the automatic reading that is there, without asking for another', async () => {
    const { session, asked } = setUp();
    await session.open('study-4');
    expect(session.phase).toBe('ready');
    expect([session.shown, session.automatic]).toEqual(['study-4:model', true]);
    expect(session.beats.count).toBeGreaterThan(2000);
    expect(asked('analysis.watch')).toEqual([]);
  });

  it('lets beats appear while the recording is being read, then shows the finished set', async () => {
    const { session } = setUp(unread);
    const counts: number[] = [];
    const append = session.beats.append.bind(session.beats);
    session.beats.append = (beats) => {
      append(beats);
      counts.push(session.beats.count);
      expect([session.shown, session.analysis.kind]).toEqual([LIVE, 'running']);
    };
    await session.open('study-7');
    expect(counts.length).toBeGreaterThan(2);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect([session.shown, session.analysis.kind]).toEqual(['study-7:model', 'idle']);
    expect(session.annotations).toBeDefined();
  });

  it('never shows a study that was opened before the last one', async () => {
    const call = deferCall('library.study');
    const { fake, session } = setUp({}, call.part);
    const first = session.open('study-4');
    const second = session.open('study-5');
    const [older, newer] = call.pending;
    expect(older?.signal?.aborted).toBe(true);
    newer?.answer(await fake.api['library.study']({ studyId: 'study-5' }));
    await second;
    older?.answer(await fake.api['library.study']({ studyId: 'study-4' }));
    await first;
    expect(session.detail?.row.id).toBe('study-5');
    expect(session.shown).toBe('study-5:model');
  });

  it('stops watching the reading of a study that is left', async () => {
    let left = false;
    const { session } = setUp(unread, {
      'analysis.watch': async function* (_input, signal) {
        yield batch(0, 100, [10, 90]);
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        left = true;
      },
    });
    const opening = session.open('study-4');
    await settle();
    expect(session.beats.count).toBe(2);
    session.close();
    await opening;
    expect(left).toBe(true);
    expect([session.phase, session.beats.count]).toEqual(['none', 0]);
  });

  it('says in a sentence why a study could not be opened', async () => {
    const { session } = setUp();
    await session.open('study-404');
    expect([session.phase, session.problem]).toEqual(['failed', 'This study is no longer in the library.']);
  });
});

describe('choosing what is shown', () => {
  it('switches to the annotations of the file and knows that they are no automatic ones', async () => {
    const { session } = setUp();
    await session.open('study-4');
    await session.show('study-4:atr');
    expect([session.automatic, session.beats.unconfirmed]).toEqual([false, false]);
    expect(session.sets.map((set) => set.annotator)).toEqual(['atr', 'ecg-nat']);
  });

  it('shows the last choice when an earlier one arrives late', async () => {
    const call = deferCall('edit.rows');
    const { fake, session } = setUp({}, call.part);
    void session.open('study-4');
    await settle();
    const choosing = session.show('study-4:atr');
    const [rules, atr] = call.pending;
    atr?.answer(await fake.api['edit.rows']({ setId: 'study-4:atr', from: 0, to: 1000 }));
    await choosing;
    const count = session.beats.count;
    rules?.answer(await fake.api['edit.rows']({ setId: 'study-4:model' }));
    await settle();
    expect([session.shown, session.beats.count]).toEqual(['study-4:atr', count]);
  });

  it('keeps beats of a running reading away from the annotations the reader chose meanwhile', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>();
    const { session } = setUp(unread, {
      'analysis.watch': async function* () {
        yield batch(0, 100, [10, 90]);
        await gate;
        yield batch(100, 200, [110, 130, 150, 170, 190]);
      },
    });
    const opening = session.open('study-4');
    await settle();
    await session.show('study-4:atr');
    const count = session.beats.count;
    open(undefined);
    await opening;
    expect([session.shown, session.beats.count]).toEqual(['study-4:atr', count]);
  });
});

describe('a reading that does not come', () => {
  const refuse = {
    'analysis.watch': (): AsyncGenerator<AnalysisEvent> => {
      throw new Problem('unsupported', 'This recording has no ECG lead.');
    },
  };

  it('shows the annotations that came with the file and says why there are no others', async () => {
    const { session } = setUp(unread, refuse);
    await session.open('study-4');
    expect(session.shown).toBe('study-4:atr');
    expect(session.analysis).toEqual({ kind: 'failed', message: 'This recording has no ECG lead.' });
  });

  it('does not take unknown beats for none', async () => {
    const { session } = setUp(unread, refuse);
    await session.open('study-7');
    expect(session.beatsKnown).toBe(false);
  });

  it('can be stopped for everybody', async () => {
    const { session, asked } = setUp(unread, {
      'analysis.watch': async function* (_input, signal) {
        yield { kind: 'progress', state: 'running', fraction: 0.5, analysedTo: 50, samples: 100, madeBy: 'rules 3' };
        await new Promise((_, reject) =>
          signal?.addEventListener('abort', () => reject(new Problem('cancelled', 'Cancelled.'))),
        );
      },
    });
    void session.open('study-7');
    await settle();
    await session.stopReading();
    expect(session.analysis.kind).toBe('stopped');
    expect(asked('analysis.cancel')).toEqual([{ recordingId: 'study-7:1' }]);
  });
});
