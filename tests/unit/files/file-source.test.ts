import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPicked } from '../../../src/main/files/file-source.ts';
import { findRecords } from '../../../src/main/files/find-records.ts';
import { openRecording } from '../../../src/main/formats/registry.ts';
import { allSamples, format16, problemOf } from '../formats/fixtures.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const put = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
};
const putRecord = (name: string): string => {
  put(`${name}.dat`, format16([1, 2, 3]));
  const base = name.replace(/^.*\//, '');
  return put(`${name}.hea`, `${base} 1 250 3\n${base}.dat 16 200\n`);
};

describe('a picked file', () => {
  it('is read at any offset, short past its end, and again after closing', () => {
    const picked = openPicked(put('a.bin', Uint8Array.of(1, 2, 3, 4)));
    expect(picked.file).toMatchObject({ name: 'a.bin', size: 4 });
    expect(Array.from(picked.file.read(1, 2))).toEqual([2, 3]);
    picked.file.close?.();
    expect(Array.from(picked.file.read(3, 10))).toEqual([4]);
    expect(Array.from(picked.file.read(9, 10))).toEqual([]);
    picked.close();
  });

  it('opens the record it belongs to', () => {
    const picked = openPicked(putRecord('r'));
    expect(allSamples(openRecording(picked))).toEqual([Int32Array.of(1, 2, 3)]);
    picked.close();
  });

  it('may be a link, but its siblings may not', () => {
    putRecord('inside/r');
    put('secret.dat', format16([9, 9, 9]));
    rmSync(join(folder, 'inside', 'r.dat'));
    symlinkSync(join(folder, 'secret.dat'), join(folder, 'inside', 'r.dat'));
    const picked = openPicked(join(folder, 'inside', 'r.hea'));
    expect(picked.folder.open('r.dat')).toBeUndefined();
    expect(picked.folder.list()).toEqual(['r.hea']);
    expect(problemOf(() => openRecording(picked)).message).toContain('is r.dat, which is not beside it');
    picked.close();
    symlinkSync(join(folder, 'secret.dat'), join(folder, 'link.dat'));
    const link = openPicked(join(folder, 'link.dat'));
    expect(link.file.read(0, 6)).toHaveLength(6);
    link.close();
  });

  it('has no siblings outside its folder, and no folders or devices as siblings', () => {
    put('x/y.dat', 'x');
    const { folder: siblings } = openPicked(putRecord('r'));
    for (const name of ['../r.dat', 'x', 'x/y.dat', join(folder, 'r.dat'), '.', '..', ''])
      expect(siblings.open(name)).toBeUndefined();
    expect(siblings.list()).toEqual(['r.dat', 'r.hea']);
  });

  it.skipIf(process.platform === 'win32')(
    'is refused in a sentence when it is none, without waiting for a pipe',
    () => {
      const absent = problemOf(() => openPicked(join(folder, 'nothing.hea')));
      expect(absent.code).toBe('not-found');
      expect(absent.message).toContain('nothing.hea');
      expect(problemOf(() => openPicked(folder))).toMatchObject({ code: 'unreadable' });
      execFileSync('mkfifo', [join(folder, 'pipe.dat')]);
      expect(problemOf(() => openPicked(join(folder, 'pipe.dat'))).message).toContain('pipe.dat is not a file');
      expect(openPicked(putRecord('r')).folder.open('pipe.dat')).toBeUndefined();
    },
  );

  it('that changes before it is read is refused', () => {
    const path = put('a.bin', 'abc');
    const picked = openPicked(path);
    appendFileSync(path, 'd');
    expect(problemOf(() => picked.file.read(0, 1)).message).toContain('a.bin changed while it was being read');
  });

  it('with hundreds of siblings keeps few of them open', () => {
    for (let i = 0; i < 300; i++) put(`f${i}`, String(i));
    const picked = openPicked(join(folder, 'f0'));
    const sources = Array.from({ length: 300 }, (_, i) => picked.folder.open(`f${i}`));
    for (const round of [0, 1]) {
      sources.forEach((source, i) => {
        expect(Buffer.from(source?.read(0, 9) ?? []).toString(), `round ${round}`).toBe(String(i));
      });
    }
    picked.close();
  });
});

describe('the records in a folder', () => {
  it('are one per recording, in sub-folders too, sorted', () => {
    putRecord('b/r2');
    putRecord('r1');
    put('r1.atr', Uint8Array.of(1, 4, 0, 0));
    put('seg1.dat', format16([1, 2]));
    put('seg1.hea', 'seg1 1 250 2\nseg1.dat 16 200\n');
    put('whole.hea', 'whole/1 1 250 2\nseg1 2\n');
    put('table.csv', 't,II\n0,1\n1,2\n2,3\n');
    put('patients.csv', 'id,name,age\n1,a,50\n2,b,60\n');
    put('RECORDS', 'r1\nb/r2\n');
    put('notes.txt', 'Some notes.\n');
    put('orphan.dat', format16([1]));
    put('.hidden/r3.hea', 'r3 1\nr3.dat 16\n');
    expect(findRecords(folder).map((path) => path.slice(folder.length + 1))).toEqual([
      'b/r2.hea',
      'r1.hea',
      'table.csv',
      'whole.hea',
    ]);
  });

  it('are asked for in a sentence when there is no such folder', () => {
    expect(problemOf(() => findRecords(join(folder, 'nowhere')))).toMatchObject({ code: 'not-found' });
  });

  it('include damaged headers, so that someone hears of them', () => {
    put('broken.hea', Uint8Array.of(0, 1, 2));
    put('empty.hea', '');
    expect(findRecords(folder)).toHaveLength(2);
  });

  it.skipIf(process.platform === 'win32')('are not looked for behind links or beyond a depth', () => {
    putRecord('r');
    symlinkSync(folder, join(folder, 'again'));
    putRecord('1/2/3/4/5/6/7/8/9/deep');
    expect(findRecords(folder)).toEqual([join(folder, 'r.hea')]);
  });
});
