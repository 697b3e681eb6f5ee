import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatForRange, type EncodedFormat } from '../../../src/main/formats/wfdb/sample-encoders.ts';
import { recordNameOf, writeRecord } from '../../../src/main/formats/wfdb/record-writer.ts';
import { MISSING_SAMPLE, type RecordingHeader } from '../../../src/shared/recording.ts';
import { allSamples, blocksOf, joined, lead, open, problemOf, recording, type Files } from './fixtures.ts';

function written(
  header: RecordingHeader,
  leads: readonly Int32Array[],
  format: EncodedFormat,
  blockLength?: number,
): Files {
  const record = writeRecord(header, blocksOf(leads, blockLength), { name: 'r', format });
  const signal = joined(record.signal());
  return { [record.signalFileName]: signal, [record.headerFileName]: record.header() };
}

const LARGEST: Record<EncodedFormat, number> = { 16: 0x7fff, 24: 0x7f_ffff, 32: 0x7fff_ffff, 212: 0x7ff };

describe('writing a WFDB record', () => {
  it('gives the bytes and the header that WFDB would', () => {
    const header = recording([lead('MLII', 3, { rate: 360, baseline: 1024 }), lead('V1', 3, { rate: 360 })], {
      start: '1994-10-26T08:26:04.5',
      notes: ['a note'],
      patient: { ageYears: 69, sex: 'male' },
    });
    const files = written(header, [Int32Array.of(0x123, 2, 3), Int32Array.of(-256, MISSING_SAMPLE, 5)], 212);
    expect(files['r.hea']).toBe(
      [
        'r 2 360 3 08:26:04.5 26/10/1994',
        'r.dat 212 200(1024)/mV 12 0 291 296 0 MLII',
        'r.dat 212 200(0)/mV 12 0 -256 -2299 0 V1',
        '# a note',
        '# Age: 69',
        '# Sex: Male',
        '',
      ].join('\n'),
    );
    expect(files['r.dat']).toEqual(Uint8Array.from([0x23, 0xf1, 0x00, 0x02, 0x80, 0x00, 0x03, 0x00, 0x05]));
  });

  it.each([16, 24, 32, 212] as const)('format %i comes back sample for sample, with matching checksums', (format) => {
    const largest = LARGEST[format];
    const sample = fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: -largest, max: largest }) },
      { weight: 1, arbitrary: fc.constant(MISSING_SAMPLE) },
    );
    const block = fc.integer({ min: 1, max: 50 });
    const leads = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 200 }))
      .chain(([count, length]) =>
        fc.array(fc.array(sample, { minLength: length, maxLength: length }), { minLength: count, maxLength: count }),
      );
    fc.assert(
      fc.property(leads, block, (content, blockLength) => {
        const arrays = content.map((samples) => Int32Array.from(samples));
        const header = recording(
          arrays.map((samples, i) => lead(`L${i}`, samples.length, { gain: 1716.5, baseline: -3 - i })),
        );
        const reader = open(written(header, arrays, format, blockLength), 'r.hea');
        expect(allSamples(reader)).toEqual(arrays);
        expect(reader.header.leads).toEqual(header.leads);
        expect(reader.warnings).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('puts leads of whole multiples of the slowest rate into frames', () => {
    const header = recording([lead('ECG', 6, { rate: 300 }), lead('RESP', 2, { rate: 100, unit: 'a b' })]);
    const leads = [Int32Array.of(1, 2, 3, 4, 5, 6), Int32Array.of(-7, -8)];
    const record = writeRecord(header, blocksOf(leads, 3), { name: 'r' });
    const files = { 'r.dat': joined(record.signal()), 'r.hea': record.header() };
    expect(record.frameRate).toBe(100);
    const reader = open(files, 'r.hea');
    expect(reader.header.leads.map(({ rate, unit }) => [rate, unit])).toEqual([
      [300, 'mV'],
      [100, 'a_b'],
    ]);
    expect(allSamples(reader)).toEqual(leads);
  });

  it('fills leads that end early with missing samples', () => {
    const header = recording([lead('I', 3), lead('II', 1)]);
    const reader = open(written(header, [Int32Array.of(1, 2, 3), Int32Array.of(4)], 16), 'r.hea');
    expect(allSamples(reader)[1]).toEqual(Int32Array.of(4, MISSING_SAMPLE, MISSING_SAMPLE));
  });

  it('keeps what is known of calibration, start and patient', () => {
    const header = recording([lead('II', 1, { uncalibrated: true })], {
      start: '2001-02-03T04:05:06',
      patient: { ageYears: 51, sex: 'female' },
      notes: ['<age>: 51', '<sex>: F'],
    });
    const back = open(written(header, [Int32Array.of(1)], 16), 'r.hea').header;
    expect(back).toMatchObject({ start: header.start, patient: header.patient, notes: header.notes });
    expect(back.leads[0]?.uncalibrated).toBe(true);
  });

  it('refuses rates that share no frame, samples the format cannot hold, and nothing', () => {
    const odd = recording([lead('I', 1, { rate: 250 }), lead('II', 1, { rate: 360 })]);
    expect(problemOf(() => writeRecord(odd, [], { name: 'r' }))).toMatchObject({ code: 'unsupported' });
    for (const sample of [40_000, -32_768]) {
      const problem = problemOf(() => written(recording([lead('II', 1)]), [Int32Array.of(sample)], 16));
      expect(problem.message).toContain(`Lead II holds the sample ${sample}`);
    }
    expect(problemOf(() => writeRecord({ ...odd, leads: [] }, [], { name: 'r' })).message).toContain('no leads');
  });

  it('cannot be fooled into another folder by a name', () => {
    expect(recordNameOf('../a b.ü')).toBe('_a_b_');
    expect(() => writeRecord(recording([lead('I', 1)]), [], { name: '../x' })).toThrow(RangeError);
  });

  it('refuses to hold a lead in memory whole, and blocks out of order', () => {
    const header = recording([lead('I', 8_000_000), lead('II', 8_000_000)]);
    const alone = blocksOf([new Int32Array(8_000_000)], 65_536);
    expect(() => joined(writeRecord(header, alone, { name: 'r' }).signal())).toThrow('runs too far ahead');
    const gap = [{ lead: 0, start: 5, samples: new Int32Array(1) }];
    expect(() => joined(writeRecord(header, gap, { name: 'r' }).signal())).toThrow('continues at 5, not 0');
  });

  it('gives no header before its signal', () => {
    expect(() => writeRecord(recording([lead('I', 1)]), [], { name: 'r' }).header()).toThrow('once its signal');
  });

  it('knows the smallest format for a range', () => {
    expect([formatForRange(-32_767, 32_767), formatForRange(-32_768, 0), formatForRange(0, 8_388_608)]).toEqual([
      16, 24, 32,
    ]);
  });
});
