import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PAGE_KEYS } from '../../src/main/hosts/electron/menu.ts';
import { FakeMenu } from './fake-menu.ts';
import * as fake from './fake.ts';
import { launchHost, removeFolder, theWindow, workstation } from './launch-host.ts';

let folder = '';
beforeAll(async () => {
  ({ folder } = await launchHost());
});
afterAll(() => removeFolder(folder));

const dialogs = () => {
  const found = workstation.facilities?.dialogs;
  if (!found) throw new Error('no dialogs');
  return found;
};

describe('the menu', () => {
  it.each([
    ['Import files…', 'CmdOrCtrl+O', ['control']],
    ['Import folder…', 'CmdOrCtrl+Shift+O', ['control', 'shift']],
  ])('%s presses the key of the page that does it', (label, accelerator, modifiers) => {
    const { webContents } = theWindow();
    webContents.inputs.length = 0;
    FakeMenu.installed?.choose(label);
    expect(webContents.inputs).toEqual([
      { type: 'keyDown', keyCode: 'o', modifiers },
      { type: 'keyUp', keyCode: 'o', modifiers },
    ]);
    // The key itself goes to the page, not to the menu: else it would be pressed twice.
    expect(FakeMenu.installed?.item(label)).toMatchObject({ accelerator, registerAccelerator: false });
  });

  it('presses keys that the page knows', async () => {
    const page = (await import(new URL('../../src/renderer/src/window-keys.ts', import.meta.url).href)) as {
      commandOf: (key: object, typing: boolean) => string | undefined;
    };
    const held = (modifiers: readonly string[]) => ({
      ctrlKey: modifiers.includes('control'),
      metaKey: modifiers.includes('meta'),
      shiftKey: modifiers.includes('shift'),
      altKey: false,
    });
    const { importFiles, importFolder } = PAGE_KEYS;
    expect(page.commandOf({ key: 'o', ...held(importFiles.modifiers) }, false)).toBe('import-files');
    expect(page.commandOf({ key: 'O', ...held(importFolder.modifiers) }, true)).toBe('import-folder');
  });

  it('has no zoom: millimetres on the screen depend on the page not being scaled', () => {
    expect(FakeMenu.installed?.roles().filter((role) => /zoom|viewMenu/i.test(role))).toEqual([]);
  });

  it('says in About that it is no certified medical device', () => {
    FakeMenu.installed?.choose('About Einthoven');
    expect(fake.seen.messageBoxes).toHaveLength(1);
    expect(fake.seen.messageBoxes[0]?.message).toBe('Einthoven 1.2.3');
    expect(fake.seen.messageBoxes[0]?.detail).toMatch(/research use.*not a certified medical device/s);
  });

  it('has developer tools in a checkout only', () => {
    expect(FakeMenu.installed?.roles()).toContain('toggleDevTools');
  });
});

describe('the dialogs', () => {
  it('choose several files, a folder, or a folder to write to', async () => {
    fake.world.dialogAnswer = { canceled: false, filePaths: ['/data/100.hea', '/data/101.hea'] };
    expect(await dialogs().chooseImport('files')).toEqual(['/data/100.hea', '/data/101.hea']);
    expect(await dialogs().chooseImport('folder')).toEqual(['/data/100.hea', '/data/101.hea']);
    expect(await dialogs().chooseExportFolder()).toBe('/data/100.hea');
    expect(fake.seen.openDialogs.map(({ properties }) => properties)).toEqual([
      ['openFile', 'multiSelections'],
      ['openDirectory'],
      ['openDirectory', 'createDirectory'],
    ]);
  });

  it('answer nothing when they are dismissed', async () => {
    fake.world.dialogAnswer = { canceled: true, filePaths: ['/data/100.hea'] };
    expect(await dialogs().chooseImport('files')).toBeUndefined();
    expect(await dialogs().chooseExportFolder()).toBeUndefined();
  });
});

describe('a job process', () => {
  it('exchanges typed arrays and reports its end', async () => {
    const child = workstation.facilities?.spawnJob();
    const reply = new Promise<unknown>((resolve) => child?.onMessage(resolve));
    const end = new Promise<void>((resolve) => child?.onClose(() => resolve()));
    child?.postMessage(Float32Array.of(1, 2));
    expect(await reply).toEqual(Float32Array.of(2, 4));
    child?.postMessage('end');
    await end;
  });

  it('whose voice is kept tells main what it wrote', async () => {
    const child = workstation.facilities?.spawnJob('kept');
    const end = new Promise<void>((resolve) => child?.onClose(() => resolve()));
    const complained = new Promise<unknown>((resolve) => child?.onMessage(resolve));
    child?.postMessage('complain');
    await complained;
    await vi.waitFor(() => expect(child?.said?.()).toBe('a driver complains\n'));
    child?.kill();
    await end;
  });

  it('can be ended at once', async () => {
    const child = workstation.facilities?.spawnJob();
    const end = new Promise<void>((resolve) => child?.onClose(() => resolve()));
    child?.kill();
    await end;
  });
});
