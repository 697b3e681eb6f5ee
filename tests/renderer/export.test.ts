import { describe, expect, it } from 'vitest';
import { zipArchive } from '../../src/renderer/src/downloads/zip-archive.ts';
import { ExportState } from '../../src/renderer/src/state/export.svelte.ts';
import { Problem } from '../../src/shared/problem.ts';
import { type FakeOptions, fakeWorkstation } from '../page/fake-workstation.ts';
import { settle } from './deferred-api.ts';

const text = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);

function setUp(options: FakeOptions = {}) {
  const downloads: { name: string; content: Blob }[] = [];
  const fake = fakeWorkstation(options);
  const exporting = new ExportState(fake.api, (name, content) => downloads.push({ name, content }));
  return { fake, exporting, downloads };
}

describe('exporting a study', () => {
  it('hands over a single file under its own name', async () => {
    const { exporting, downloads } = setUp();
    const told = await exporting.run('study-4', '100', 'json');
    expect(downloads.map(({ name }) => name)).toEqual(['100.json']);
    expect(await downloads[0]?.content.text()).toBe('json of 100\n');
    expect(told).toContain('100.json');
    expect(exporting.fraction).toBeUndefined();
  });

  it('hands over several files as one archive, the pieces of each joined', async () => {
    const { exporting, downloads } = setUp();
    await exporting.run('study-4', '100', 'wfdb');
    expect(downloads.map(({ name }) => name)).toEqual(['100-wfdb.zip']);
    const files = await unpack(downloads[0]?.content ?? new Blob());
    expect(files).toEqual({ '100.hea': 'wfdb of 100\n', '100.dat': 'wfdb of 100\n' });
  });

  it('tells how many files the host wrote and downloads nothing itself', async () => {
    const { exporting, downloads } = setUp({ picker: 'native' });
    expect(await exporting.run('study-4', '100', 'wfdb')).toContain('3 files');
    expect(downloads).toEqual([]);
  });

  it('says nothing when it was cancelled', async () => {
    const { fake, downloads } = setUp();
    const exporting = new ExportState(
      {
        ...fake.api,
        'export.study': async function* (_input, signal) {
          yield { kind: 'progress', fraction: 0.2 };
          await new Promise((_, reject) =>
            signal?.addEventListener('abort', () => reject(new Problem('cancelled', 'Cancelled.'))),
          );
        },
      },
      (name, content) => downloads.push({ name, content }),
    );
    const running = exporting.run('study-4', '100', 'csv');
    await settle();
    expect(exporting.fraction).toBe(0.2);
    exporting.cancel();
    expect(await running).toBeUndefined();
    expect([downloads.length, exporting.running]).toEqual([0, false]);
  });
});

describe('the archive', () => {
  it('carries the check sum of the format in both headers', async () => {
    const bytes = new DataView(await zipArchive([{ name: 'a', pieces: [text('123456'), text('789')] }]).arrayBuffer());
    // The check value of CRC-32 for the digits 1 to 9.
    expect(bytes.getUint32(14, true)).toBe(0xcbf4_3926);
    expect(bytes.getUint32(30 + 1 + 9 + 16, true)).toBe(0xcbf4_3926);
  });
});

/** Names and texts by way of the central directory, as unpackers read it. */
async function unpack(archive: Blob): Promise<Record<string, string>> {
  const view = new DataView(await archive.arrayBuffer());
  const read = (at: number, length: number): string =>
    new TextDecoder().decode(new Uint8Array(view.buffer, at, length));
  const end = view.byteLength - 22;
  expect(view.getUint32(end, true)).toBe(0x0605_4b50);
  let at = view.getUint32(end + 16, true);
  const files: Record<string, string> = {};
  for (let i = 0; i < view.getUint16(end + 10, true); i++) {
    expect(view.getUint32(at, true)).toBe(0x0201_4b50);
    const [size, nameLength] = [view.getUint32(at + 24, true), view.getUint16(at + 28, true)];
    const local = view.getUint32(at + 42, true);
    expect(view.getUint32(local, true)).toBe(0x0403_4b50);
    files[read(at + 46, nameLength)] = read(local + 30 + view.getUint16(local + 26, true), size);
    at += 46 + nameLength;
  }
  return files;
}
