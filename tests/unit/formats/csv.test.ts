import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnMapping } from '../../../src/main/formats/format.ts';
import { previewColumns } from '../../../src/main/formats/csv/csv.ts';
import { writeCsv } from '../../../src/main/formats/csv/csv-writer.ts';
import { MISSING_SAMPLE, type RecordingHeader } from '../../../src/shared/recording.ts';
import { allSamples, blocksOf, lead, open, pick, problemOf, problemWith, recording, samplesOf } from './fixtures.ts';

const M = MISSING_SAMPLE;
const oneLead: ColumnMapping = { rate: 500, unit: 'mV', leads: [{ column: 0, name: 'II' }] };
const timed: ColumnMapping = { timeColumn: 0, timeUnit: 's', unit: 'mV', leads: [{ column: 1, name: 'II' }] };

const read = (content: string, mapping?: ColumnMapping) => {
  const reader = open({ 'a.csv': content }, 'a.csv', { mapping });
  return { header: reader.header, samples: allSamples(reader).map((samples) => Array.from(samples)) };
};
const problem = (content: string, mapping?: ColumnMapping) => problemWith({ 'a.csv': content }, 'a.csv', { mapping });

describe('a column file', () => {
  it('is read as its mapping says, in millivolts, integers loss-free', () => {
    const { header, samples } = read('t,b,a\n0,0.12,-1\n1,0.5,-2.125\n', {
      rate: 360,
      unit: 'mV',
      leads: [
        { column: 2, name: 'V1' },
        { column: 1, name: 'II' },
      ],
    });
    expect(header).toMatchObject({ format: 'CSV', name: 'a', rate: 360, samples: 2, patient: {}, warnings: [] });
    expect(header.leads).toEqual([
      { name: 'V1', unit: 'mV', rate: 360, samples: 2, gain: 1000, baseline: 0 },
      { name: 'II', unit: 'mV', rate: 360, samples: 2, gain: 100, baseline: 0 },
    ]);
    expect(samples).toEqual([
      [-1000, -2125],
      [12, 50],
    ]);
  });

  it.each([
    ['mV', 10],
    ['uV', 10_000],
    ['V', 0.01],
  ] as const)('in %s has the gain that makes it millivolts', (unit, gain) => {
    const { header, samples } = read('1.5\n-2\n', { ...oneLead, unit });
    expect(header.leads[0]).toMatchObject({ unit: 'mV', gain });
    expect(samples).toEqual([[15, -20]]);
  });

  it.each([
    ['commas', 'x,y\n1.5,2\n3,4\n', [15, 30]],
    ['semicolons and decimal commas', 'x;y\n1,5;2\n3;4\n', [15, 30]],
    ['semicolons and decimal points', '1.5;2\n3;4\n', [15, 30]],
    ['tabs', '1.5\t2\n3\t4\n', [15, 30]],
    ['tabs and decimal commas', '1,5\t2\n3\t4\n', [15, 30]],
    ['bars', '1.5|2\n3|4\n', [15, 30]],
    ['CR LF, a byte order mark and no last line end', '\uFEFFx,y\r\n1.5,2\r\n3,4', [15, 30]],
    ['comments and blank lines around', '# made by x\n\nx,y\n% more\n1.5,2\n3,4\n\n\n', [15, 30]],
    ['quotes', '"x, left","y ""z"""\n"1.5","2"\n"3",4\n', [15, 30]],
    ['a row of units, as PhysioNet writes it', "'sample #','II'\n'(samples)','(mV)'\n1.5,2\n3,4\n", [15, 30]],
    ['blanks around numbers', ' 1.5 , 2\n 3 ,4\n', [15, 30]],
    ['exponents', '1.5e0,2\n30E-1,4\n', [150, 300].map((value) => value / 10)],
    ['a delimiter at the end of each line', '1.5,2,\n3,4,\n', [15, 30]],
  ])('may have %s', (_, content, expected) => {
    expect(read(content, oneLead).samples).toEqual([expected]);
  });

  it('holds nothing where a cell is empty or says so', () => {
    expect(read('1,2\n,2\nNaN,2\n-,2\nNA,2\nnull,2\n2,2\n', oneLead).samples).toEqual([[1, M, M, M, M, M, 2]]);
  });

  it('may be a single column', () => {
    expect(read('II\n0.1\n0.2\n-.3\n', oneLead).samples).toEqual([[1, 2, -3]]);
  });

  it('keeps all decimals that 32 bits hold, and says where it rounds', () => {
    const { header, samples } = read('1000.123456789\n0.1\n', oneLead);
    expect(header.leads[0]?.gain).toBe(1e6);
    expect(samples).toEqual([[1_000_123_457, 100_000]]);
    expect(header.warnings).toEqual(['a.csv: values of lead II have 9 decimals; rounded to 6.']);
  });

  it('is read whole when it is longer than a block', () => {
    const values = Array.from({ length: 150_000 }, (_, i) => (i * 7919) % 30_011);
    expect(read(values.join('\n'), oneLead).samples).toEqual([values]);
  });

  it('shows its columns to whoever must say what they mean', () => {
    expect(previewColumns(pick({ 'a.csv': '# x\nt;"II; left"\n0,5;1\n1;2\n' }, 'a.csv'))).toEqual({
      columns: ['t', 'II; left'],
      rows: [
        ['0,5', '1'],
        ['1', '2'],
      ],
      delimiter: ';',
    });
    expect(previewColumns(pick({ 'a.csv': '1\t2\n3\t4\n' }, 'a.csv')).columns).toEqual(['Column 1', 'Column 2']);
  });
});

