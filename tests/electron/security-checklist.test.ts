/** Electron's own security checklist, row by row (electronjs.org/docs/latest/tutorial/security); SECURITY.md has the table. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../src/shared/rpc/client.ts';
import { domPortWire } from '../../src/shared/rpc/message-port.ts';
import { contract } from '../../src/shared/contract.ts';
import * as fake from './fake.ts';
import { portPair } from './fake-port.ts';
import { launchHost, removeFolder, SECRET, theWindow } from './launch-host.ts';

let folder = '';
beforeAll(async () => {
  ({ folder } = await launchHost());
});
afterAll(() => removeFolder(folder));

const preferences = () => theWindow().options.webPreferences ?? {};
const ask = async (url: string, init?: RequestInit): Promise<Response> => {
  const handler = fake.seen.protocols.get('app');
  if (!handler) throw new Error('app: is not served');
  return handler(new Request(url, init));
};

describe('Electron security checklist', () => {
  it('1 · loads its own pages only, and no request leaves the computer', () => {
    expect(theWindow().loaded?.url).toBe('app://workstation/');
    const { defaultSession } = fake.session;
    for (const own of [
      'app://workstation/',
      'app://workstation/assets/index.js',
      'data:image/png;base64,',
      'blob:app://workstation/1',
    ]) {
      expect([own, defaultSession.requests(own)]).toEqual([own, true]);
    }
    const foreign = [
      'https://evil.example/',
      'http://127.0.0.1:8080/',
      'wss://evil.example/',
      'file:///etc/passwd',
      'app://other/',
      'app://workstation.evil.example/',
      'ftp://evil.example/',
      'blob:https://evil.example/1',
    ];
    for (const url of foreign) expect([url, defaultSession.requests(url)]).toEqual([url, false]);
  });

  it('2 · gives pages no Node.js', () => {
    expect(preferences().nodeIntegration).toBe(false);
    expect(preferences().nodeIntegrationInWorker ?? false).toBe(false);
    expect(preferences().nodeIntegrationInSubFrames ?? false).toBe(false);
  });

  it('3 · isolates the preload script from the page', () => {
    expect(preferences().contextIsolation).toBe(true);
  });

  it('4 · sandboxes every process', () => {
    expect(preferences().sandbox).toBe(true);
    expect(fake.seen.sandboxEnabled).toBe(true);
  });

  it('5 · grants no permission, no device, no screen capture and no download', () => {
    const { defaultSession } = fake.session;
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'midi',
      'clipboard-read',
      'usb',
      'serial',
      'hid',
      'fullscreen',
      'openExternal',
      'fileSystem',
      'unknown',
    ]) {
      expect([permission, defaultSession.asksPermission(permission)]).toEqual([permission, false]);
      expect([permission, defaultSession.checksPermission(permission)]).toEqual([permission, false]);
    }
    expect(defaultSession.asksDevice()).toBe(false);
    expect(defaultSession.displayMedia).toBeNull();
    expect(defaultSession.downloads()).toBe(false);
  });

  it('6 · leaves web security on', () => {
    expect(preferences().webSecurity ?? true).toBe(true);
    expect(fake.seen.schemes.map(({ privileges }) => privileges?.bypassCSP ?? false)).toEqual([false]);
  });

  it('7 · sends a content security policy with every page', () => {
    expect(theWindow().loaded?.response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });

  it.each([
    ['8 · runs no insecure content', 'allowRunningInsecureContent'],
    ['9 · turns no experimental feature on', 'experimentalFeatures'],
    ['10 · turns no Blink feature on', 'enableBlinkFeatures'],
  ] as const)('%s', (_row, preference) => {
    expect(preferences()[preference]).toBeUndefined();
  });

  it('11, 12 · has no webview, and lets none be attached', () => {
    expect(preferences().webviewTag ?? false).toBe(false);
    expect(theWindow().webContents.attachesWebview()).toBe(false);
  });

  it('13 · stays on its page, whatever a link, a script, a redirect or a frame wants', () => {
    const { webContents } = theWindow();
    for (const url of ['https://evil.example/', 'file:///etc/passwd', 'app://other/', 'javascript:alert(1)']) {
      expect(webContents.navigates('will-navigate', url)).toBe(false);
      expect(webContents.navigates('will-redirect', url)).toBe(false);
      expect(webContents.navigates('will-frame-navigate', url)).toBe(false);
    }
  });

  it('14 · opens no second window', () => {
    expect(theWindow().webContents.opens('https://evil.example/')).toBe(false);
    expect(theWindow().webContents.opens('app://workstation/')).toBe(false);
  });

  it('15 · hands no address to the system', () => {
    expect(sourcesThatName(/\bshell\b|openExternal/)).toEqual([]);
  });

  it('16 · pins the version of Electron that is installed', () => {
    const ours = readJson('package.json');
    const installed = readJson('node_modules/electron/package.json');
    expect(installed['version']).toMatch(/^\d+\.\d+\.\d+$/);
    expect(ours).toMatchObject({ devDependencies: { electron: installed['version'] } });
  });

  it('17 · takes a connection from the top frame of its own window only', async () => {
    const window = theWindow();
    const own = { origin: 'app://workstation', parent: null };
    const foreign = [
      { sender: window.webContents, senderFrame: { origin: 'https://evil.example', parent: null } },
      { sender: window.webContents, senderFrame: { origin: 'app://workstation.evil.example', parent: null } },
      { sender: window.webContents, senderFrame: { origin: 'null', parent: null } },
      { sender: window.webContents, senderFrame: { ...own, parent: own } },
      { sender: window.webContents, senderFrame: null },
      { sender: {}, senderFrame: own },
    ];
    for (const event of foreign) {
      const { page, main } = portPair();
      fake.ipcMain.emit('rpc:connect', { ...event, ports: [main] });
      await expect(connect(contract, domPortWire(page))['system.describe']({})).rejects.toMatchObject({
        code: 'disconnected',
      });
    }
    const { page, main } = portPair();
    fake.ipcMain.emit('rpc:connect', { sender: window.webContents, senderFrame: own, ports: [main] });
    const client = connect(contract, domPortWire(page));
    const { leads } = await client['signal.window']({ recordingId: 'r', leads: [0], from: 0, to: 2, columns: 2 });
    expect(leads[0]?.values).toEqual(Int32Array.of(1, -2));
    page.close();
  });

  it('17 · listens on one channel, and answers a message without a port with nothing', () => {
    expect(fake.ipcMain.eventNames()).toEqual(['rpc:connect']);
    const senderFrame = { origin: 'app://workstation', parent: null };
    fake.ipcMain.emit('rpc:connect', { sender: theWindow().webContents, senderFrame, ports: [] });
  });

  it('18 · serves its pages by its own protocol, and nothing outside of their folder by any path', async () => {
    expect((await ask('app://workstation/assets/index.js')).status).toBe(200);
    const attacks = [
      'app://workstation/../secret.js',
      'app://workstation/..%2fsecret.js',
      'app://workstation/%2e%2e%2fsecret.js',
      'app://workstation/%252e%252e%252fsecret.js',
      'app://workstation/assets/..%5c..%5csecret.js',
      'app://workstation/..\\secret.js',
      'app://workstation/index.html%00',
      'app://workstation//etc/passwd',
      'app://workstation/etc/passwd',
      'app://workstation/assets',
      'app://workstation/assets/',
      'app://other/index.html',
      'app://workstation.evil.example/index.html',
      'app://workstation:80/index.html',
    ];
    for (const url of attacks) {
      const response = await ask(url);
      expect([url, response.status]).toEqual([url, 404]);
      expect(await response.text()).not.toContain(SECRET);
    }
    expect((await ask('app://workstation/', { method: 'POST' })).status).toBe(404);
    expect(fake.seen.schemes).toMatchObject([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
  });

  it('19 · ships with its fuses set', async () => {
    const config: unknown = await import(new URL('../../electron-builder.config.js', import.meta.url).href);
    expect(config).toHaveProperty('default.electronFuses', {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('20 · shows pages nothing of Electron: the preload hands over a port and exposes a name', async () => {
    const listeners: ((event: object) => void)[] = [];
    const window = { addEventListener: (_type: string, listener: (event: object) => void) => listeners.push(listener) };
    Object.assign(globalThis, { window });
    await import(new URL('../../src/preload/index.ts', import.meta.url).href);
    expect([...fake.seen.exposed]).toEqual([['host', { kind: 'electron' }]]);
    const say = (event: object): void => listeners.forEach((listener) => listener(event));
    say({ source: {}, data: 'rpc:connect', ports: ['port of a frame'] });
    say({ source: window, data: 'anything else', ports: ['port'] });
    say({ source: window, data: 'rpc:connect', ports: [] });
    expect(fake.seen.posted).toEqual([]);
    say({ source: window, data: 'rpc:connect', ports: ['port'] });
    expect(fake.seen.posted).toEqual([{ channel: 'rpc:connect', message: null, ports: ['port'] }]);
  });
});

const readJson = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

/** Files of the Electron host in which a pattern occurs. */
function sourcesThatName(pattern: RegExp): string[] {
  const host = 'src/main/hosts/electron';
  return [...readdirSync(host).map((name) => join(host, name)), 'src/main/index.ts', 'src/preload/index.ts'].filter(
    (file) => existsSync(file) && pattern.test(readFileSync(file, 'utf8')),
  );
}
