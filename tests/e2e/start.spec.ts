import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { expect, test } from './workstation.ts';

const SYSTEM_NODE = '/usr/bin/node';
const systemNodeIsOld =
  existsSync(SYSTEM_NODE) &&
  Number(/^v(\d+)/.exec(execFileSync(SYSTEM_NODE, ['--version'], { encoding: 'utf8' }))?.[1]) < 24;

/** Runs the script behind `npm start` where there is no display; resolves with what it said, whether it could be entered, and its exit status. */
async function start(node: string) {
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' };
  const child = spawn(node, ['scripts/start.js', '--library', test.info().outputPath('library')], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env,
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line !== 'Building …') lines.push(line);
    if (line.includes('/enter?')) break;
  }
  const url = /http:\/\/\S+/.exec(lines.at(-1) ?? '')?.[0] ?? '';
  const { status } = await fetch(url, { redirect: 'manual' });
  child.kill('SIGINT');
  await once(child, 'exit');
  return { lines, status, exit: child.exitCode };
}

test('says in one line which host runs and why, then the address, and stops by Ctrl-C', async () => {
  const { lines, status, exit } = await start(process.execPath);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toBe('Einthoven runs in the browser host: there is no display.');
  expect(lines[1]).toMatch(/^Open http:\/\/127\.0\.0\.1:\d+\/enter\?ticket=\S+ \(it works once; Ctrl-C stops\)$/);
  expect({ status, exit }).toEqual({ status: 303, exit: 0 });
});

test('runs under the system Node too, however old', async () => {
  test.skip(!systemNodeIsOld, 'there is no older Node on this system');
  const { lines, status, exit } = await start(SYSTEM_NODE);
  expect(lines[0]).toContain('the browser host');
  expect({ status, exit }).toEqual({ status: 303, exit: 0 });
});

test('refuses options it does not know, and says which there are', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/start.js', '--libary', 'x'], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toContain('--library DIR');
});

test('says in one sentence, with status 4, that a library is in use', ({ workstation }) => {
  const args = ['out/main/browser.js', '--no-window', '--library', workstation.library];
  // The runner asks for colours: Node would remark on it where somebody asks for none.
  const env = { ...process.env, NO_COLOR: undefined };
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000, env });
  expect(status).toBe(4);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(/in use/);
});

test.describe('where Electron is', () => {
  test.skip(process.platform === 'win32', 'the stand-in for Electron is a script with a shebang');
  test.skip(process.getuid?.() === 0, 'Electron does not run as root');

  /** Runs the script behind `npm start` on a screen, with a script in the place of Electron, until it ends or can be entered. */
  async function startOn(electron: string) {
    const folder = test.info().outputPath('electron');
    const library = test.info().outputPath('library');
    await mkdir(folder);
    await writeFile(`${folder}/electron`, `#!${process.execPath}\n${electron}`, { mode: 0o755 });
    const child = spawn(process.execPath, ['scripts/start.js', '--library', library], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: folder, CHROMIUM: '/not/there' },
    });
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      if (line !== 'Building …') lines.push(line);
      if (line.includes('/enter?')) child.kill('SIGINT');
    }
    if (child.exitCode === null) await once(child, 'exit');
    return { lines, exit: child.exitCode, library };
  }

  test('starts it with the library, and ends as it ends', async () => {
    const { lines, exit, library } = await startOn('console.log(process.argv.slice(2).join(" ")); process.exit(3);');
    expect(lines).toEqual([
      'Einthoven runs in Electron: its binary is here.',
      `${process.cwd()}/ --library ${library}`,
    ]);
    expect(exit).toBe(3);
  });

  test('falls back to the browser host where the system stops it at once', async () => {
    const { lines, exit } = await startOn("process.kill(process.pid, 'SIGTRAP'); setInterval(() => undefined, 1000);");
    expect(lines[1]).toBe('Electron was stopped by the system (SIGTRAP), so Einthoven runs in the browser host.');
    expect(lines.at(-1)).toMatch(/^Open http/);
    expect(exit).toBe(0);
  });
});
