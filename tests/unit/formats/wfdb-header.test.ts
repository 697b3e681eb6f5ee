import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/main/formats/memory-source.ts';
import { parseHeader } from '../../../src/main/formats/wfdb/header.ts';
import { patientOfNotes } from '../../../src/main/formats/wfdb/patient-notes.ts';
import { formatStart, parseStart } from '../../../src/main/formats/wfdb/start-time.ts';
import { problemOf, text } from './fixtures.ts';

const parse = (content: string) => parseHeader(memorySource('r.hea', text(content)));

describe('the record line', () => {
  it('holds name, signals, rate, counter, length and start', () => {
    const { record } = parse('100 1 360.5/720(-4.5) 650000 8:26:04.250 26/10/1994\nr.dat 16\n');
    expect(record).toMatchObject({
      name: '100',
      segments: undefined,
      signals: 1,
      rate: 360.5,
      counterRate: 720,
      baseCounter: -4.5,
      samples: 650000,
      start: '1994-10-26T08:26:04.25',
    });
  });

  it('may end after the number of signals: 250 Hz, length by the file', () => {
    expect(parse('r 1\nr.dat 16').record).toMatchObject({ rate: 250, samples: undefined, start: undefined });
  });

  it('leaves the length open when it says 0', () => {
    expect(parse('r 1 250 0\nr.dat 16').record.samples).toBeUndefined();
  });

  it('takes comments before it, CR LF and a byte order mark', () => {
    const header = parse('\uFEFF# first\r\nr 1 100 5\r\n# between\r\nr.dat 16 200 12 0 0 0 0 II\r\n# after\r\n');
    expect(header.record.rate).toBe(100);
    expect(header.signals[0]?.description).toBe('II');
    expect(header.notes).toEqual(['first', 'between', 'after']);
  });

  it('keeps a start time without date as a remark, and says so when it cannot be read', () => {
    expect(parse('r 1 250 5 10:00:00\nr.dat 16').record.remarks).toEqual(['Start time 10:00:00, no date given']);
    expect(parse('r 1 250 5 yesterday\nr.dat 16').record.warnings[0]).toContain('line 1');
  });
});

describe('signal lines', () => {
  const signal = (line: string) => parse(`r 1 250 5\n${line}\n`).signals[0];

  it('hold every field', () => {
    expect(signal('r.dat 212x4:3+24 -200.5(1024)/uV 12 7 995 -22131 0 lead II, left arm ')).toMatchObject({
      fileName: 'r.dat',
      format: 212,
      samplesPerFrame: 4,
      skew: 3,
      byteOffset: 24,
      gain: -200.5,
      baseline: 1024,
      units: 'uV',
      uncalibrated: false,
      initial: 995,
      checksum: -22131 & 0xffff,
      description: 'lead II, left arm',
    });
  });

  it('fall back as the WFDB manual says', () => {
    expect(signal('r.dat 16')).toMatchObject({
      gain: 200,
      uncalibrated: true,
      baseline: 0,
      units: 'mV',
      initial: 0,
      checksum: undefined,
      description: 'Signal 1',
    });
    // The ADC zero stands in for baseline and initial value.
    expect(signal('r.dat 16 100/NU 12 512')).toMatchObject({ baseline: 512, initial: 512, units: 'NU' });
    expect(signal('r.dat 16 0 12 0 -18 10269 0 noise1')).toMatchObject({ gain: 200, uncalibrated: true });
  });

  it('take gains in every notation', () => {
    expect(signal('r.dat 16 1.052e+04/mV')?.gain).toBe(10520);
    expect(signal('r.dat 16 .5(-3)')).toMatchObject({ gain: 0.5, baseline: -3 });
  });

  it('treat a checksum of 0 as a placeholder', () => {
    expect(signal('r.dat 16 200 12 0 5 0 0 II')?.checksum).toBeUndefined();
  });
});

