import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ELECTRON = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
/** A download that brings nothing for so long is given up. */
const STALLED_AFTER_MS = 10_000;
const LOOK_EVERY_MS = 1_000;

/** @returns {string | undefined} the Electron program, when it is there; ELECTRON_OVERRIDE_DIST_PATH is Electron's own way to name another */
export function electronProgram() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const program = join(override ?? join(ELECTRON, 'dist'), fetchedName() ?? 'electron');
  return existsSync(program) ? program : undefined;
}

/** What the program is called on this platform, known once it was fetched. */
function fetchedName() {
  try {
    return readFileSync(join(ELECTRON, 'path.txt'), 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Fetches Electron's binary by Electron's own means, as long as bytes keep coming.
 * @returns {Promise<string | undefined>} why it could not be fetched
 */
export async function fetchElectron() {
  const temporary = mkdtempSync(join(tmpdir(), 'einthoven-electron-'));
  const child = spawn(process.execPath, [join(ELECTRON, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary, NODE_USE_ENV_PROXY: '1' },
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  let stalled = false;
  let size = -1;
  let since = performance.now();
  const watch = setInterval(() => {
    const now = sizeOf(temporary) + sizeOf(join(ELECTRON, 'dist'));
    if (now !== size) [size, since] = [now, performance.now()];
    stalled = performance.now() - since > STALLED_AFTER_MS;
    if (stalled) child.kill();
  }, LOOK_EVERY_MS);
  const code = await new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', () => resolve(1));
  });
  clearInterval(watch);
  rmSync(temporary, { recursive: true, force: true });
  if (stalled) return 'its download does not answer';
  if (/fetch failed|ENOTFOUND|ECONNREFUSED/.test(errors)) return 'no connection to its download';
  if (code !== 0) return /^\s*(?:\w*Error: )?(.+)$/m.exec(errors)?.[1] ?? 'its download failed';
  return undefined;
}

/** Bytes in a folder, 0 where there is none. */
function sizeOf(folder) {
  let bytes = 0;
  for (const entry of globSync('**/*', { cwd: folder, withFileTypes: true })) {
    if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}
