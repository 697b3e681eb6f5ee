import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLibrary } from '../../../src/main/library/open-library.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-second-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a second start on the same library says so in one sentence and ends with the status for it', () => {
  const library = openLibrary(folder, { mode: 'owner' });
  try {
    const args = ['src/main/hosts/browser/main.ts', '--no-window', '--library', folder];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('in use by another Einthoven');
    expect(status).toBe(4);
  } finally {
    library.close();
  }
});
