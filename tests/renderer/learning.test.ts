import { describe, expect, it } from 'vitest';
import { BeatPlaces } from '../../src/renderer/src/state/learning/beat-places.svelte.ts';
import { Learning, type LearningParts } from '../../src/renderer/src/state/learning/learning.svelte.ts';
import { JobWatch } from '../../src/renderer/src/state/learning/job-watch.svelte.ts';
import { Workbench } from '../../src/renderer/src/state/workbench.svelte.ts';
import type { JobEvent, LearningJob } from '../../src/shared/contract/learning.ts';
import { Preferences } from '../../src/shared/contract/system.ts';
import { Problem } from '../../src/shared/problem.ts';
import { fakeCurves, fakeLearning, type FakeLearningOptions } from '../page/fake-learning.ts';
import { FAKE_DEVICES } from '../page/fake-reading.ts';
import { fakeReadings } from '../page/fake-readings.ts';
import { fakeWorkstation } from '../page/fake-workstation.ts';
import { settle } from './deferred-api.ts';

function setUp(options: FakeLearningOptions = {}, other: Partial<LearningParts> = {}) {
  const calls: [string, unknown][] = [];
  const told: string[] = [];
  const problems: string[] = [];
  const downloads: [string, Blob][] = [];
  let reader: string | undefined = 'Dr. Ruth Weiss';
  const record = (method: string, input: unknown): void => void calls.push([method, input]);
  const api = fakeLearning({ ...options, record });
  const readings = fakeReadings({
    ...{ record, madeBy: 'ecg-nat-base-1 on cpu', pause: () => Promise.resolve(), again: () => undefined },
    inUse: async () => (await api['learning.candidates']({})).activeModel ?? 'rules 3',
  });
  const learning = new Learning({
    api,
    reader: () => reader,
    saveReader: (name) => {
      reader = name;
      return Promise.resolve();
    },
    download: (name, content) => downloads.push([name, content]),
    study: () => Promise.reject(new Problem('not-found', 'No such study.')),
    openBeat: () => undefined,
    openStudy: () => undefined,
    readings,
    devices: () => Promise.resolve(FAKE_DEVICES),
    readAgain: () => undefined,
    tell: (text) => told.push(text),
    tellProblem: (thrown) => problems.push(thrown instanceof Error ? thrown.message : String(thrown)),
    ...other,
  });
  const leaving = new AbortController();
  const follow = (): void => void learning.follow(leaving.signal);
  const asked = (method: string): unknown[] => calls.filter(([name]) => name === method).map(([, input]) => input);
  return {
    learning,
    api,
    calls,
    asked,
    told,
    problems,
    downloads,
    leaving,
    follow,
    forget: () => (reader = undefined),
  };
}

describe('the data', () => {
  it('are looked at anew for another scope; an adaptation needs to know its recording first', async () => {
    const { learning, asked } = setUp();
    await learning.load('data');
    expect(learning.data.found?.train.V).toBe(133);
    await learning.data.look({ kind: 'adapt' });
    expect(learning.data.needsRecording).toBe(true);
    expect(asked('learning.preview')).toHaveLength(1);
    await learning.data.look({ recordingIds: ['study-4:1'] });
    expect(learning.data.found?.patients).toHaveLength(1);
  });

  it('become a snapshot under a name, which is asked for where there is none', async () => {
    const { learning, asked, forget } = setUp();
    forget();
    await learning.load('data');
    const keeping = learning.data.keep();
    expect(learning.name.open).toBe(true);
    expect(asked('learning.snapshot')).toEqual([]);
    await learning.name.give('Dr. Jan Mertens');
    expect(await keeping).toBeDefined();
    expect(learning.data.snapshots[0]?.id).toBe('snapshot-2');
  });

  it('are kept by nobody who does not give a name', async () => {
    const { learning, asked, forget } = setUp();
    forget();
    await learning.load('data');
    const keeping = learning.data.keep();
    learning.name.cancel();
    expect(await keeping).toBeUndefined();
    expect(asked('learning.snapshot')).toEqual([]);
    expect(learning.data.keeping).toBe(false);
  });

  it('tell what is missing where nothing was labelled', async () => {
    const { learning } = setUp({ data: 'none' });
    await learning.load('data');
    expect(learning.data.found?.canStart).toBe(false);
    expect(learning.data.found?.remarks[0]?.code).toBe('no-labels');
  });
});

