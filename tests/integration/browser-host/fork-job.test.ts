import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { forkJob } from '../../../src/main/hosts/browser/fork-job.ts';

const JOB = new URL('./echo-job.ts', import.meta.url).pathname;

const FORK_JOB = new URL('../../../src/main/hosts/browser/fork-job.ts', import.meta.url).href;

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

  it('reports its end when it fails at once', async () => {
    await closed(forkJob(new URL('./failing-job.ts', import.meta.url).pathname));
  });

  it.skipIf(process.platform === 'win32')('is not hit by the Ctrl-C that stops the program', async () => {
    const script = `
      import { forkJob } from ${JSON.stringify(FORK_JOB)};
      const child = forkJob(${JSON.stringify(JOB)});
      child.onClose(() => process.stdout.write('gone'));
      process.on('SIGINT', () => child.postMessage(Float32Array.of(1)));
      child.onMessage((reply) => {
        process.stdout.write(reply[0] === 0 ? 'up' : 'still there');
        if (reply[0] !== 0) process.exit();
      });
      child.postMessage(Float32Array.of(0));`;
    const program = spawn(process.execPath, ['--input-type=module', '-e', script], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    expect(String(await once(program.stdout, 'data'))).toBe('up');
    process.kill(-(program.pid ?? 0), 'SIGINT'); // as a terminal does: to the whole group
    expect(String(await once(program.stdout, 'data'))).toBe('still there');
  });

  it('whose voice is kept writes nowhere, and main knows its last words when it ends', async () => {
    const script = `
      import { forkJob } from ${JSON.stringify(FORK_JOB)};
      const child = forkJob(${JSON.stringify(JOB)}, 'kept');
      child.postMessage('print');
      child.postMessage('end');
      child.onClose(() => process.stdout.write(child.said()));`;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(stdout).toBe('a line on standard output\n');
    expect(stderr).toBe('');
  });

  it('never writes to the standard output of the command that started it', async () => {
    const script = `
      import { forkJob } from ${JSON.stringify(FORK_JOB)};
      const child = forkJob(${JSON.stringify(JOB)});
      child.postMessage('print');
      child.postMessage('end');`;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(stdout).toBe('');
    expect(stderr).toContain('a line on standard output');
  });
});
