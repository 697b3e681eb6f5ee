import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PACKAGES = ['better-sqlite3', 'onnxruntime-common', 'onnxruntime-node'];

/** `npm run package -- --dir` without Electron's binary: everything but the program file is what would ship. */
describe.skipIf(process.platform !== 'linux')('the packed program', () => {
  let output = '';
  let resources = '';
  let archive = '';
  let files: string[] = [];
  beforeAll(() => {
    output = mkdtempSync(join(tmpdir(), 'einthoven-package-'));
    const args = ['scripts/package.js', '--dir', '--without-electron', `-c.directories.output=${output}`];
    execFileSync(process.execPath, args, { stdio: 'pipe' });
    const [folder = ''] = readdirSync(output).filter((name) => name.startsWith('linux'));
    resources = join(output, folder, 'resources');
    archive = join(resources, 'app.asar');
    files = listPackage(archive, { isPack: false });
  }, 120_000);
  afterAll(() => rmSync(output, { recursive: true, force: true }));

  it('holds the built program', () => {
    for (const file of [
      '/out/main/index.js',
      '/out/main/jobs/entry.js',
      '/out/preload/index.cjs',
      '/out/renderer/index.html',
    ]) {
      expect(files).toContain(file);
    }
    const { main, version } = JSON.parse(extractFile(archive, 'package.json').toString()) as Record<string, unknown>;
    expect(files).toContain(`/${String(main)}`);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('holds every chunk its programs import', () => {
    const programs = files.filter((file) => file.startsWith('/out/main/') && file.endsWith('.js'));
    for (const program of programs) {
      const code = extractFile(archive, program.slice(1)).toString();
      for (const [, specifier = ''] of code.matchAll(/(?:from|import)\s*\(?["'](\.[^"']+)["']/g)) {
        expect(files).toContain(new URL(specifier, `file://${program}`).pathname);
      }
    }
    expect(programs.length).toBeGreaterThan(1);
  });

  it('holds no sources, no tests, no maps, no browser host and no command line', () => {
    const top = new Set(files.map((file) => file.split('/')[1]));
    expect([...top].sort()).toEqual(['node_modules', 'out', 'package.json']);
    expect(files.filter((file) => /\.(ts|map|svelte|cpp|gyp|h)$/.test(file))).toEqual([]);
    expect(files.filter((file) => /^\/out\/main\/(cli|browser)\.js$/.test(file))).toEqual([]);
  });

  it('holds the packages that run, and no other: not the Node of the checkout', () => {
    const packages = new Set(files.map((file) => /^\/node_modules\/([^/]+)/.exec(file)?.[1]).filter(Boolean));
    expect([...packages].sort()).toEqual(PACKAGES);
  });

  it('holds the natives of its own platform only, outside of the archive', () => {
    const natives = files.filter((file) => /\.(node|dll|dylib)$|\.so(\.\d+)*$/.test(file));
    const own = `linux-${process.arch}`;
    expect(natives.sort()).toEqual([
      `/node_modules/better-sqlite3/prebuilds/${own}.node`,
      `/node_modules/onnxruntime-node/bin/napi-v6/linux/${process.arch}/libonnxruntime.so.1`,
      `/node_modules/onnxruntime-node/bin/napi-v6/linux/${process.arch}/onnxruntime_binding.node`,
    ]);
    for (const native of natives) {
      expect(statFile(archive, native.slice(1))).toMatchObject({ unpacked: true });
      expect(existsSync(join(`${archive}.unpacked`, native))).toBe(true);
    }
  });

  it('holds the page and its code inside of the archive, where their integrity is checked', () => {
    for (const file of files.filter((one) => one.startsWith('/out/') && /\.\w+$/.test(one))) {
      expect([file, 'unpacked' in statFile(archive, file.slice(1))]).toEqual([file, false]);
    }
  });

  it('brings the demo recordings and the licence as files beside it', () => {
    const demo = readdirSync(join(resources, 'demo'));
    expect(demo.filter((name) => name.endsWith('.hea')).length).toBeGreaterThan(0);
    expect(demo.sort()).toEqual(readdirSync('resources/demo').sort());
    expect(readFileSync(join(resources, 'LICENSE'), 'utf8')).toContain('Apache License');
  });
});
