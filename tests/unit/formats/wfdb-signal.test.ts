import { describe, expect, it } from 'vitest';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import { samplesIn, SIGNAL_FORMATS, signalFormat } from '../../../src/main/formats/wfdb/signal-formats.ts';
import { allSamples, format16, open, problemWith, samplesOf } from './fixtures.ts';

const decode = (code: number, bytes: number[], count: number): number[] => {
  const out = new Int32Array(count);
  signalFormat(code)?.decode(Uint8Array.from(bytes), out, count);
  return Array.from(out);
};

describe('signal formats', () => {
  it.each([
    [8, [0x01, 0xff, 0x7f, 0x80], [1, -1, 127, -128]],
    [16, [0x34, 0x12, 0xfe, 0xff, 0x00, 0x80], [0x1234, -2, -32768]],
    [24, [0x56, 0x34, 0x12, 0xfe, 0xff, 0xff], [0x123456, -2]],
    [32, [0x78, 0x56, 0x34, 0x12, 0xfe, 0xff, 0xff, 0xff], [0x12345678, -2]],
    [61, [0x12, 0x34, 0xff, 0xfe], [0x1234, -2]],
    [80, [0x80, 0x00, 0xff, 0x7f], [0, -128, 127, -1]],
    [160, [0x00, 0x80, 0x00, 0x00, 0xff, 0xff], [0, -32768, 32767]],
    // Low nibble of the middle byte is the high part of the first sample, the high nibble that of the second.
    [212, [0x23, 0x61, 0x45, 0xff, 0xf7, 0x00], [0x123, 0x645, 0x7ff, -256]],
    [212, [0xe3, 0x73, 0xe0], [0x3e3, 0x7e0]],
    // 0b0000000001_0 | 00011 << 11 ; 0b1111111111_1 | 00000 << 11: 1, −1 and 3.
    [310, [0x02, 0x18, 0xff, 0x07], [1, -1, 3]],
    // Bits 11–15 of the second word are the high half of the third sample: 31 << 5 | 1 is −31.
    [310, [0x00, 0x08, 0x00, 0xf8], [0, 0, -31]],
    [311, [0x01, 0xfc, 0x3f, 0x00], [1, -1, 3]],
    [311, [0x00, 0x00, 0x00, 0x20], [0, 0, -512]],
  ])('format %i unpacks %j', (code, bytes, samples) => {
    expect(decode(code, bytes, samples.length)).toEqual(samples);
  });

  it('are decoded whatever part of the last group is there', () => {
    expect(decode(212, [0x23, 0x01], 1)).toEqual([0x123]);
    expect(decode(310, [0x02, 0x18], 1)).toEqual([1]);
    expect(decode(310, [0x02, 0x18, 0xff, 0x07], 2)).toEqual([1, -1]);
    expect(decode(311, [0x01, 0x00], 1)).toEqual([1]);
    expect(decode(311, [0x01, 0xfc, 0x0f], 2)).toEqual([1, -1]);
  });

  it('know how many samples bytes hold at most', () => {
    for (const format of SIGNAL_FORMATS) {
      for (let bytes = 0; bytes < 50; bytes++) {
        const samples = samplesIn(format, bytes);
        expect(format.bytesFor(samples)).toBeLessThanOrEqual(bytes);
        expect(format.bytesFor(samples + 1)).toBeGreaterThan(bytes);
      }
    }
  });
});

