import { describe, expect, it } from 'vitest';
import { isCrash, JobProcess } from '../../../src/main/jobs/job-process.ts';
import { Problem } from '../../../src/shared/problem.ts';
import { FakeJob } from './fake-job.ts';

const never = async (): Promise<never> => new Promise<never>(() => {});
const request = { library: '/library', path: '/101.hea' };

/** Steps of an import that go on until it is told to stop. */
async function* endless(signal: AbortSignal) {
  while (!signal.aborted) {
    await new Promise((resolve) => setImmediate(resolve));
    yield { kind: 'progress' as const, fraction: 0.5 };
  }
}

describe('a job process', () => {
  it('is started when it is needed, once', async () => {
    const started: FakeJob[] = [];
    const job = new JobProcess(() => {
      const child = new FakeJob({ 'job.records': ({ paths }) => ({ records: paths }) });
      started.push(child);
      return child;
    });
    expect(started).toHaveLength(0);
    expect(await job.call((client) => client['job.records']({ paths: ['/a'] }))).toEqual({ records: ['/a'] });
    await job.call((client) => client['job.records']({ paths: [] }));
    expect(started).toHaveLength(1);
    await job.close();
    expect(started[0]?.killed).toBe(true);
    await expect(job.call((client) => client['job.settled']({}))).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('that crashes fails what was under way and is there again for the next request', async () => {
    const started: FakeJob[] = [];
    const job = new JobProcess(() => {
      const child = new FakeJob({ 'job.records': () => (started.length === 1 ? never() : { records: [] }) });
      started.push(child);
      return child;
    });
    const waiting = job.call((client) => client['job.records']({ paths: [] }));
    started[0]?.kill();
    const thrown: unknown = await waiting.catch((problem: unknown) => problem);
    expect(isCrash(thrown)).toBe(true);
    expect(isCrash(new Problem('disk', 'full'))).toBe(false);
    expect(await job.call((client) => client['job.records']({ paths: [] }))).toEqual({ records: [] });
    await job.close();
  });

  it('is asked to stop when a stream is left, and is left running when it does', async () => {
    const told: AbortSignal[] = [];
    const child = new FakeJob({
      'job.import': (_input, signal) => {
        told.push(signal);
        return endless(signal);
      },
    });
    const job = new JobProcess(() => child);
    for await (const step of job.stream(
      (client, signal) => client['job.import'](request, signal),
      new AbortController().signal,
    )) {
      if (step.kind === 'progress') break;
    }
    expect(told[0]?.aborted).toBe(true);
    expect(child.killed).toBe(false);
    await job.close();
  });

  it('may crash while it is being stopped', async () => {
    const children: FakeJob[] = [];
    const job = new JobProcess(() => {
      const child = new FakeJob({
        'job.import': (_input, signal) => endless(signal),
        'job.settled': () => {
          children[0]?.kill();
          return never();
        },
      });
      children.push(child);
      return child;
    });
    const steps = job.stream((client, signal) => client['job.import'](request, signal), new AbortController().signal);
    for await (const step of steps) if (step.kind === 'progress') break;
    expect(children[0]?.killed).toBe(true);
    await job.close();
  });

  it('that does not stop when asked is killed', async () => {
    const child = new FakeJob({ 'job.import': (_input, signal) => endless(signal), 'job.settled': never });
    const job = new JobProcess(() => child, { stopMilliseconds: 20, idleMilliseconds: 1000 });
    const abort = new AbortController();
    const run = async (): Promise<void> => {
      for await (const step of job.stream((client, signal) => client['job.import'](request, signal), abort.signal)) {
        if (step.kind === 'progress') abort.abort();
      }
    };
    await expect(run()).rejects.toMatchObject({ code: 'cancelled' });
    expect(child.killed).toBe(true);
  });
});