describe('a header that is damaged', () => {
  it.each([
    ['an empty file', '', 'record line (byte 0)'],
    ['only comments', '# nothing\n', 'record line'],
    ['no number of signals', 'r\n', 'number of signals (line 1, byte 1) is missing'],
    ['a number that is none', 'r two\n', 'number of signals (line 1, byte 2)'],
    ['a rate of zero', 'r 1 0 5\nr.dat 16', 'sampling rate (line 1, byte 4)'],
    ['a rate that is none', 'r 1 x5 5\nr.dat 16', 'sampling rate (line 1, byte 4) must be a number, but is "x5"'],
    ['a negative length', 'r 1 250 -5\nr.dat 16', 'number of samples (line 1, byte 8) must not be negative'],
    [
      'fewer signals than promised',
      'r 3 250 5\nr.dat 16\n',
      'number of signals (line 1, byte 2) promises 3 signals, but 1',
    ],
    ['a billion signals', 'r 1000000000 250 5\nr.dat 16\n', 'promises 1000000000 signals'],
    [
      'a billion segments',
      'r/1000000000 1 250 5\na 5\n',
      'number of segments (line 1, byte 2) promises 1000000000 segments',
    ],
    ['a rate that makes a second endless', 'r 1 1e-308 5\nr.dat 16', 'sampling rate (line 1, byte 4) must lie between'],
    ['a signal line cut short', 'r 1 250 5\nr.dat\n', 'signal format (line 2, byte 15) is missing'],
    ['a format that is none', 'r 1 250 5\nr.dat abc9\n', 'signal format (line 2, byte 16)'],
    ['samples per frame out of range', 'r 1 250 5\nr.dat 16x99999999\n', 'samples per frame (line 2, byte 16)'],
    ['a gain that is none', 'r 1 250 5\nr.dat 16 2,5\n', 'gain (line 2, byte 19)'],
    ['a gain beyond numbers', 'r 1 250 5\nr.dat 16 1e999\n', 'gain (line 2, byte 19)'],
    ['a gain that makes every value infinite', 'r 1 250 5\nr.dat 16 1e-320\n', 'gain (line 2, byte 19) is beyond'],
    ['a baseline beyond 32 bits', 'r 1 250 5\nr.dat 16 200(99999999999)\n', 'baseline (line 2, byte 19)'],
    [
      'an initial value beyond 32 bits',
      'r 1 250 5\nr.dat 16 200 12 0 99999999999\n',
      'initial value (line 2, byte 28)',
    ],
    ['binary data', 'r 1 250 5\nr.dat\0 16\n', 'header (byte 15) holds binary data'],
    ['no segments', 'r/0 1 250 5\n', 'number of segments'],
  ])('with %s is refused, naming file, field and place', (_, content, where) => {
    const problem = problemOf(() => parse(content));
    expect(problem.code).toBe('unreadable');
    expect(problem.message).toContain('r.hea cannot be read: the ');
    expect(problem.message).toContain(where);
  });

  it('is not read at all when it is larger than any header', () => {
    const source = { name: 'r.hea', size: 5e9, read: () => expect.unreachable() };
    expect(problemOf(() => parseHeader(source)).message).toContain('5000000000 bytes');
  });

  it('never repeats text that could be a name', () => {
    expect(problemOf(() => parse('r 1 250 5\nr.dat Smith\n')).message).not.toContain('Smith');
  });
});

describe('start times', () => {
  it.each([
    ['8:26:04 26/10/1994', '1994-10-26T08:26:04'],
    ['2014-03-29 08:03:08', '2014-03-29T08:03:08'],
    ['1/5/2014', '2014-05-01T00:00:00'],
  ])('%s is %s', (written, start) => {
    expect(parseStart(written)).toEqual({ start });
  });

  it.each(['31/02/2014', '25:00:00 1/1/2000', '1/2', '10:00:00 11:00:00', '5/1/94'])('%s is none', (written) => {
    expect(parseStart(written)).toBeUndefined();
  });

  it('are written so that they are read back', () => {
    expect(parseStart(formatStart('1994-10-26T08:26:04.25'))).toEqual({ start: '1994-10-26T08:26:04.25' });
  });
});

describe('age and sex', () => {
  it.each([
    ['MIT-BIH', ['69 M 1085 1629 x1'], 69, 'male'],
    ['MIT-BIH with a tape of unknown name', ['23 F 2546 N/A x1'], 23, 'female'],
    ['LUDB', ['<age>: 51', '<sex>: F'], 51, 'female'],
    ['both on one line', ['<age>: 49 <sex>: M'], 49, 'male'],
    ['the challenges', ['Age: 56', 'Sex: Female', 'Dx: 426783006'], 56, 'female'],
    ['PTB', ['age: 81', 'sex: female', 'ECG date: 01/10/1990'], 81, 'female'],
  ])('are taken from the notes of %s', (_, notes, ageYears, sex) => {
    expect(patientOfNotes(notes)).toEqual({ ageYears, sex });
  });

  it.each([
    ['unknown', ['-1 M 1085 1629 x1'], undefined, 'male'],
    ['hidden', ['Age: 300', 'Sex: Unknown'], undefined, undefined],
    ['not a number', ['Age: NaN'], undefined, undefined],
    ['something else', ['69 Main Street', 'Dosage: 20', 'The average: 5', 'Middlesex: F'], undefined, undefined],
  ])('stay open when they are %s', (_, notes, ageYears, sex) => {
    expect(patientOfNotes(notes)).toEqual({ ageYears, sex });
  });
});