describe('what a column file does not say', () => {
  it.each([
    ['anything', undefined, 'does not say what its columns mean'],
    ['a rate', { ...oneLead, rate: undefined }, 'does not say its sampling rate'],
    [
      'a rate, when its time counts samples',
      { ...timed, timeUnit: 'sample' as const },
      'does not say its sampling rate',
    ],
    ['the unit of time', { ...timed, timeUnit: undefined }, 'its unit is not said'],
    ['leads', { ...oneLead, leads: [] }, 'has no lead chosen'],
    ['a column that is there', { ...oneLead, leads: [{ column: 7, name: 'II' }] }, 'there is no column 8'],
    ['one meaning per column', { ...timed, timeColumn: 1 }, 'one column chosen twice'],
    ['a name', { ...oneLead, leads: [{ column: 0, name: ' ' }] }, 'a lead without a name'],
    ['a rate that can be', { ...oneLead, rate: -1 }, 'cannot have -1 samples per second'],
  ])('is asked for: %s', (_, mapping, sentence) => {
    const asked = problem('time_s,I [mV]\n0,1\n0.002,2\n', mapping);
    expect(asked.code).toBe('needs-mapping');
    expect(asked.message).toContain(sentence);
  });
});

describe('a time column', () => {
  const stamps = (times: readonly (number | string)[]) => times.map((time, i) => `${time},${i}`).join('\n');

  it.each([
    ['in seconds', 's', [0, 0.004, 0.008, 0.012], 250],
    [
      'in milliseconds, rounded to whole ones',
      'ms',
      Array.from({ length: 3601 }, (_, i) => Math.round((i * 1000) / 360)),
      360,
    ],
    ['in seconds, rounded to two decimals', 's', Array.from({ length: 5001 }, (_, i) => (i / 40).toFixed(2)), 40],
    ['with every digit a program has', 's', Array.from({ length: 500 }, (_, i) => i / 360), 360],
    ['of a rate that is no whole number', 's', Array.from({ length: 2000 }, (_, i) => (i / 62.5).toFixed(4)), 62.5],
    ['that starts anywhere', 's', [1712.5, 1712.502, 1712.504, 1712.506], 500],
  ] as const)('%s tells the rate', (_, timeUnit, times, rate) => {
    const { header, samples } = read(stamps(times), { ...timed, timeUnit });
    expect(header.rate).toBe(rate);
    expect(samples[0]).toEqual(times.map((__, i) => i));
  });

  it('with a step of several samples leaves a gap, filled with missing samples', () => {
    const times = [
      ...Array.from({ length: 500 }, (_, i) => i / 250),
      ...Array.from({ length: 500 }, (_, i) => (i + 1000) / 250),
    ];
    const { header, samples } = read(stamps(times), timed);
    expect(header).toMatchObject({ rate: 250, samples: 1500 });
    expect(header.warnings).toEqual(['a.csv: 2.0 s are missing between rows; they are shown as gaps.']);
    expect(samples[0]?.slice(498, 502)).toEqual([498, 499, M, M]);
    expect(samples[0]?.slice(998, 1002)).toEqual([M, M, 500, 501]);
  });

  it('may count samples', () => {
    const { samples } = read('10,1\n11,2\n13,3\n', { ...timed, timeUnit: 'sample', rate: 250 });
    expect(samples).toEqual([[1, 2, M, 3]]);
  });

  it.each([
    ['stands still', [0, 0.004, 0.004], 'time (line 3, byte 12) does not move on'],
    ['steps back', [0, 0.004, 0.001], 'time (line 3, byte 12) does not move on'],
    ['is missing', [0, 0.004, ''], 'time (line 3, byte 12) is missing'],
    ['is text', [0, 0.004, 'noon'], 'cell in column 1 (line 3, byte 12) is not a number'],
  ])('that %s is refused', (_, times, sentence) => {
    expect(problem(stamps(times), timed).message).toContain(sentence);
  });

  it('off the grid of the rate by nearly half a sample is refused', () => {
    const times = Array.from({ length: 400 }, (_, i) => i / 251);
    expect(problem(stamps(times), { ...timed, rate: 250 }).message).toMatch(
      /time \(line \d+, byte \d+\) lies 0\.45 samples off/,
    );
  });

  it('too coarse to tell the rate is refused', () => {
    expect(problem(stamps([0, 0.3, 0.7, 1, 1.3]), timed).message).toContain('too coarse to tell the sampling rate');
  });

  it('that leaps by years is refused before it becomes samples', () => {
    expect(problem(stamps([0, 0.004, 1e9]), { ...timed, rate: 250 }).message).toContain('more than a recording has');
  });
});

