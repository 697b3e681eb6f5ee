import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { test as base, expect } from '@playwright/test';

const CLI = 'out/main/cli.js';
/** The demo recordings are imported in the order of their names. */
const LAST_DEMO_STUDY = 'synthetic-ventricular-ectopy';

/** A running browser host with a library of its own. */
export interface RunningWorkstation {
  /** Opens the session, once. */
  readonly entryUrl: string;
  readonly origin: string;
  readonly library: string;
  readonly pid: number;
  /** All it has said on standard error so far. */
  log(): string;
  /** Ctrl-C; resolves with the exit status, or the signal that ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | string>;
}

/** Runs a command of the built command line to its end; rejects, with what it said, when it fails. */
export async function einthoven(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...args], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** Starts the built program on a library folder and waits until it can be entered. */
export async function startWorkstation(library: string): Promise<RunningWorkstation> {
  const child = spawn(process.execPath, [CLI, 'serve', '--port', '0', '--library', library], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const entryUrl = await addressFrom(child, () => log);
  return {
    entryUrl,
    origin: new URL(entryUrl).origin,
    library,
    pid: child.pid ?? 0,
    log: () => log,
    stop: async (signal = 'SIGINT') => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal);
        await once(child, 'exit');
      }
      return child.exitCode ?? child.signalCode ?? 'unknown';
    },
  };
}

async function addressFrom(child: ChildProcessByStdio<null, Readable, Readable>, log: () => string): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+\/enter\?ticket=[\w-]+/.exec(line)?.[0];
    if (url !== undefined) {
      child.stdout.resume();
      return url;
    }
  }
  throw new Error(`the workstation did not start:\n${log()}`);
}

interface Fixtures {
  /** Files and folders that are in the library when the workstation starts (`test.use({ recordings: […] })`). */
  readonly recordings: readonly string[];
  readonly workstation: RunningWorkstation;
}

/**
 * Playwright's `test` with a workstation of its own for each test; `page` has entered it. A test fails when the page
 * reported an error, unless it takes the blame by `test.use({ allowPageErrors: true })`.
 */
export const test = base.extend<Fixtures & { readonly allowPageErrors: boolean }>({
  recordings: [[], { option: true }],
  allowPageErrors: [false, { option: true }],
  workstation: async ({ recordings }, use, testInfo) => {
    const library = testInfo.outputPath('library');
    if (recordings.length > 0) await einthoven('import', '--library', library, ...recordings);
    const workstation = await startWorkstation(library);
    await use(workstation);
    await workstation.stop();
  },
  page: async ({ page, workstation, allowPageErrors }, use) => {
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(workstation.entryUrl);
    // A new library receives its demo studies one by one, the newest on top: rows move until the last one is there.
    await page.getByRole('row').filter({ hasText: LAST_DEMO_STUDY }).waitFor();
    await use(page);
    if (!allowPageErrors) expect(errors).toEqual([]);
  },
});

export { expect };
