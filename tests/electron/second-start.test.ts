import { afterAll, beforeAll, expect, it } from 'vitest';
import * as fake from './fake.ts';
import { launchHost, removeFolder, workstation } from './launch-host.ts';

let folder = '';
beforeAll(async () => {
  fake.world.singleInstanceLock = false;
  ({ folder } = await launchHost());
});
afterAll(() => removeFolder(folder));

it('quits at once, with no window and no library, where another instance is running', () => {
  expect(fake.seen.exitCode).toBe(0);
  expect(fake.seen.windows).toEqual([]);
  expect(workstation.folder).toBeUndefined();
});
