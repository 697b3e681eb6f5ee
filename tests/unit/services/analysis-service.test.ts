import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { JobProcess } from '../../../src/main/jobs/job-process.ts';
import { AnalysisService, type AnalysisServiceParts } from '../../../src/main/services/analysis-service.ts';
import { StudyChanges } from '../../../src/main/services/changes.ts';
import type { AnalysisEvent } from '../../../src/shared/contract/analysis.ts';
import { Problem } from '../../../src/shared/problem.ts';
import { importStudy, recordingIdOf, temporaryLibrary } from '../library/temporary-library.ts';
import { FakeJob } from './fake-job.ts';

const SAMPLES = 1000;
const BATCHES = 10;

/** Analyses step by step: each batch waits until the test lets it pass. */
class Steered {
  readonly begun: string[] = [];
  /** Where each reading was to compute. */
  readonly devices: (string | undefined)[] = [];
  readonly looks: { readonly recordingId: string; readonly from: number; readonly to: number }[] = [];
  private readonly gates = new Map<string, { open: number; wake: () => void }>();

  /** Lets so many batches of a recording pass; all of them by default. */
  pass(recordingId: string, batches = BATCHES + 1): void {
    const gate = this.gate(recordingId);
    gate.open += batches;
    gate.wake();
  }

  private gate(recordingId: string): { open: number; wake: () => void } {
    const gate = this.gates.get(recordingId) ?? { open: 0, wake: () => {} };
    this.gates.set(recordingId, gate);
    return gate;
  }

  async *analyse(recordingId: string, signal: AbortSignal): AsyncGenerator<AnalysisEvent> {
    this.begun.push(recordingId);
    const gate = this.gate(recordingId);
    signal.addEventListener('abort', () => gate.wake());
    for (let batch = 0; batch < BATCHES; batch++) {
      while (gate.open === 0 && !signal.aborted) await new Promise<void>((resolve) => (gate.wake = resolve));
      if (signal.aborted) throw new Problem('cancelled', 'Cancelled.');
      gate.open--;
      const from = (batch * SAMPLES) / BATCHES;
      const sample = Int32Array.of(from + 10, from + 60);
      const [code, confidence] = [Uint8Array.of(1, 5), Float32Array.of(0.9, 0.5)];
      const to = from + SAMPLES / BATCHES;
      yield { kind: 'beats', stage: 'detected', from, to, sample, code, confidence };
      yield {
        kind: 'progress',
        state: 'running',
        fraction: to / SAMPLES,
        analysedTo: to,
        samples: SAMPLES,
        madeBy: 'x',
      };
    }
    yield { kind: 'complete', setId: `set of ${recordingId}` };
  }
}

function service(more: Partial<AnalysisServiceParts> = {}) {
  const library = temporaryLibrary();
  const steered = new Steered();
  const children: FakeJob[] = [];
  const job = new JobProcess(() => {
    const child = new FakeJob({
      'job.analyse': ({ recordingId, focus, device }, signal) => {
        steered.devices.push(device?.device);
        if (focus) steered.looks.push({ recordingId, ...focus });
        return steered.analyse(recordingId, signal);
      },
      'job.focus': (look) => {
        steered.looks.push(look);
        return { ok: true };
      },
    });
    children.push(child);
    return child;
  });
  const analysis = new AnalysisService({
    library,
    job,
    changes: new StudyChanges(),
    log: () => {},
    requireSound: () => {},
    madeBy: () => 'model of tests',
    ...more,
  });
  const recording = (): string => recordingIdOf(importStudy(library, { signals: [new Int32Array(SAMPLES)] }));
  const watch = (recordingId: string): AsyncIterator<AnalysisEvent> =>
    analysis.handlers['analysis.watch']({ recordingId }, new AbortController().signal)[Symbol.asyncIterator]();
  return { library, steered, children, analysis, recording, watch };
}

async function rest(iterator: AsyncIterator<AnalysisEvent>): Promise<AnalysisEvent[]> {
  const events: AnalysisEvent[] = [];
  for (;;) {
    const next = await iterator.next();
    if (next.done === true) return events;
    events.push(next.value);
  }
}
const samplesOf = (events: readonly AnalysisEvent[]): number[] =>
  events.flatMap((event) => (event.kind === 'beats' ? [...event.sample] : []));
const ALL = Array.from({ length: BATCHES }, (_, batch) => [batch * 100 + 10, batch * 100 + 60]).flat();

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate();
}

