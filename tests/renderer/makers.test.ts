import { describe, expect, it } from 'vitest';
import { makerText } from '../../src/renderer/src/display/makers.ts';
import { BeatStore } from '../../src/renderer/src/ecg/beat-store.svelte.ts';
import { LabelStoryState } from '../../src/renderer/src/state/label-story.svelte.ts';
import { type MakersParts, MakersState } from '../../src/renderer/src/state/learning/makers.svelte.ts';
import { LIVE, StudySession } from '../../src/renderer/src/state/study-session.svelte.ts';
import type { AgainProgress } from '../../src/shared/contract/readings.ts';
import { Problem } from '../../src/shared/problem.ts';
import { fakeWorkstation } from '../page/fake-workstation.ts';
import { deferCall, settle } from './deferred-api.ts';

function makers(progress: readonly AgainProgress[] = [], parts: Partial<MakersParts['api']> = {}) {
  const { api, calls } = fakeWorkstation();
  const told: string[] = [];
  const ended: string[] = [];
  const problems: unknown[] = [];
  const watched: MakersParts['api'] =
    progress.length === 0
      ? api
      : {
          ...api,
          'readings.watchAgain': async function* () {
            for (const each of progress) {
              await Promise.resolve();
              yield each;
            }
          },
        };
  const state = new MakersState({
    api: { ...watched, ...parts },
    tell: (text) => told.push(text),
    tellProblem: (thrown) => problems.push(thrown),
    ended: (studyId) => ended.push(studyId),
  });
  const asked = (method: string) => calls.filter(([name]) => name === method).length;
  return { state, told, ended, problems, asked };
}

const step = (left: number, done: number, recordingId?: string): AgainProgress => ({
  ...{ left, done, failed: 0, fraction: 0 },
  ...(recordingId === undefined ? {} : { current: { recordingId, studyId: `study of ${recordingId}` } }),
});

describe('reading again what another model has read', () => {
  it('is offered with the number of unsigned studies, and asked for once', async () => {
    const { state, asked } = makers();
    await state.load();
    expect(state.found?.again.studies).toBeGreaterThan(0);
    await Promise.all([state.askAll(), state.askAll()]);
    expect(asked('readings.againAll')).toBe(1);
  });

  it('tells how far it is, which studies have changed, and its end', async () => {
    const { state, told, ended, asked } = makers([step(0, 0), step(2, 0, 'a'), step(1, 1, 'b'), step(0, 2)]);
    await state.load();
    expect(state.running).toBe(false);
    await state.follow(new AbortController().signal);
    await settle();
    expect(ended).toEqual(['study of a', 'study of b']);
    expect(told).toEqual(['2 recordings have been read again.']);
    expect(state.progress).toMatchObject({ left: 0, done: 2 });
    // What is read by what is looked up anew at the end, not at each step.
    expect(asked('readings.makers')).toBe(2);
  });

  it('says nothing where all was given up, and tells what goes wrong', async () => {
    const locked = { 'readings.cancelAgain': () => Promise.reject(new Problem('locked', 'Later.')) };
    const { state, told, problems } = makers([step(3, 0, 'a'), step(0, 0)], locked);
    await state.follow(new AbortController().signal);
    expect(told).toEqual([]);
    await state.cancel();
    expect(problems).toHaveLength(1);
  });
});

describe('a study that another model has read', () => {
  it('is read again in the place of the earlier reading, beat by beat', async () => {
    const fake = fakeWorkstation();
    const session = new StudySession(fake.api, new BeatStore());
    await session.open('study-4');
    expect(session.latestReading?.id).toBe('study-4:model');
    const reading = session.readAgain();
    await settle();
    expect(fake.calls.map(([method]) => method)).toContain('readings.again');
    await reading;
    expect([session.shown, session.analysis.kind]).toEqual(['study-4:model', 'idle']);
    expect(fake.calls.filter(([method]) => method === 'analysis.watch')).toHaveLength(1);
  });

  it('keeps a reader’s labels in sight while it is read again beside them', async () => {
    const fake = fakeWorkstation();
    const call = deferCall('readings.again');
    const session = new StudySession({ ...fake.api, ...call.part }, new BeatStore());
    await session.open('study-4');
    const atr = session.sets.find(({ origin }) => origin === 'file');
    await session.show(atr?.id ?? '');
    const reading = session.readAgain();
    await settle();
    call.pending[0]?.answer({ ok: true });
    await reading;
    expect(session.shown).toBe(atr?.id);
    expect(session.shown).not.toBe(LIVE);
    expect(session.analysis.kind).toBe('idle');
  });

  it('stays as it is where that is refused', async () => {
    const fake = fakeWorkstation();
    const session = new StudySession(
      { ...fake.api, 'readings.again': () => Promise.reject(new Problem('bad-input', 'This study is signed.')) },
      new BeatStore(),
    );
    await session.open('study-4');
    await expect(session.readAgain()).rejects.toThrow('signed');
    expect([session.shown, session.analysis.kind]).toEqual(['study-4:model', 'idle']);
  });
});

describe('who gave a label', () => {
  it('is told of the beat that was looked at last', async () => {
    const call = deferCall('readings.label');
    const state = new LabelStoryState(call.part['readings.label']);
    const [first, second] = [state.look('set', 1), state.look('set', 2)];
    const story = { kind: 'model' as const, madeBy: 'm on cpu', at: '2026-11-22T10:00:00Z' };
    call.pending[1]?.answer({ ...story, code: 5 });
    call.pending[0]?.answer({ ...story, code: 1 });
    await Promise.all([first, second]);
    expect(state.story?.code).toBe(5);
    state.clear();
    expect(state.story).toBeUndefined();
  });

  it('names the adaptation and the model behind it, not the job', () => {
    expect(makerText('ecg-nat-base-1, adapted by 0f3c-22')).toBe('ecg-nat-base-1, adapted to this recording');
  });
});