describe('a damaged column file', () => {
  const rows = Array.from({ length: 100 }, (_, i) => `${i},${i}`);
  const broken = (row: string) => ['a,b', ...rows.slice(0, 60), row, ...rows.slice(60)].join('\n');

  it.each([
    ['has text in a cell', 'x,1', 'cell in column 1 (line 62, byte 344) is not a number'],
    ['has a cell too few', '5', 'row (line 62, byte 344) has 1 cells instead of 2'],
    ['has a cell too many', '5,5,5', 'row (line 62, byte 344) has 3 cells instead of 2'],
    ['has an empty line inside', '', 'row (line 63, byte 345) follows an empty line'],
    ['has a number too large', '1e15,1', 'value of lead II (line 62, byte 344) is larger than any voltage'],
    ['has two numbers in a cell', '5 5,1', 'cell in column 1 (line 62, byte 344) is not a number'],
  ])('that %s is refused with line and byte', (_, row, sentence) => {
    const refused = problem(broken(row), oneLead);
    expect(refused.code).toBe('unreadable');
    expect(refused.message).toContain(`a.csv cannot be read: the ${sentence}`);
  });

  it('that changes its decimal sign is refused', () => {
    const mixed = [...Array.from({ length: 60 }, () => '1,5;2'), '1.500;2'].join('\n');
    expect(problem(mixed, oneLead).message).toContain('another decimal sign');
  });

  it('whose line never ends is refused in bounded memory', () => {
    const endless = `a,b\n1,2\n3,4\n${'1'.repeat(2_000_000)}`;
    expect(problem(endless, oneLead).message).toContain('line 4 (byte 12) is longer than 262144 bytes');
  });

  it('never has its text repeated in the sentence', () => {
    expect(problem(broken('Smith,1'), oneLead).message).not.toContain('Smith');
  });
});

