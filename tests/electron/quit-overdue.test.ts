import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import * as fake from './fake.ts';
import { launchHost, removeFolder, workstation } from './launch-host.ts';

let folder = '';
beforeAll(async () => {
  workstation.closing = new Promise(() => undefined);
  ({ folder } = await launchHost());
});
afterAll(() => {
  vi.useRealTimers();
  removeFolder(folder);
});

it('ends after ten seconds even when closing hangs, and logs it', () => {
  vi.useFakeTimers();
  fake.app.quit();
  vi.advanceTimersByTime(9_999);
  expect(fake.seen.exitCode).toBeUndefined();
  vi.advanceTimersByTime(1);
  expect(fake.seen.exitCode).toBe(1);
  expect(readFileSync(join(folder, 'logs/einthoven.log'), 'utf8')).toContain('closing took too long');
});
