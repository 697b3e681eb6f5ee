import { describe, expect, it } from 'vitest';
import { unreadableStretches } from '../../../src/main/signal/quality/unreadable-stretches.ts';

const rows = (...lines: string[]) => ({
  fromSecond: 0,
  seconds: lines[0]?.length ?? 0,
  leads: lines.map((_, lead) => lead),
  values: Uint8Array.from(lines.join(''), (digit) => (digit === '-' ? 255 : Number(digit))),
});
const stretches = (quality: ReturnType<typeof rows>, samples = 1000): number[][] => {
  const { from, to } = unreadableStretches(quality, { rate: 100, samples });
  return [...from].map((start, i) => [start, to[i] ?? -1]);
};

describe('unreadable stretches', () => {
  it('are where no lead can be read, for three seconds at least', () => {
    expect(stretches(rows('2000022000', '2200000222'))).toEqual([[200, 500]]);
    expect(stretches(rows('2200222000'))).toEqual([[700, 1000]]);
  });

  it('count missing signal as unreadable and poor signal as readable', () => {
    expect(stretches(rows('2---022222', '2000022221'))).toEqual([[100, 500]]);
    expect(stretches(rows('1111111111'))).toEqual([]);
  });

  it('end with the recording', () => {
    expect(stretches(rows('2222220000'), 950)).toEqual([[600, 950]]);
  });

  it('are a whole recording that is shorter than they have to be', () => {
    expect(stretches(rows('00'), 180)).toEqual([[0, 180]]);
    expect(stretches(rows('02'), 180)).toEqual([]);
  });

  it('start where the judged seconds do', () => {
    const { from, to } = unreadableStretches({ ...rows('0002'), fromSecond: 10 }, { rate: 100, samples: 5000 });
    expect([[...from], [...to]]).toEqual([[1000], [1300]]);
  });
});
