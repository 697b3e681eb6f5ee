import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const STEP_BACK = new URL('../../../src/main/jobs/learning/step-back.ts', import.meta.url).href;
const AUTOGROUP = '/proc/self/autogroup';
const BACK = constants.priority.PRIORITY_BELOW_NORMAL;

/** What a process says after it has stepped back: priorities of the process, of its threads and of its session. */
const SCRIPT = `
  import { readdirSync, readFileSync } from 'node:fs';
  import { getPriority } from 'node:os';
  const { stepBack } = await import(${JSON.stringify(STEP_BACK)});
  stepBack();
  const linux = process.platform === 'linux';
  const threads = linux ? readdirSync('/proc/self/task').map((id) => getPriority(Number(id))) : [];
  let group = '';
  try { group = readFileSync(${JSON.stringify(AUTOGROUP)}, 'utf8').trim(); } catch {}
  console.log(JSON.stringify({ own: getPriority(), threads, group }));
`;
const ASKED = ['--input-type=module', '-e', SCRIPT];

interface Priorities {
  readonly own: number;
  readonly threads: readonly number[];
  readonly group: string;
}

const priorities = (said: string): Priorities => JSON.parse(said) as Priorities;

describe('a training that steps back', () => {
  it('does so with all its threads, and leaves the session of who started it as it is', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ASKED);
    const { own, threads, group } = priorities(stdout);
    expect(own).toBe(BACK);
    expect(threads.every((priority) => priority === BACK)).toBe(true);
    if (existsSync(AUTOGROUP)) expect(group).toBe(readFileSync(AUTOGROUP, 'utf8').trim());
  });

  it.skipIf(!existsSync(AUTOGROUP))('does so with the session that it has to itself', async () => {
    // As the browser host starts its jobs.
    const child = spawn(process.execPath, ASKED, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    expect(priorities(await text(child.stdout)).group).toMatch(/ nice 5$/);
  });
});
