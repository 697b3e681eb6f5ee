import { describe, expect, it } from 'vitest';
import { appWindowArguments, hasDisplay } from '../../../src/main/hosts/browser/app-window.ts';
import { findChromium } from '../../../src/main/hosts/browser/find-chromium.ts';

const linux = (installed: readonly string[], env: Record<string, string> = {}): string | undefined =>
  findChromium({
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', ...env },
    isProgram: (path) => installed.includes(path),
  });

describe('the browser', () => {
  it('is looked for on the PATH under its several names, Chromium first', () => {
    expect(linux(['/usr/bin/google-chrome', '/usr/bin/chromium'])).toBe('/usr/bin/chromium');
    expect(linux(['/bin/chromium-browser'])).toBe('/bin/chromium-browser');
    expect(linux(['/usr/bin/microsoft-edge'])).toBe('/usr/bin/microsoft-edge');
    expect(linux(['/opt/chromium'])).toBeUndefined();
  });

  it('is the one CHROMIUM names, and no other when that one is missing', () => {
    const installed = ['/usr/bin/chromium', '/opt/own/chrome', '/usr/bin/brave'];
    expect(linux(installed, { CHROMIUM: '/opt/own/chrome' })).toBe('/opt/own/chrome');
    expect(linux(installed, { CHROMIUM: 'brave' })).toBe('/usr/bin/brave');
    expect(linux(installed, { CHROMIUM: '/not/there' })).toBeUndefined();
    expect(linux(installed, { CHROMIUM: '' })).toBe('/usr/bin/chromium');
  });

  it('is looked for in the usual folders of macOS and Windows', () => {
    const all = { isProgram: () => true };
    expect(findChromium({ ...all, platform: 'darwin', env: {} })).toBe(
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    );
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    expect(
      findChromium({
        platform: 'win32',
        env: { ProgramFiles: 'C:\\Program Files', 'ProgramFiles(x86)': 'C:\\Program Files (x86)' },
        isProgram: (path) => path === edge,
      }),
    ).toBe(edge);
  });
});

describe('the app window', () => {
  const args = appWindowArguments('http://127.0.0.1:4321/enter?ticket=t', '/tmp/profile', false);

  it('is a window of its own with a profile of its own', () => {
    expect(args).toContain('--app=http://127.0.0.1:4321/enter?ticket=t');
    expect(args).toContain('--user-data-dir=/tmp/profile');
    expect(args).toContain('--disable-extensions');
  });

  it('sends every request to another computer to its own host, which refuses it', () => {
    expect(args).toContain('--proxy-server=127.0.0.1:4321');
  });

  it('keeps the sandbox of Chromium, except as root, where Chromium would not start with it', () => {
    expect(args.filter((one) => one.includes('sandbox'))).toEqual([]);
    expect(appWindowArguments('http://127.0.0.1:1/', '/tmp/profile', true)).toContain('--no-sandbox');
  });

  it('opens no debugging port', () => {
    expect(args.filter((one) => one.includes('debugging'))).toEqual([]);
  });

  it('needs a screen: X11 or Wayland on Linux, always there elsewhere', () => {
    expect(hasDisplay('linux', {})).toBe(false);
    expect(hasDisplay('linux', { DISPLAY: '' })).toBe(false);
    expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true);
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay('darwin', {})).toBe(true);
    expect(hasDisplay('win32', {})).toBe(true);
  });
});
