import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locateProgramFiles } from '../../../src/main/hosts/workstation/program-files.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-program-'));
  for (const root of ['checkout', 'resources/app.asar']) {
    mkdirSync(join(folder, root), { recursive: true });
    writeFileSync(join(folder, root, 'package.json'), '{"version":"1.2.3"}');
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the parts of the program', () => {
  it('are found from source', () => {
    const root = join(folder, 'checkout');
    expect(locateProgramFiles(join(root, 'src/main/hosts/workstation/program-files.ts'))).toEqual({
      version: '1.2.3',
      renderer: join(root, 'out/renderer'),
      preload: join(root, 'out/preload/index.cjs'),
      jobEntry: join(root, 'src/main/jobs/entry.ts'),
      trainingEntry: join(root, 'src/main/learning/child/training-process.ts'),
      resources: join(root, 'resources'),
    });
  });

  it.each(['out/main/index.js', 'out/main/chunks/hosts-abc.js'])('are found from a build, bundled as %s', (file) => {
    const root = join(folder, 'checkout');
    expect(locateProgramFiles(join(root, file))).toMatchObject({
      renderer: join(root, 'out/renderer'),
      jobEntry: join(root, 'out/main/jobs/entry.js'),
      trainingEntry: join(root, 'out/main/learning/child/training-process.js'),
      resources: join(root, 'resources'),
    });
  });

  it('are found in an installed program, whose resources lie beside its archive', () => {
    const root = join(folder, 'resources/app.asar');
    expect(locateProgramFiles(join(root, 'out/main/index.js'))).toMatchObject({
      renderer: join(root, 'out/renderer'),
      jobEntry: join(root, 'out/main/jobs/entry.js'),
      resources: join(folder, 'resources'),
    });
  });
});
