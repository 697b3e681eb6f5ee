import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, ROOT } from './build.js';
import { electronProgram, fetchElectron } from './electron-binary.js';

const EMPTY_ELECTRON = `Electron's binary cannot be had here, so an empty folder stands in for it: dist/ shows what would
ship, and cannot be run. The release checklist in CONTRIBUTING.md says what is left to a machine that has it.`;

const WITHOUT = '--without-electron';

/**
 * Builds and packs the program by electron-builder, with its arguments; returns the exit status.
 * `--without-electron` does not even look for the binary.
 */
export async function packageProgram(argv) {
  if (!build((line) => console.log(line))) return 1;
  const args = argv.filter((argument) => argument !== WITHOUT);
  const failure = args.length < argv.length ? `${WITHOUT} was given` : await electronMissing();
  if (failure === undefined) return electronBuilder(args, {});
  if (!args.includes('--dir') || process.platform !== 'linux') {
    console.error(`Installers need Electron's binary: ${failure}. On Linux, "--dir" shows what would ship.`);
    return 1;
  }
  console.log(EMPTY_ELECTRON);
  // Only the program file is missed when it is not there.
  const empty = mkdtempSync(join(tmpdir(), 'einthoven-no-electron-'));
  writeFileSync(join(empty, 'electron'), '#!/bin/sh\necho "This is no Electron."; exit 1\n', { mode: 0o755 });
  try {
    return electronBuilder(args, { EINTHOVEN_EMPTY_ELECTRON: empty });
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
}

/** Why Electron's binary is not here; undefined once it is. */
const electronMissing = async () => (electronProgram() === undefined ? fetchElectron() : undefined);

function electronBuilder(argv, env) {
  const packageFolder = dirname(createRequire(import.meta.url).resolve('electron-builder/package.json'));
  const { status } = spawnSync(
    process.execPath,
    [join(packageFolder, 'cli.js'), '--config', 'electron-builder.config.js', '--publish', 'never', ...argv],
    { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } },
  );
  return status ?? 1;
}
