import { describe, expect, it } from 'vitest';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import { allSamples, format16, open, problemWith, samplesOf, type Files } from './fixtures.ts';

const M = MISSING_SAMPLE;
const plain = (reader: Parameters<typeof allSamples>[0]) => allSamples(reader).map((lead) => Array.from(lead));

const fixed: Files = {
  'r.hea': 'r/2 2 250 5 10:00:00 1/2/2003\na 2\nb 3\n# whole\n',
  'a.hea': 'a 2 250 2\na.dat 16 200 16 0 0 0 0 I\na.dat 16x2 200 16 0 0 0 0 II\n',
  'b.hea': 'b 2 250 3\nb.dat 16 200 16 0 0 0 0 I\nb.dat 16x2 200 16 0 0 0 0 II\n# part\n',
  'a.dat': format16([1, 10, 11, 2, 12, 13]),
  'b.dat': format16([3, 14, 15, 4, 16, 17, 5, 18, 19]),
};

const variable: Files = {
  'r.hea': 'r/4 2 250 6\nr_layout 0\na 2\n~ 2\nb 2\n',
  'r_layout.hea': 'r_layout 2 250 0\n~ 0 200(0)/mV 16 0 0 0 0 I\n~ 0 100(10)/mV 16 0 0 0 0 V\n',
  'a.hea': 'a 1 250 2\na.dat 16 50(20)/mV 16 0 0 0 0 V\n',
  'b.hea': 'b 2 250 2\nb.dat 16 100(10)/mV 16 0 0 0 0 V\nb.dat 16 200(0)/mV 16 0 0 0 0 I\n',
  'a.dat': format16([20, -32768]),
  'b.dat': format16([5, 6, 7, 8]),
};

describe('a record of several segments', () => {
  it('with a fixed layout is one recording', () => {
    const reader = open(fixed, 'r.hea');
    expect(reader.header).toMatchObject({
      samples: 5,
      rate: 250,
      start: '2003-02-01T10:00:00',
      notes: ['whole', 'part'],
    });
    expect(reader.header.leads.map((lead) => [lead.name, lead.rate, lead.samples])).toEqual([
      ['I', 250, 5],
      ['II', 500, 10],
    ]);
    expect(plain(reader)).toEqual([
      [1, 2, 3, 4, 5],
      [10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
    ]);
    expect(reader.sources.map((source) => source.name)).toEqual(['r.hea', 'a.hea', 'a.dat', 'b.hea', 'b.dat']);
  });

  it('with a variable layout finds leads by name; gaps and absent leads are missing, gains become one', () => {
    const reader = open(variable, 'r.hea');
    expect(reader.header.leads.map(({ name, gain, baseline }) => [name, gain, baseline])).toEqual([
      ['I', 200, 0],
      ['V', 100, 10],
    ]);
    // a: 20 at 50/mV above 20 is 0 mV, which is 10 at 100/mV above 10.
    expect(plain(reader)).toEqual([
      [M, M, M, M, 6, 8],
      [10, M, M, M, 5, 7],
    ]);
    expect(reader.header.warnings.join()).toContain('the gain changes between segments');
  });

  it('is found from one of its signal files', () => {
    const files = {
      ...fixed,
      'r.dat': fixed['a.dat'] ?? '',
      'a.hea': String(fixed['a.hea']).replaceAll('a.dat', 'r.dat'),
    };
    expect(open(files, 'r.dat').header).toMatchObject({ name: 'r', samples: 5 });
  });

  it('is found as the segment when the segment is picked', () => {
    expect(samplesOf(fixed, 'b.dat')[0]).toEqual([3, 4, 5]);
  });

  it.each([
    [
      'a segment is missing',
      { 'b.hea': undefined },
      'segment name (line 3, byte 34) needs b.hea, which is not beside it',
    ],
    [
      'a segment is shorter than listed',
      { 'r.hea': 'r/2 2 250 6\na 2\nb 4\n' },
      'segment length (line 3, byte 16) is 4, but b.hea says 3',
    ],
    [
      'the lengths do not add up',
      { 'r.hea': 'r/2 2 250 6\na 2\nb 3\n' },
      'number of samples (line 1, byte 10) is 6, but its segments add up to 5',
    ],
    [
      'the rates differ',
      { 'r.hea': 'r/2 2 360 5\na 2\nb 3\n' },
      'sampling rate (line 1, byte 0) is 360 Hz, but a.hea says 250 Hz',
    ],
    [
      'a segment appears twice',
      { 'r.hea': 'r/2 2 250 4\na 2\na 2\n' },
      'segment name (line 3, byte 16) appears for the second time',
    ],
    ['it contains itself', { 'r.hea': 'r/2 2 250 5\na 2\nr 3\n' }, 'consists of segments itself'],
    ['a segment lies outside', { 'r.hea': 'r/2 2 250 5\na 2\n../b 3\n' }, 'points outside the folder'],
    ['a gap lasts for years', { 'r.hea': 'r/2 2 250 0\na 2\n~ 9000000000\n' }, 'longer than a month'],
    ['a segment is empty', { 'r.hea': 'r/2 2 250 5\na 2\nb 0\n' }, 'segment length (line 3, byte 16) is 0'],
    ['the signals differ', { 'b.hea': 'b 1 250 3\nb.dat 16 200 16 0 0 0 0 III\n' }, 'whose signals differ'],
  ])('is refused when %s', (_, change, sentence) => {
    const files = Object.fromEntries(
      Object.entries({ ...fixed, ...change }).filter(([, content]) => content !== undefined),
    );
    const problem = problemWith(files as Files, 'r.hea');
    expect(problem.code).toBe('unreadable');
    expect(problem.message).toContain(sentence);
  });

  it('is refused when a lead changes its unit or is longer than positions go', () => {
    const uV = String(variable['b.hea']).replace('200(0)/mV', '200(0)/uV');
    expect(problemWith({ ...variable, 'b.hea': uV }, 'r.hea')).toMatchObject({ code: 'unsupported' });
    const gap = '~ 660000000\n';
    const gaps = `r/5 2 250 0\n${gap.repeat(4)}a 2\n`;
    expect(problemWith({ ...fixed, 'r.hea': gaps }, 'r.hea')).toMatchObject({ code: 'unsupported' });
  });
});
