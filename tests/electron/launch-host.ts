import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { HostFacilities } from '../../src/main/services/host-facilities.ts';
import { contract, type WorkstationHandlers } from '../../src/shared/contract.ts';
import { Problem } from '../../src/shared/problem.ts';
import * as fake from './fake.ts';

/** The workstation the host opens in these tests: it records what becomes of it. */
export const workstation = {
  folder: undefined as string | undefined,
  facilities: undefined as HostFacilities | undefined,
  /** Thrown instead of opening. */
  problem: undefined as Error | undefined,
  closed: false,
  /** What closing waits for. */
  closing: Promise.resolve(),
};

const handlers = {
  ...Object.fromEntries(
    Object.keys(contract).map((method) => [
      method,
      () => {
        throw new Problem('not-found', 'There is nothing here.');
      },
    ]),
  ),
  'signal.window': () => ({
    leads: [{ lead: 0, kind: 'samples', start: 0, step: 1, values: Int32Array.of(1, -2), filtered: false }],
  }),
} as unknown as WorkstationHandlers;

/** Everything outside the window's folder that an attack might reach for. */
export const SECRET = 'outside of the window';

export interface LaunchOptions {
  /** The workstation above in the place of the real one, unless told otherwise. */
  readonly realWorkstation?: { readonly resources: string };
}

/**
 * Starts the real entry on the fake Electron, in a folder of its own, with a small window. Once per test file: an
 * Electron program starts once.
 */
export async function launchHost({ realWorkstation }: LaunchOptions = {}): Promise<{ readonly folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'einthoven-electron-'));
  const files = {
    version: '1.2.3',
    renderer: join(folder, 'renderer'),
    preload: join(folder, 'preload.cjs'),
    jobEntry: new URL(realWorkstation ? '../../src/main/jobs/entry.ts' : './echo-utility.ts', import.meta.url).pathname,
    resources: realWorkstation?.resources ?? join(folder, 'resources'),
  };
  mkdirSync(join(files.renderer, 'assets'), { recursive: true });
  writeFileSync(join(files.renderer, 'index.html'), '<!doctype html><title>window</title>');
  writeFileSync(join(files.renderer, 'assets/index.js'), 'export {};');
  writeFileSync(join(folder, 'secret.js'), SECRET);
  fake.world.userData = folder;
  // The log's copy on the terminal.
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);

  vi.doMock('../../src/main/hosts/workstation/program-files.ts', () => ({ locateProgramFiles: () => files }));
  if (!realWorkstation)
    vi.doMock('../../src/main/hosts/workstation/open-workstation.ts', () => ({
      openWorkstation: (at: string, facilities: HostFacilities) => {
        if (workstation.problem) throw workstation.problem;
        Object.assign(workstation, { folder: at, facilities });
        const close = async (): Promise<void> => {
          await workstation.closing;
          workstation.closed = true;
        };
        return { handlers, close };
      },
    }));
  await fake.launch(() => import('../../src/main/index.ts'));
  await vi.waitFor(() => {
    if (!fake.seen.windows[0]?.loaded && fake.seen.exitCode === undefined) throw new Error('still starting');
  });
  return { folder };
}

/** The window of the running program. */
export function theWindow(): fake.FakeWindow {
  const [window] = fake.seen.windows;
  if (!window) throw new Error('there is no window');
  return window;
}

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });
