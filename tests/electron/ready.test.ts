import { describe, expect, it } from 'vitest';
import * as fake from './fake.ts';

describe('the fake Electron', () => {
  it('deadlocks on an entry that waits for `ready` while it is evaluating, as the real one does', async () => {
    const hanging = fake.launch(() => import('./waiting-entry.ts')).then(() => 'started');
    const turns = new Promise<string>((resolve) => setTimeout(resolve, 200, 'hangs'));
    expect(await Promise.race([hanging, turns])).toBe('hangs');
  });

  it('refuses before `ready` what the real one refuses', () => {
    expect(() => new fake.BrowserWindow()).toThrow('before the app is ready');
    expect(() => fake.session.defaultSession).toThrow('before the app is ready');
    expect(() => fake.screen.getAllDisplays()).toThrow('before the app is ready');
  });
});
