import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { forkJob } from '../../../src/main/hosts/browser/fork-job.ts';

const JOB = new URL('./echo-job.ts', import.meta.url).pathname;

const closed = (child: ReturnType<typeof forkJob>): Promise<void> =>
  new Promise((resolve) => child.onClose(() => resolve()));

describe('a job process of the browser host', () => {
  it('exchanges typed arrays as they are', async () => {
    const child = forkJob(JOB);
    const reply = new Promise<unknown>((resolve) => child.onMessage(resolve));
    child.postMessage(Float32Array.of(1, 2, Number.NaN));
    expect(await reply).toEqual(Float32Array.of(2, 4, Number.NaN));
    child.postMessage('end');
    await closed(child);
  });

  it('reports its end once, however it ends, and takes no harm from messages afterwards', async () => {
    const child = forkJob(JOB);
    let times = 0;
    child.onClose(() => times++);
    const end = closed(child);
    child.kill();
    await end;
    child.postMessage(Float32Array.of(1));
    expect(times).toBe(1);
  });

  it('reports its end when it cannot start', async () => {
    await closed(forkJob('/not/there.js'));
  });

  it('never writes to the standard output of the command that started it', async () => {
    const script = `
      import { forkJob } from ${JSON.stringify(new URL('../../../src/main/hosts/browser/fork-job.ts', import.meta.url).href)};
      const child = forkJob(${JSON.stringify(JOB)});
      child.postMessage('print');
      child.postMessage('end');`;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(stdout).toBe('');
    expect(stderr).toContain('a line on standard output');
  });
});
