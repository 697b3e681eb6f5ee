import { fork } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

const GUARDED = new URL('./guarded-process.ts', import.meta.url).pathname;

/** How a guarded process ends. */
async function endOf(what: string): Promise<unknown[]> {
  const child = fork(GUARDED, [what], { execArgv: [] });
  await once(child, 'message');
  child.send('go');
  return once(child, 'exit');
}

describe('the watchdog of a job process', () => {
  it('ends the process when a parser does not return', async () => {
    expect(await endOf('hang')).toEqual([null, 'SIGKILL']);
  });

  it('ends the process when a parser fills the memory', async () => {
    expect(await endOf('swell')).toEqual([null, 'SIGKILL']);
  });

  it('leaves alone what shows signs of life, and what is not dangerous', async () => {
    expect(await endOf('work')).toEqual([0, null]);
  });
});