describe('a training', () => {
  it('is planned again when a setting changes, and the latest answer counts', async () => {
    const { learning } = setUp();
    await learning.load('train');
    expect(learning.training.plan?.steps).toBe(600);
    void learning.training.make('snapshot-1', { steps: 40 });
    await learning.training.make('snapshot-1', { steps: 20 });
    expect(learning.training.plan?.steps).toBe(20);
  });

  it('can be given the devices that are there and compute what the CPU does, no other', async () => {
    const { learning } = setUp();
    expect(learning.training.devices).toEqual(['cpu']);
    await learning.load('train');
    expect(learning.training.devices).toEqual(['cpu', 'webgpu']);
  });

  it('is watched from its start, tells of its end once, and brings a candidate', async () => {
    const { learning, follow, told, leaving } = setUp();
    follow();
    await learning.load('compare');
    await learning.load('train');
    await settle();
    await learning.start();
    await settle();
    expect(learning.live?.state).toBe('running');
    expect(learning.watch.curves.step.length).toBe(60);
    await learning.obey('pause', learning.live?.id ?? '');
    expect(learning.current?.state).toBe('paused');
    await learning.obey('resume', learning.current?.id ?? '');
    await settle();
    expect(learning.current).toBeUndefined();
    expect(told.filter((text) => text.includes('the gate lets the candidate pass'))).toHaveLength(1);
    expect(learning.models.candidates[0]?.standing).toBe('waiting');
    leaving.abort();
  });

  it('is not news when the window opens after its end', async () => {
    const { learning, follow, told, problems, leaving } = setUp();
    follow();
    await settle();
    expect(learning.jobs).toHaveLength(3);
    expect([...told, ...problems]).toEqual([]);
    leaving.abort();
  });

  it('is shown in a corner while another one is looked at', async () => {
    const { learning, follow, leaving } = setUp({ running: true });
    follow();
    await settle();
    expect(learning.looked?.id).toBe('job-5');
    learning.look('job-4');
    await settle();
    expect(learning.watch.job?.id).toBe('job-4');
    expect(learning.live?.id).toBe('job-5');
    expect(learning.background.jobId).toBe('job-5');
    leaving.abort();
  });

  it('that compares a model anew is known while it waits, and not asked for twice', async () => {
    const { learning } = setUp();
    expect(learning.isComparing('ecg-nat-clinic-4')).toBe(false);
    expect(await learning.compareAnew('ecg-nat-clinic-4')).toBe(true);
    expect(learning.isComparing('ecg-nat-clinic-4')).toBe(true);
    expect(learning.isComparing('ecg-nat-clinic-3')).toBe(false);
  });

  it('that has to wait does not hide the one under way', async () => {
    const { learning, follow, told, leaving } = setUp({ running: true });
    follow();
    await learning.load('train');
    await settle();
    await learning.start();
    expect(learning.jobs[0]?.state).toBe('queued');
    expect(learning.looked?.id).toBe('job-5');
    expect(told.join()).toContain('begins when the one under way has ended');
    leaving.abort();
  });

  it('tells the sentence of its failure', async () => {
    const failing = new Set<() => void>();
    const base = setUp({ running: true });
    const jobs = (await base.api['learning.jobs']({})).jobs;
    const [running, ...others] = jobs;
    const { learning, problems, follow, leaving } = setUp(
      {},
      {
        api: {
          ...base.api,
          'learning.changes': async function* () {
            yield { jobs };
            await new Promise<void>((resolve) => failing.add(resolve));
            if (running) {
              yield {
                jobs: [
                  { ...running, state: 'failed', problem: { code: 'disk', text: 'The disk is full.' } },
                  ...others,
                ],
              };
            }
          },
        },
      },
    );
    follow();
    await settle();
    for (const fail of failing) fail();
    await settle();
    expect(problems).toEqual(['The disk is full.']);
    expect(learning.current).toBeUndefined();
    leaving.abort();
  });
});