describe('the column files this program writes', () => {
  const write = (header: RecordingHeader, leads: readonly Int32Array[]) =>
    [...writeCsv(header, blocksOf(leads, 7))].join('');

  it('say what they mean', () => {
    const header = recording(
      [lead('MLII', 3, { rate: 360, baseline: 1024 }), lead('a, "b"', 3, { rate: 360, unit: 'uV', gain: 1 })],
      {
        start: '1994-10-26T08:26:04',
      },
    );
    expect(write(header, [Int32Array.of(995, M, 1024), Int32Array.of(-5, 0, 7)])).toBe(
      [
        '# einthoven-csv 1; rate=360 Hz; samples=3; start=1994-10-26T08:26:04',
        '# column 2: gain=200; baseline=1024',
        '# column 3: gain=1; baseline=0',
        'time_s,MLII [mV],"a, ""b"" [uV]"',
        '0,-0.145,-5',
        '0.00278,,0',
        '0.00556,0,7',
        '',
      ].join('\n'),
    );
  });

  it('come back without a mapping, integer for integer', () => {
    const sample = fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: -40_000, max: 40_000 }) },
      { weight: 1, arbitrary: fc.constant(M) },
    );
    const calibration = fc.record({
      gain: fc.constantFrom(1, 200, 1000, 1716, 204.8, 0.37, -500, 12_345.678),
      baseline: fc.integer({ min: -2048, max: 2048 }),
      rate: fc.constantFrom(125, 128, 250, 360, 500, 1000, 62.5, 333.333),
      length: fc.integer({ min: 1, max: 60 }),
      count: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(calibration, fc.infiniteStream(sample), ({ count, length, rate, gain, baseline }, samples) => {
        const leads = Array.from({ length: count }, () => Int32Array.from([...samples.take(length)]));
        const header = recording(
          leads.map((_, i) => lead(`L${i}`, length, { rate, gain, baseline })),
          { format: 'CSV', name: 'a' },
        );
        const reader = open({ 'a.csv': write(header, leads) }, 'a.csv');
        expect(reader.header).toEqual(header);
        expect(allSamples(reader)).toEqual(leads);
      }),
      { numRuns: 200 },
    );
  });

  it('keep 32-bit samples, and what is not calibrated', () => {
    const leads = [Int32Array.of(2_000_000_000, -2_000_000_000, 1)];
    const header = recording([lead('I', 3, { gain: 419_430.4, uncalibrated: true })], { name: 'a', format: 'CSV' });
    const reader = open({ 'a.csv': write(header, leads) }, 'a.csv');
    expect(allSamples(reader)).toEqual(leads);
    expect(reader.header).toEqual(header);
  });

  it('refuse leads of different rates', () => {
    const mixed = recording([lead('I', 2, { rate: 500 }), lead('II', 1, { rate: 250 })]);
    expect(problemOf(() => write(mixed, []))).toMatchObject({ code: 'unsupported' });
  });

  const sound =
    '# einthoven-csv 1; rate=500 Hz; samples=2\n# column 2: gain=1000; baseline=0\ntime_s,I [mV]\n0,0.1\n0.002,0.2\n';
  it.each([
    ['cut short', sound.slice(0, -10), 'number of samples (line 1, byte 0) promises 2 samples, but 1'],
    ['without rows', sound.slice(0, sound.indexOf('0,0.1')), 'table (byte 0) has no rows'],
    ['without a rate', sound.replace('rate=500 Hz; ', ''), 'rate (line 1, byte 0) must be a number of Hz'],
    ['with a rate that makes a second endless', sound.replace('500 Hz', '1e-308 Hz'), 'rate (line 1, byte 0)'],
    ['with a gain that makes every value infinite', sound.replace('1000', '1e-320'), 'column 2'],
    ['without a number of samples', sound.replace('; samples=2', ''), 'number of samples'],
    ['without a gain', sound.replace('gain=1000; ', ''), 'column 2 (line 3, byte 65) has no title'],
    ['with a gain of zero', sound.replace('gain=1000', 'gain=0'), 'column 2'],
    ['without a unit', sound.replace(' [mV]', ''), 'column 2'],
    ['without a time column', sound.replace('time_s', 'when'), 'first column'],
    ['with a gain beyond 32 bits', sound.replace('gain=1000', 'gain=1e12'), 'gain of lead I'],
  ])('are refused when they are %s', (_, content, sentence) => {
    const refused = problem(content);
    expect(refused.code).toBe('unreadable');
    expect(refused.message).toContain(sentence);
  });

  it('of a newer version are refused as such', () => {
    expect(problem(sound.replace('csv 1', 'csv 2'))).toMatchObject({ code: 'unsupported' });
  });

  it('are told by content, whatever they are called', () => {
    expect(samplesOf({ 'a.txt': sound }, 'a.txt')).toEqual([[100, 200]]);
  });
});
