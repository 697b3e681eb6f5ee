import { describe, expect, it } from 'vitest';
import { memoryFolder, memoryPicked } from '../../../src/main/formats/memory-source.ts';
import { recognise } from '../../../src/main/formats/registry.ts';
import { format16, open, pick, problemOf, problemWith, text, type Files } from './fixtures.ts';

const record: Files = { 'r.hea': 'r 1 250 2\nr.dat 16 200\n', 'r.dat': format16([1, 2]) };

describe('recognising a file', () => {
  it.each([
    ['a header', record, 'r.hea', 'WFDB'],
    ['a header of another name', { 'r.header': record['r.hea'] ?? '' }, 'r.header', 'WFDB'],
    ['a signal file with its header beside it', record, 'r.dat', 'WFDB'],
    [
      'a signal file that a header of another name describes',
      { 'whole.hea': record['r.hea'] ?? '', 'r.dat': record['r.dat'] ?? '' },
      'r.dat',
      'WFDB',
    ],
    ['a table', { 'a.csv': '1,2\n3,4\n' }, 'a.csv', 'CSV'],
    ['a table beside a header of the same name', { ...record, 'r.csv': '1,2\n3,4\n' }, 'r.csv', 'CSV'],
    ['a table of two numbers a line', { 'a.tsv': '3 4\n5 16\n'.replaceAll(' ', '\t') }, 'a.tsv', 'CSV'],
  ])('goes by content: %s', (_, files, name, format) => {
    expect(recognise(pick(files, name)).name).toBe(format);
  });

  it('says what is wrong with a header rather than with the signal file that was picked', () => {
    expect(problemWith({ ...record, 'r.hea': 'r x\n' }, 'r.dat').message).toContain(
      'r.hea cannot be read: the number of signals',
    );
    expect(problemWith({ 'r.hea': Uint8Array.of(1, 2, 0, 255) }, 'r.hea').message).toContain(
      'header (byte 0) holds binary data',
    );
  });

  const utf16 = (content: string): Uint8Array => new Uint8Array(Buffer.from(`\uFEFF${content}`, 'utf16le'));
  const at = (offset: number, content: string): Uint8Array => {
    const bytes = new Uint8Array(200);
    bytes.set(text(content), offset);
    return bytes;
  };
  const scp = new Uint8Array(300);
  new DataView(scp.buffer).setUint32(2, 300, true);

  it.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', 'x.bin cannot be read: the content (byte 0) is empty'],
    ['DICOM', at(128, 'DICM'), 'is a DICOM file, which is not read yet'],
    ['EDF', '0       patient', 'is a European Data Format (EDF) file'],
    ['BDF', Uint8Array.from([0xff, ...text('BIOSEMI')]), 'is a BioSemi Data Format (BDF) file'],
    ['SCP-ECG', at(16, 'SCPECG'), 'is an SCP-ECG file'],
    ['an older SCP-ECG', scp, 'is an SCP-ECG file'],
    ['ISHNE', at(0, 'ISHNE1.0'), 'is an ISHNE Holter file'],
    ['aECG', '<?xml version="1.0"?>\n<AnnotatedECG xmlns="urn:hl7-org:v3">', 'is an HL7 annotated ECG (aECG) file'],
    ['MUSE', '<?xml version="1.0"?>\n<RestingECG>', 'is a GE MUSE file'],
    ['Philips in UTF-16', utf16('<?xml version="1.0"?>\n<restingecgdata xmlns="x">'), 'is a Philips ECG file'],
    ['other XML', '<svg>', 'is an XML file'],
    ['other UTF-16', utf16('1;2\n3;4\n'), 'is text in UTF-16. Save it as UTF-8'],
    ['ZIP', at(0, 'PK\x03\x04'), 'is a ZIP archive'],
    ['PDF', '%PDF-1.7', 'is a PDF document'],
    ['plain text', 'Dear colleague, thank you.\n', 'is text, but neither a WFDB header nor a table of numbers'],
    ['garbage', Uint8Array.of(200, 1, 2, 3), 'holds binary data of an unknown kind (from byte 1)'],
  ])('says what was seen: %s', (_, content, sentence) => {
    const problem = problemOf(() => recognise(pick({ 'x.bin': content }, 'x.bin')));
    expect(problem.message).toContain(sentence);
    expect(problem.code).toBe(content === '' ? 'unreadable' : 'unsupported');
  });

  it('reads a few kilobytes of each candidate, whatever its size', () => {
    let read = 0;
    const file = {
      name: 'x.csv',
      size: 1e12,
      read: (_: number, length: number) => {
        read += length;
        return new Uint8Array(length).fill(0x31);
      },
    };
    problemOf(() => recognise({ file, folder: memoryFolder({}) }));
    expect(read).toBeLessThan(512 * 1024);
  });
});

describe('files in memory', () => {
  it('are siblings by plain name only', () => {
    const folder = memoryFolder({ 'b.dat': Uint8Array.of(1), 'a.hea': text('x'), '../c': text('x') });
    expect(folder.open('b.dat')?.size).toBe(1);
    for (const name of ['../c', './b.dat', '/b.dat', '..', '', 'b.dat\0', 'C:b.dat', 'd\\b.dat', 'constructor']) {
      expect(folder.open(name), name).toBeUndefined();
    }
  });

  it('give fewer bytes past their end', () => {
    const { file } = memoryPicked({ a: Uint8Array.of(1, 2, 3) }, 'a');
    expect([file.read(1, 10), file.read(5, 10)]).toEqual([Uint8Array.of(2, 3), new Uint8Array(0)]);
  });
});

describe('an opened recording', () => {
  it('never asks for more than a few megabytes at once', () => {
    const files = { 'r.hea': 'r 1 250\nr.dat 16 200\n', 'r.dat': new Uint8Array(16_000_000) };
    let most = 0;
    const folder = memoryFolder({ 'r.hea': text(files['r.hea']), 'r.dat': files['r.dat'] });
    const watched = {
      ...folder,
      open: (name: string) => {
        const source = folder.open(name);
        return (
          source && {
            ...source,
            read: (at: number, length: number) => ((most = Math.max(most, length)), source.read(at, length)),
          }
        );
      },
    };
    const file = watched.open('r.hea');
    if (file === undefined) throw new Error('r.hea is not there.');
    let samples = 0;
    for (const block of recognise({ file, folder: watched }).open({ file, folder: watched }).signal())
      samples += block.samples.length;
    expect(samples).toBe(8_000_000);
    expect(most).toBeLessThan(4 * 1024 * 1024);
  });

  it('whose file shrinks while it is read ends with a sentence', () => {
    const full = format16(new Array<number>(200_000).fill(7));
    const folder = memoryFolder({});
    let now = full;
    const source = {
      name: 'r.dat',
      size: full.length,
      read: (at: number, length: number) => now.subarray(at, at + length),
    };
    const header = pick({ 'r.hea': 'r 1 250\nr.dat 16 200\n' }, 'r.hea').file;
    const reader = recognise({ file: header, folder }).open({
      file: header,
      folder: { ...folder, open: () => source },
    });
    const blocks = reader.signal();
    blocks.next();
    now = full.subarray(0, 150_000);
    expect(problemOf(() => [...blocks]).message).toContain('r.dat cannot be read: the signal (byte');
    expect(open(record, 'r.hea').header.samples).toBe(2);
  });
});