describe('a record', () => {
  it('interleaves the signals of one file', () => {
    const files = {
      'r.hea': 'r 2 250 3\nr.dat 16 100(5)/mV 16 0 1 0 0 i\nr.dat 16 200/mV 16 0 10 0 0 avf\n',
      'r.dat': format16([1, 10, 2, 20, 3, 30]),
    };
    const reader = open(files, 'r.hea');
    expect(allSamples(reader).map((lead) => Array.from(lead))).toEqual([
      [1, 2, 3],
      [10, 20, 30],
    ]);
    expect(reader.header).toMatchObject({ format: 'WFDB', name: 'r', rate: 250, samples: 3, warnings: [] });
    expect(reader.header.leads[0]).toEqual({ name: 'I', unit: 'mV', rate: 250, samples: 3, gain: 100, baseline: 5 });
    expect(reader.header.leads[1]?.name).toBe('aVF');
    expect(reader.sources.map((source) => source.name)).toEqual(['r.hea', 'r.dat']);
  });

  it('may spread over several files of different formats', () => {
    const files = {
      'r.hea': 'r 3 250 2\na.dat 16 200\na.dat 16 200\nb.dat 80 200\n',
      'a.dat': format16([1, 2, 3, 4]),
      'b.dat': Uint8Array.of(0x81, 0x7f),
    };
    expect(samplesOf(files, 'r.hea')).toEqual([
      [1, 3],
      [2, 4],
      [1, -1],
    ]);
  });

  it('may hold signals of different rates', () => {
    const files = { 'r.hea': 'r 2 100 2\nr.dat 16x3 200\nr.dat 16 200\n', 'r.dat': format16([1, 2, 3, 9, 4, 5, 6, 8]) };
    const reader = open(files, 'r.hea');
    expect(reader.header.leads.map((lead) => [lead.rate, lead.samples])).toEqual([
      [300, 6],
      [100, 2],
    ]);
    expect(allSamples(reader).map((lead) => Array.from(lead))).toEqual([
      [1, 2, 3, 4, 5, 6],
      [9, 8],
    ]);
  });

  it('starts where the byte offset says', () => {
    const files = { 'r.hea': 'r 1 250\nr.mat 16+4 200\n', 'r.mat': format16([-1, -1, 7, 8]) };
    expect(samplesOf(files, 'r.hea')).toEqual([[7, 8]]);
    expect(open(files, 'r.hea').header.samples).toBe(2);
  });

  it('moves a skewed signal to its place; what the file does not hold is missing', () => {
    const skewed = 'r 2 250 3\nr.dat 16 200\nr.dat 16:2 200\n';
    expect(samplesOf({ 'r.hea': skewed, 'r.dat': format16([1, 10, 2, 20, 3, 30]) }, 'r.hea')).toEqual([
      [1, 2, 3],
      [30, MISSING_SAMPLE, MISSING_SAMPLE],
    ]);
    const longer = format16([1, 10, 2, 20, 3, 30, 4, 40, 5, 50]);
    expect(samplesOf({ 'r.hea': skewed, 'r.dat': longer }, 'r.hea')).toEqual([
      [1, 2, 3],
      [30, 40, 50],
    ]);
    expect(samplesOf({ 'r.hea': skewed.replace(':2', ':9'), 'r.dat': longer }, 'r.hea')[1]).toEqual([
      MISSING_SAMPLE,
      MISSING_SAMPLE,
      MISSING_SAMPLE,
    ]);
  });

  it('sums differences up from the initial value', () => {
    const files = {
      'r.hea': 'r 2 250 3\nr.dat 8 200 12 0 100 0 0 a\nr.dat 8 200 12 0 -5 0 0 b\n',
      'r.dat': Uint8Array.of(0, 1, 5, 1, 251, 255),
    };
    expect(samplesOf(files, 'r.hea')).toEqual([
      [100, 105, 100],
      [-4, -3, -4],
    ]);
  });

  it('marks the missing samples of every format that has them', () => {
    const missing: [number, number[]][] = [
      [16, [0x00, 0x80]],
      [24, [0x00, 0x00, 0x80]],
      [32, [0x00, 0x00, 0x00, 0x80]],
      [61, [0x80, 0x00]],
      [80, [0x00]],
      [160, [0x00, 0x00]],
      [212, [0x00, 0x08]],
      [310, [0x00, 0x04]],
      [311, [0x00, 0x02]],
    ];
    for (const [code, bytes] of missing) {
      const files = { 'r.hea': `r 1 250 1\nr.dat ${code} 200\n`, 'r.dat': Uint8Array.from(bytes) };
      expect(samplesOf(files, 'r.hea'), `format ${code}`).toEqual([[MISSING_SAMPLE]]);
    }
  });

  it('is whole at lengths around the size of a block', () => {
    for (const frames of [65_535, 65_536, 65_537, 140_000]) {
      const samples = Array.from({ length: frames * 2 }, (_, i) => (i * 7919) % 30_000);
      const files = { 'r.hea': `r 2 250 ${frames}\nr.dat 16 200\nr.dat 16 200\n`, 'r.dat': format16(samples) };
      const [first, second] = allSamples(open(files, 'r.hea'));
      expect(first?.every((sample, i) => sample === samples[2 * i])).toBe(true);
      expect(second?.every((sample, i) => sample === samples[2 * i + 1])).toBe(true);
    }
  });

  it('can be read more than once', () => {
    const reader = open({ 'r.hea': 'r 1 250 2\nr.dat 8 200 8 0 0 0 0 x\n', 'r.dat': Uint8Array.of(1, 1) }, 'r.hea');
    expect(allSamples(reader)).toEqual(allSamples(reader));
  });

  it('without calibration says so', () => {
    const { header } = open({ 'r.hea': 'r 1 250 1\nr.dat 16 0 12 0 0 0 0 II\n', 'r.dat': format16([1]) }, 'r.hea');
    expect(header.leads[0]).toMatchObject({ gain: 200, uncalibrated: true });
    expect(header.warnings[0]).toContain('No calibration is given for II');
  });

  it('whose checksum does not match is read with a warning, known at the end', () => {
    const header = (sum: number) => `r 2 250 2\nr.dat 16 200 16 0 1 4 0 I\nr.dat 16 200 16 0 2 ${sum} 0 II\n`;
    const wrong = open({ 'r.hea': header(7), 'r.dat': format16([1, 2, 3, 4]) }, 'r.hea');
    expect(wrong.warnings).toEqual([]);
    allSamples(wrong);
    expect(wrong.warnings).toHaveLength(1);
    expect(wrong.warnings[0]).toContain('the checksum of II does not match r.hea (line 3)');
    const right = open({ 'r.hea': header(6), 'r.dat': format16([1, 2, 3, 4]) }, 'r.hea');
    allSamples(right);
    expect(right.warnings).toEqual([]);
  });

  it('says when the file holds more than the header describes', () => {
    const { header } = open({ 'r.hea': 'r 1 250 2\nr.dat 16 200\n', 'r.dat': format16([1, 2, 3]) }, 'r.hea');
    expect(header.warnings[0]).toContain('r.dat holds 3 samples where its header promises 2');
  });

  it('leaves out signals that are not stored', () => {
    const files = { 'r.hea': 'r 2 250 1\n~ 0 200\nr.dat 16 200 16 0 0 0 0 II\n', 'r.dat': format16([5]) };
    const reader = open(files, 'r.hea');
    expect(reader.header.leads.map((lead) => lead.name)).toEqual(['II']);
    expect(samplesOf(files, 'r.hea')).toEqual([[5]]);
  });
});

