import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { realData } from '../../real-data.ts';
import type { ColumnMapping } from '../../../src/main/formats/format.ts';
import { memoryFolder } from '../../../src/main/formats/memory-source.ts';
import { openRecording } from '../../../src/main/formats/registry.ts';
import { readAnnotations } from '../../../src/main/formats/wfdb/annotation-reader.ts';
import { Problem } from '../../../src/shared/problem.ts';
import { format16, guarded, text } from './fixtures.ts';

const LIMIT = 6 * 1024 * 1024;
const mapping: ColumnMapping = { unit: 'mV', timeColumn: 0, timeUnit: 's', leads: [{ column: 1, name: 'II' }] };

/**
 * Opens a set of files and reads up to `most` samples. Whatever the files hold, this ends, asks for a few megabytes at
 * once at most, and throws nothing but problems whose sentence is one.
 */
function survives(files: Record<string, Uint8Array>, name: string, most = 2_000_000): void {
  const plain = memoryFolder(files);
  const open = (sibling: string) => {
    const source = plain.open(sibling);
    return source && guarded(source, LIMIT);
  };
  const file = open(name);
  if (file === undefined) throw new Error('The picked file is not there.');
  try {
    const reader = openRecording({ file, folder: { list: () => plain.list(), open } }, { mapping });
    reader.annotations();
    let read = 0;
    for (const block of reader.signal()) {
      read += block.samples.length;
      if (read > most) break;
    }
    reader.close();
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    expect(['unreadable', 'unsupported', 'needs-mapping']).toContain(thrown.code);
    expect(thrown.message).toMatch(/^[\w.]+ .+\.$/s);
  }
}

const bytes = fc.uint8Array({ maxLength: 300 });

/** Bytes of a file with a few of them changed, cut out or doubled. */
const damaged = (original: Uint8Array) =>
  fc
    .array(fc.tuple(fc.nat(Math.max(0, original.length - 1)), fc.nat(2), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 5,
    })
    .map((changes) => {
      let now = Array.from(original);
      for (const [at, kind, value] of changes) {
        if (kind === 0) now[at] = value;
        else if (kind === 1) now = [...now.slice(0, at), ...now.slice(at + (value % 40))];
        else now = [...now.slice(0, at), ...now.slice(Math.max(0, at - (value % 40)))];
      }
      return Uint8Array.from(now);
    });

const HEADERS = [
  'r 2 250 20 10:00:00 1/2/2003\nr.dat 212x2:1+3 200(1024)/mV 12 0 5 -77 0 MLII\nr.dat 212x2:1+3 200/mV 12 0 0 0 0 V1\n# 69 M 1 2 x1\n',
  'r 3 360.5/720(3)\nr.dat 8 200\ns.dat 310 200\nt.dat 61 200\n',
  'r/3 1 250 0\nlayout 0\nseg 5\n~ 7\n',
  'r/2 1 250 10\nseg 5\nother 5\n',
].map(text);

const SIBLINGS = {
  'r.dat': format16(Array.from({ length: 400 }, (_, i) => i * 37)),
  's.dat': format16(Array.from({ length: 400 }, (_, i) => i)),
  't.dat': format16(Array.from({ length: 400 }, (_, i) => -i)),
  'layout.hea': text('layout 1 250 0\n~ 0 200 16 0 0 0 0 II\n'),
  'seg.hea': text('seg 1 250 5\nr.dat 16 200 16 0 0 0 0 II\n'),
  'other.hea': text('other 1 250 5\ns.dat 16 200 16 0 0 0 0 II\n'),
};

const TABLES = [
  '# einthoven-csv 1; rate=500 Hz; samples=3\n# column 2: gain=1000; baseline=0\ntime_s,I [mV]\n0,0.1\n0.002,0.2\n0.004,\n',
  't;II\n0,000;1,5\n0,004;2\n0,008;NaN\n0,012;-3e-2\n',
  '0\t1\n1\t2\n2\t3\n',
].map(text);

describe('no file, whatever it holds, does more than be refused', () => {
  it('random bytes under any name', () => {
    const name = fc.constantFrom('r.hea', 'r.dat', 'r.mat', 'r.csv', 'r.atr', 'r', 'r.xml');
    fc.assert(
      fc.property(name, bytes, (picked, content) => survives({ ...SIBLINGS, [picked]: content }, picked)),
      { numRuns: 500 },
    );
  });

  it('random bytes as annotations', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (content) => {
        try {
          const { columns } = readAnnotations('r.atr', content);
          expect(columns.sample.length).toBeLessThanOrEqual(content.length / 2);
        } catch (thrown) {
          if (!(thrown instanceof Problem)) throw thrown;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each(HEADERS.map((header, i) => [i, header] as const))('damaged header %i', (_, header) => {
    fc.assert(
      fc.property(damaged(header), (content) => survives({ ...SIBLINGS, 'r.hea': content }, 'r.hea')),
      { numRuns: 400 },
    );
  });

  it.each(TABLES.map((table, i) => [i, table] as const))('damaged table %i', (_, table) => {
    fc.assert(
      fc.property(damaged(table), (content) => survives({ 'r.csv': content }, 'r.csv')),
      { numRuns: 400 },
    );
  });

  it('headers made of plausible fields', () => {
    const number = fc.oneof(fc.nat(20), fc.constantFrom(-1, 0, 250, 65_536, 2 ** 31, 1e12, 1e300)).map(String);
    const field = fc.oneof(
      number,
      fc.constantFrom('r.dat', '~', '-', '..', 'r', '212', '16x9999', '8:5', '310+7', '1/mV', '0(0)/mV', '1e-300'),
    );
    const line = fc.array(field, { minLength: 1, maxLength: 10 }).map((fields) => fields.join(' '));
    const header = fc.tuple(
      fc.constantFrom('r 1', 'r 2 250', 'r/2 1 250 10', 'r 1 250 100'),
      fc.array(line, { maxLength: 4 }),
    );
    fc.assert(
      fc.property(header, ([first, lines]) =>
        survives({ ...SIBLINGS, 'r.hea': text([first, ...lines, ''].join('\n')) }, 'r.hea'),
      ),
      { numRuns: 1000 },
    );
  });

  it.skipIf(!realData.mitdb)('real headers and annotations, damaged', () => {
    const folder = realData.mitdb ?? '';
    const read = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
    const [hea, atr, dat] = [read('101.hea'), read('101.atr'), read('101.dat')];
    fc.assert(
      fc.property(damaged(hea), damaged(atr), (header, annotations) =>
        survives({ '101.hea': header, '101.atr': annotations, '101.dat': dat }, '101.hea', 10_000),
      ),
      { numRuns: 100 },
    );
  });
});
