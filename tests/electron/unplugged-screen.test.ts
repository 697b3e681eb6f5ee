import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as fake from './fake.ts';
import { launchHost, removeFolder, theWindow } from './launch-host.ts';

let folder = '';
let userData = '';
beforeAll(async () => {
  userData = mkdtempSync(join(tmpdir(), 'einthoven-kept-'));
  writeFileSync(
    join(userData, 'window-state.json'),
    JSON.stringify({ bounds: { x: 2500, y: 100, width: 1500, height: 900 }, maximized: false }),
  );
  fake.seen.paths.set('userData', userData);
  ({ folder } = await launchHost());
});
afterAll(() => {
  removeFolder(folder);
  removeFolder(userData);
});

it('opens in the default place when the screen it was closed on is gone', () => {
  expect(theWindow().options).not.toHaveProperty('x');
  expect(theWindow().options).toMatchObject({ width: 1440, height: 900 });
  expect(theWindow().maximized).toBe(false);
});
