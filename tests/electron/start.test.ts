import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as fake from './fake.ts';
import { launchHost, removeFolder, theWindow, workstation } from './launch-host.ts';

let folder = '';
beforeAll(async () => {
  ({ folder } = await launchHost());
});
afterAll(() => removeFolder(folder));

describe('the desktop program', () => {
  it('shows its window once the page is drawn', () => {
    expect(theWindow().options.show).toBe(false);
    expect(theWindow().visible).toBe(true);
    expect(theWindow().options.webPreferences?.preload).toBe(join(folder, 'preload.cjs'));
  });

  it('keeps the data of the browser apart from those of the person', () => {
    expect(fake.seen.paths.get('sessionData')).toBe(join(folder, 'browser'));
  });

  it('lends the services dialogs, a log and job processes', () => {
    expect(workstation.facilities).toMatchObject({ kind: 'electron', version: '1.2.3' });
    expect(workstation.facilities?.dialogs).toBeDefined();
  });

  it('fetches no dictionaries', () => {
    expect(fake.session.defaultSession.spellChecker).toBe(false);
    expect(theWindow().options.webPreferences?.spellcheck).toBe(false);
  });

  it('comes to the front when it is started a second time', () => {
    const window = theWindow();
    Object.assign(window, { minimized: true, visible: false, focused: false });
    fake.app.emit('second-instance', {}, [], '/');
    expect(window).toMatchObject({ minimized: false, visible: true, focused: true });
    expect(fake.seen.windows).toHaveLength(1);
  });

  it('loads the page again when its process crashes, but not for ever', () => {
    const { webContents } = theWindow();
    const crash = (reason: string) => webContents.emit('render-process-gone', {}, { reason, exitCode: 139 });
    crash('clean-exit');
    expect(webContents.reloads).toBe(0);
    crash('crashed');
    crash('oom');
    expect(webContents.reloads).toBe(2);
    crash('crashed');
    expect(webContents.reloads).toBe(2);
    expect(fake.seen.errorBoxes).toMatchObject([{ title: 'Einthoven has to close' }]);
    expect(fake.seen.quits).toBe(1);
  });
});