describe('an automatic reading', () => {
  it('is told from its beginning to every watcher, whenever it comes and however slow it is', async () => {
    const { steered, recording, watch } = service();
    const id = recording();
    const quick = watch(id);
    expect(await quick.next()).toMatchObject({ value: { kind: 'progress', state: 'waiting', fraction: 0 } });
    const first = quick.next();
    steered.pass(id, 3);
    expect(await first).toMatchObject({ value: { kind: 'beats', from: 0 } });
    const late = watch(id);
    expect(await late.next()).toMatchObject({ value: { kind: 'beats', from: 0 } });
    // The late one takes nothing more for now; the quick one still gets everything.
    steered.pass(id);
    const events = await rest(quick);
    expect(events.at(-1)).toEqual({ kind: 'complete', setId: `set of ${id}` });
    expect(events.filter(({ kind }) => kind === 'progress').at(-1)).toMatchObject({
      kind: 'progress',
      analysedTo: SAMPLES,
      samples: SAMPLES,
    });
    const others = await rest(late);
    expect(others.at(-1)).toEqual(events.at(-1));
  });

  it('covers the recording without gap or overlap', async () => {
    const { steered, recording, watch } = service();
    const id = recording();
    steered.pass(id);
    const events = await rest(watch(id));
    expect(samplesOf(events)).toEqual(ALL);
    let covered = 0;
    for (const event of events) {
      if (event.kind !== 'beats') continue;
      expect(event.from).toBe(covered);
      covered = event.to;
    }
    expect(covered).toBe(SAMPLES);
  });

  it('goes first when somebody watches it, even before one that nobody watches and has begun', async () => {
    const { steered, analysis, recording, watch } = service();
    const [first, second, watched] = [recording(), recording(), recording()];
    analysis.enqueue(first);
    analysis.enqueue(second);
    analysis.enqueue(watched);
    await until(() => steered.begun.length === 1);
    const events = rest(watch(watched));
    steered.pass(watched);
    expect(samplesOf(await events)).toEqual(ALL);
    steered.pass(second);
    steered.pass(first);
    expect(samplesOf(await rest(watch(first)))).toEqual(ALL);
    expect(steered.begun.slice(0, 2)).toEqual([first, watched]);
  });

  it('is not made twice when it is put off in the moment in which it is done', async () => {
    const { library, steered, analysis, recording, watch } = service();
    const [first, watched] = [recording(), recording()];
    analysis.enqueue(first);
    await until(() => steered.begun.length === 1);
    const set = { annotator: 'rules', origin: 'rules', madeBy: 'rules 1', createdAt: '2026-11-22T10:00:00Z' } as const;
    const setId = library.annotations.create(first, set);
    library.annotations.complete(setId);
    const events = rest(watch(watched));
    steered.pass(watched);
    await events;
    const waiting = recording();
    steered.pass(waiting);
    await rest(watch(waiting));
    expect(steered.begun).toEqual([first, watched, waiting]);
    expect(await rest(watch(first))).toEqual([{ kind: 'complete', setId }]);
  });

  it('is not put off for another while somebody watches it', async () => {
    const { steered, recording, watch } = service();
    const [one, other] = [recording(), recording()];
    const watcher = watch(one);
    const first = watcher.next();
    steered.pass(one, 1);
    await first;
    steered.pass(other);
    const second = rest(watch(other));
    steered.pass(one);
    await rest(watcher);
    expect(samplesOf(await second)).toEqual(ALL);
    expect(steered.begun).toEqual([one, other]);
  });

  it('goes on when a watcher leaves', async () => {
    const { steered, recording, watch } = service();
    const id = recording();
    const leaving = watch(id);
    const first = leaving.next();
    steered.pass(id, 1);
    await first;
    await leaving.return?.();
    const staying = rest(watch(id));
    steered.pass(id);
    expect(samplesOf(await staying)).toEqual(ALL);
    expect(steered.begun).toEqual([id]);
  });

  it('ends for its watchers when it is cancelled, waiting or begun, and can be had again', async () => {
    const { steered, analysis, recording, watch } = service();
    const [begun, waiting] = [recording(), recording()];
    const cancel = async (id: string) =>
      analysis.handlers['analysis.cancel']({ recordingId: id }, new AbortController().signal);
    const first = rest(watch(begun));
    const second = rest(watch(waiting));
    await until(() => steered.begun.length === 1);
    await cancel(waiting);
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    await cancel(begun);
    await expect(first).rejects.toMatchObject({ code: 'cancelled', message: 'The automatic reading was cancelled.' });
    steered.pass(begun);
    expect(samplesOf(await rest(watch(begun)))).toEqual(ALL);
  });

  it('ends when it is cancelled just after it was paused, before it could stop', async () => {
    const { steered, analysis, recording, watch } = service();
    const id = recording();
    const { signal } = new AbortController();
    const watching = rest(watch(id));
    await until(() => steered.begun.length === 1);
    await analysis.handlers['analysis.pause']({ recordingId: id }, signal);
    await analysis.handlers['analysis.cancel']({ recordingId: id }, signal);
    await expect(watching).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('that ends its process is told in a sentence, and the next one runs', async () => {
    const { steered, children, recording, watch } = service();
    const [bad, good] = [recording(), recording()];
    const failing = rest(watch(bad));
    const next = rest(watch(good));
    steered.pass(good);
    await until(() => steered.begun.length === 1);
    children[0]?.kill();
    await expect(failing).rejects.toMatchObject({ code: 'failed', message: /stopped unexpectedly/ });
    expect(samplesOf(await next)).toEqual(ALL);
    expect(children).toHaveLength(2);
  });

  it('whose device takes the process with it is made again on the CPU, and the device is told of', async () => {
    const lost: string[] = [];
    const { steered, children, recording, watch } = service({
      device: () => ({ device: 'webgpu', threads: 2 }),
      onDeviceLost: (device) => Promise.resolve(void lost.push(device)),
    });
    const id = recording();
    const watching = rest(watch(id));
    await until(() => steered.begun.length === 1);
    children[0]?.kill();
    await until(() => steered.begun.length === 2);
    steered.pass(id);
    const events = await watching;
    expect(samplesOf(events)).toEqual(ALL);
    expect(events).toContainEqual({ kind: 'notice', text: expect.stringContaining('read again on the CPU') as string });
    expect(steered.devices).toEqual(['webgpu', 'cpu']);
    expect(lost).toEqual(['webgpu']);
  });

  it('that is paused rests, lets others go, and goes on when it is asked to', async () => {
    const { steered, analysis, recording, watch } = service();
    const [held, other] = [recording(), recording()];
    const signal = new AbortController().signal;
    const watcher = watch(held);
    await watcher.next();
    steered.pass(held, 1);
    expect(await watcher.next()).toMatchObject({ value: { kind: 'beats', from: 0 } });
    await analysis.handlers['analysis.pause']({ recordingId: held }, signal);
    let state = '';
    while (state !== 'paused') {
      const { value } = (await watcher.next()) as IteratorYieldResult<AnalysisEvent>;
      if (value.kind === 'progress') state = value.state;
    }
    steered.pass(other);
    expect(samplesOf(await rest(watch(other)))).toEqual(ALL);
    expect(steered.begun).toEqual([held, other]);
    await analysis.handlers['analysis.resume']({ recordingId: held }, signal);
    steered.pass(held);
    const events = await rest(watcher);
    expect(events.at(-1)).toMatchObject({ kind: 'complete' });
    expect(steered.begun).toEqual([held, other, held]);
  });

  it('is told where the reader looks, before it begins and while it runs', async () => {
    const { steered, analysis, recording, watch } = service();
    const [first, second] = [recording(), recording()];
    const signal = new AbortController().signal;
    const look = async (recordingId: string, from: number): Promise<unknown> =>
      analysis.handlers['analysis.focus']({ recordingId, from, to: from + 10 }, signal);
    const running = rest(watch(first));
    const waiting = rest(watch(second));
    await until(() => steered.begun.length === 1);
    await look(first, 200);
    await look(second, 300);
    await look('of no study', 1);
    await until(() => steered.looks.length === 1);
    steered.pass(first);
    steered.pass(second);
    await Promise.all([running, waiting]);
    expect(steered.looks).toEqual([
      { recordingId: first, from: 200, to: 210 },
      { recordingId: second, from: 300, to: 310 },
    ]);
  });

  it('that is there already is told at once', async () => {
    const { library, steered, recording, watch } = service();
    const id = recording();
    const set = { annotator: 'rules', origin: 'rules', madeBy: 'rules 1', createdAt: '2026-11-22T10:00:00Z' } as const;
    const setId = library.annotations.create(id, set);
    library.annotations.complete(setId);
    expect(await rest(watch(id))).toEqual([{ kind: 'complete', setId }]);
    expect(steered.begun).toEqual([]);
  });

  it('of a recording that is not in the library is refused', async () => {
    const { watch } = service();
    await expect(rest(watch('none'))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('that is lacking is taken up when the program starts, and is cancelled when it closes', async () => {
    const { steered, analysis, recording } = service();
    const id = recording();
    analysis.resume();
    await until(() => steered.begun.length === 1);
    expect(steered.begun).toEqual([id]);
    await analysis.close();
  });
});
