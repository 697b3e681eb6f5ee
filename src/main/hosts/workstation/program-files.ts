import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Where the parts of the program lie, whether it runs from source, from a build or from an installed archive. */
export interface ProgramFiles {
  readonly version: string;
  /** The built window (index.html and its assets). */
  readonly renderer: string;
  /** The built preload script of the Electron window. */
  readonly preload: string;
  /** The module a job process runs. */
  readonly jobEntry: string;
  /** The module a training process runs. */
  readonly trainingEntry: string;
  /** Demo recordings and models. */
  readonly resources: string;
}

/**
 * Finds the program's folder from this module's own place: a bundler may move the module into a chunk, so no fixed
 * number of parent folders would hold.
 */
export function locateProgramFiles(moduleFile: string = import.meta.filename): ProgramFiles {
  const root = rootAbove(moduleFile);
  const fromSource = moduleFile.endsWith('.ts');
  // Installed, the program is an archive and its resources lie beside it, readable as ordinary files.
  const installed = basename(root) === 'app.asar';
  const entry = (name: string): string =>
    fromSource ? join(root, `src/main/${name}.ts`) : join(root, `out/main/${name}.js`);
  return {
    version: versionOf(join(root, 'package.json')),
    renderer: join(root, 'out/renderer'),
    preload: join(root, 'out/preload/index.cjs'),
    jobEntry: entry('jobs/entry'),
    trainingEntry: entry('learning/child/training-process'),
    resources: installed ? dirname(root) : join(root, 'resources'),
  };
}

function rootAbove(moduleFile: string): string {
  let folder = dirname(moduleFile);
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no package.json above ${moduleFile}`);
    folder = parent;
  }
  return folder;
}

function versionOf(packageFile: string): string {
  const parsed: unknown = JSON.parse(readFileSync(packageFile, 'utf8'));
  const known = typeof parsed === 'object' && parsed !== null && 'version' in parsed;
  return known && typeof parsed.version === 'string' ? parsed.version : 'unknown';
}
