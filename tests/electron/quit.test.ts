import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import * as fake from './fake.ts';
import { launchHost, removeFolder, theWindow, workstation } from './launch-host.ts';

let folder = '';
const closing = Promise.withResolvers<undefined>();
beforeAll(async () => {
  workstation.closing = closing.promise.then(() => undefined);
  ({ folder } = await launchHost());
});
afterAll(() => removeFolder(folder));

it('keeps the window state, closes the library and only then ends when the window is closed', async () => {
  theWindow().bounds = { x: 40, y: 30, width: 1300, height: 800 };
  theWindow().maximized = true;
  theWindow().close();
  expect(JSON.parse(readFileSync(join(folder, 'window-state.json'), 'utf8'))).toEqual({
    bounds: { x: 40, y: 30, width: 1300, height: 800 },
    maximized: true,
  });
  expect(existsSync(join(folder, 'window-state.json.new'))).toBe(false);

  expect(fake.seen.quits).toBe(1);
  fake.app.quit(); // once more, while it is closing
  await Promise.resolve();
  expect(fake.seen.exitCode).toBeUndefined();
  expect(workstation.closed).toBe(false);

  closing.resolve(undefined);
  await vi.waitFor(() => expect(fake.seen.exitCode).toBe(0));
  expect(workstation.closed).toBe(true);
});