describe('following a job', () => {
  const job = (part: Partial<LearningJob>): LearningJob => ({
    ...{ id: 'job-1', kind: 'finetune', state: 'running', stage: 'training', fraction: 0.1, step: 10, steps: 100 },
    ...{ losses: {}, validation: {}, windowsPerSecond: 9, device: 'cpu', threads: 2, seconds: 1, notices: [] },
    ...{ parentModel: 'm', createdBy: 'r', createdAt: '2026-11-22T00:00:00Z' },
    ...part,
  });
  const watching = (...sittings: (() => AsyncGenerator<JobEvent>)[]) => {
    let sitting = 0;
    const asked: (AbortSignal | undefined)[] = [];
    const watch = new JobWatch({
      'learning.watchJob': (_input, signal) => {
        asked.push(signal);
        const next = sittings[sitting++];
        if (!next) throw new Error('asked for too often');
        return next();
      },
    });
    return { watch, asked };
  };

  it('keeps what it has seen when the connection is lost, and goes on when asked', async () => {
    const { watch } = watching(
      async function* () {
        yield { kind: 'curves', curves: fakeCurves(50) };
        yield { kind: 'job', job: job({}) };
        await Promise.resolve();
        throw new Problem('disconnected', 'The connection to the workstation was lost.');
      },
      async function* () {
        await Promise.resolve();
        yield { kind: 'job', job: job({ state: 'done' }) };
      },
    );
    await watch.follow('job-1');
    expect(watch.phase).toBe('lost');
    expect(watch.problem).toContain('connection');
    expect(watch.curves.step.length).toBe(50);
    await watch.follow('job-1');
    expect(watch.phase).toBe('ended');
    expect(watch.job?.state).toBe('done');
  });

  it('asks again for a job that was heard of no more before its end, not for one that is over', async () => {
    const { watch, asked } = watching(
      async function* () {
        await Promise.resolve();
        yield { kind: 'job', job: job({ state: 'paused' }) };
      },
      async function* () {
        await Promise.resolve();
        yield { kind: 'job', job: job({ state: 'cancelled' }) };
      },
    );
    await watch.follow('job-1');
    await watch.follow('job-1');
    await watch.follow('job-1');
    expect(asked).toHaveLength(2);
    expect(watch.job?.state).toBe('cancelled');
  });

  it('stops listening to the one before when another is looked at', async () => {
    const { watch, asked } = watching(
      async function* () {
        yield { kind: 'job', job: job({}) };
        await new Promise(() => undefined);
      },
      async function* () {
        await Promise.resolve();
        yield { kind: 'job', job: job({ id: 'job-2', state: 'done' }) };
      },
    );
    void watch.follow('job-1');
    await settle();
    await watch.follow('job-2');
    expect(asked[0]?.aborted).toBe(true);
    expect(watch.job?.id).toBe('job-2');
    expect(watch.curves.step.length).toBe(0);
  });
});

describe('a decision', () => {
  it('needs a written reason to refuse a model, and to go against the gate', async () => {
    const { learning, asked } = setUp();
    await learning.load('history');
    const { models } = learning;
    models.asked = { kind: 'promote', modelId: 'ecg-nat-clinic-3', overrides: true };
    expect(await models.decide(' no ')).toBeUndefined();
    expect(asked('learning.promote')).toEqual([]);
    const made = await models.decide('Its aberrated beats are rare here.');
    expect(made?.overridden).toBe(true);
    expect(models.activeModel).toBe('ecg-nat-clinic-3');
    expect(models.asked).toBeUndefined();
  });

  it('that the gate agrees with needs none, and can be taken back', async () => {
    const { learning, asked } = setUp();
    await learning.load('history');
    const { models } = learning;
    models.asked = { kind: 'promote', modelId: 'ecg-nat-clinic-4', overrides: false };
    await models.decide('');
    expect(asked('learning.promote')).toEqual([{ modelId: 'ecg-nat-clinic-4' }]);
    models.asked = { kind: 'roll-back' };
    await models.decide('');
    expect(models.activeModel).toBe('ecg-nat-clinic-2');
    expect(models.decisions.map(({ kind }) => kind)).toEqual(['roll-back', 'promote', 'refuse', 'promote']);
  });

  it('that is refused by the workstation stays asked, with the sentence told', async () => {
    const base = setUp();
    const { learning, problems } = setUp(
      {},
      {
        api: {
          ...base.api,
          'learning.promote': () => Promise.reject(new Problem('bad-input', 'Compare it anew first.')),
        },
      },
    );
    await learning.load('history');
    learning.models.asked = { kind: 'promote', modelId: 'ecg-nat-clinic-4', overrides: false };
    await learning.models.decide('');
    expect(problems).toEqual(['Compare it anew first.']);
    expect(learning.models.asked).toBeDefined();
    expect(learning.models.deciding).toBe(false);
  });
});

describe('a signing key that was replaced', () => {
  it('is told under History until somebody says that those who know it were told', async () => {
    const keyReplaced = { at: '2026-11-22T10:00:00Z', fingerprint: '9f3a 04c1', before: '77de 10bb' };
    const { learning, asked } = setUp({ keyReplaced });
    await learning.load('history');
    expect(learning.models.keyReplaced).toEqual(keyReplaced);
    await learning.models.acknowledgeKey();
    expect(learning.models.keyReplaced).toBeUndefined();
    expect(asked('learning.acknowledgeKey')).toHaveLength(1);
    await learning.models.load();
    expect(learning.models.keyReplaced).toBeUndefined();
  });
});

