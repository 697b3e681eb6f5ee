import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = join(ROOT, 'out/.built-from');

/** Everything the build reads. */
const INPUTS = ['src/**/*', 'electron.vite.config.ts', 'svelte.config.js', 'tsconfig*.json', 'package-lock.json'];

/** A digest of the names and contents of the sources: touching or copying files does not change it. */
function digestOfSources() {
  const digest = createHash('sha256');
  for (const entry of globSync(INPUTS, { cwd: ROOT, withFileTypes: true }).sort(byPath)) {
    if (!entry.isFile()) continue;
    const file = pathOf(entry);
    digest.update(`${file.slice(ROOT.length)}\0`).update(readFileSync(file));
  }
  return digest.digest('hex');
}

const pathOf = (entry) => join(entry.parentPath, entry.name);
const byPath = (a, b) => (pathOf(a) < pathOf(b) ? -1 : 1);

function isBuiltFrom(digest) {
  try {
    return readFileSync(STAMP, 'utf8') === digest;
  } catch {
    return false; // never built
  }
}

/**
 * Builds the program unless what is built was built from these very sources.
 * @param {(line: string) => void} say
 * @returns {boolean} whether there is a good build
 */
export function build(say) {
  const digest = digestOfSources();
  if (isBuiltFrom(digest)) return true;
  say('Building …');
  const electronVite = join(
    dirname(createRequire(import.meta.url).resolve('electron-vite/package.json')),
    'bin/electron-vite.js',
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, [electronVite, 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) {
    say(`${stdout}${stderr}\nThe build failed.`);
    return false;
  }
  writeFileSync(STAMP, digest);
  return true;
}