describe('a header that lies about its files', () => {
  const dat = format16([1, 2, 3, 4]);
  it.each([
    [
      'promises 10^12 samples',
      'r 1 250 1000000000000\nr.dat 16 200\n',
      'number of samples (line 1, byte 8) promises 1000000000000 samples',
    ],
    [
      'promises one sample too many',
      'r 1 250 5\nr.dat 16 200\n',
      'r.dat would be 10 bytes long, but it ends at byte 8',
    ],
    ['begins beyond the file', 'r 1 250 1\nr.dat 16+100 200\n', 'it ends at byte 8'],
    [
      'names a missing file',
      'r 1 250 4\nx.dat 16 200\n',
      'file name (line 2, byte 10) is x.dat, which is not beside it',
    ],
    ['names a file outside its folder', 'r 1 250 4\n../r.dat 16 200\n', 'file name (line 2, byte 10) points outside'],
    ['names an absolute path', 'r 1 250 4\n/etc/passwd 16 200\n', 'points outside the folder'],
    ['names a path of Windows', 'r 1 250 4\nC:r.dat 16 200\n', 'points outside the folder'],
    [
      'packs one file in two formats',
      'r 2 250 2\nr.dat 16 200\nr.dat 212 200\n',
      'signal format (line 3, byte 23) differs',
    ],
    ['comes back to a file', 'r 3 250 1\nr.dat 16 200\ns.dat 16 200\nr.dat 16 200\n', 'file name (line 4, byte 36)'],
    ['has no samples', 'r 1 250\nr.dat 16+8 200\n', 'is empty'],
  ])('because it %s is refused', (_, header, sentence) => {
    const problem = problemWith({ 'r.hea': header, 'r.dat': dat, 's.dat': dat }, 'r.hea');
    expect(problem.code).toBe('unreadable');
    expect(problem.message).toContain(`r.hea cannot be read: the `);
    expect(problem.message).toContain(sentence);
  });

  it.each([
    [
      'FLAC',
      'r 1 250 4\nr.dat 516 200\n',
      'FLAC-compressed (signal format 516, line 2, byte 10), which is not read yet',
    ],
    ['an unknown format', 'r 1 250 4\nr.dat 17 200\n', 'uses signal format 17 (line 2, byte 10)'],
    ['no signals', 'r 0 250 4\n', 'describes no stored signals'],
  ])('or uses %s is refused as unsupported', (_, header, sentence) => {
    const problem = problemWith({ 'r.hea': header, 'r.dat': dat }, 'r.hea');
    expect(problem.code).toBe('unsupported');
    expect(problem.message).toContain(sentence);
  });
});