describe('a model as a file', () => {
  it('goes out in one piece', async () => {
    const { learning, downloads } = setUp();
    expect(await learning.exchange.export('ecg-nat-clinic-2')).toBe('ecg-nat-clinic-2.einthoven-model');
    expect(await downloads[0]?.[1].text()).toBe('signed model');
    expect(learning.exchange.exporting).toBeUndefined();
  });

  it('comes in in pieces, and is kept only when its unknown signer is trusted by the fingerprint', async () => {
    const { learning, asked } = setUp();
    const { exchange } = learning;
    await exchange.receive(new Blob([new Uint8Array(5 * 1024 * 1024)]));
    expect(asked('learning.receiveModel')).toMatchObject([{ last: false }, { uploadId: 'upload-1', last: true }]);
    expect(exchange.mayAccept).toBe(false);
    expect(await exchange.accept()).toBeUndefined();
    exchange.trusted = true;
    expect(await exchange.accept()).toBeDefined();
    expect(asked('learning.acceptModel')).toEqual([
      { offerId: 'offer-1', trustFingerprint: '9f3a 04c1 77de 10bb 52e0 c3a9 8d41 6f2e' },
    ]);
  });

  it('must be trusted anew when another one comes', async () => {
    const { learning } = setUp();
    learning.exchange.trusted = true;
    await learning.exchange.receive(new Blob(['x']));
    expect(learning.exchange.mayAccept).toBe(false);
  });
});

describe('what is watched', () => {
  it('is shown class by class, the newest week first, blind before shown, with its falls and the answers that differ', async () => {
    const { learning } = setUp();
    await learning.load('watch');
    const { agreement } = learning;
    expect(agreement.falls.map(({ aamiClass, blind }) => [aamiClass, blind])).toEqual([['S', true]]);
    expect(agreement.shownAnswers).toHaveLength(3);
    agreement.shownClass = 'V';
    expect(agreement.rows.every(({ aamiClass }) => aamiClass === 'V')).toBe(true);
    expect(agreement.shownAnswers.map(({ place }) => place.sample)).toEqual([38_642]);
    expect(agreement.rows.slice(0, 2).map(({ week, blind }) => [week, blind])).toEqual([
      ['2026-11-16', true],
      ['2026-11-16', false],
    ]);
  });
});

describe('an adaptation', () => {
  it('is looked at before it is taken over', async () => {
    const { learning, asked } = setUp();
    await learning.adaptation.open('job-1');
    expect(learning.adaptation.kinds.map(({ from, to, beats }) => `${from}${to}${String(beats)}`)).toEqual([
      'NV2',
      'VS1',
    ]);
    expect(await learning.adaptation.take()).toBe(3);
    expect(asked('learning.takeAdaptation')).toEqual([{ jobId: 'job-1', revision: 12 }]);
    expect(learning.adaptation.offer).toBeUndefined();
  });
});

describe('beats in other studies', () => {
  it('are told by patient and time once their study is known, which is asked for once', async () => {
    const asked: string[] = [];
    const { api } = fakeWorkstation();
    const places = new BeatPlaces((studyId) => {
      asked.push(studyId);
      return studyId === 'gone'
        ? Promise.reject(new Problem('not-found', 'No such study.'))
        : api['library.study']({ studyId });
    });
    const beat = { studyId: 'study-4', recordingId: 'study-4:1', sample: 36_000 };
    expect(places.time(beat)).toBeUndefined();
    await places.look([beat, { ...beat, sample: 1 }, { studyId: 'gone', recordingId: 'gone:1', sample: 5 }]);
    await places.look([beat]);
    expect(asked).toEqual(['study-4', 'gone']);
    expect(places.time(beat)).toBe('00:01:40');
    expect(places.time({ studyId: 'gone', recordingId: 'gone:1', sample: 5 })).toBeUndefined();
  });
});

describe('a study opened out of the learning loop', () => {
  it('shows the beat, and leads back to where one came from', async () => {
    const workbench = new Workbench(fakeWorkstation().api, Preferences.parse({}));
    workbench.showLearning('compare');
    workbench.learning.openBeat({ studyId: 'study-4', recordingId: 'study-4:1', sample: 36_000 });
    expect(workbench.learning.shown).toBe(false);
    await settle();
    await settle();
    expect(workbench.session.recordingId).toBe('study-4:1');
    expect(workbench.view.focus).toBe(36_000);
    workbench.leave();
    expect(workbench.learning.shown).toBe(true);
    expect(workbench.learning.section).toBe('compare');
    workbench.leaveLearning();
    workbench.open({ id: 'study-4', status: 'new' });
    workbench.leave();
    expect(workbench.learning.shown).toBe(false);
  });
});
