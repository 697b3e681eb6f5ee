import { describe, expect, it } from 'vitest';
import type { Segment } from '../../../src/main/simulator/scenario.ts';
import { simulate } from '../../../src/main/simulator/simulate.ts';
import { auxOf, beatsOf, deviation, intervalsOf, mean, samplesOf, scenarioOf } from './simulated.ts';

const N = 1;
const A = 8;
const V = 5;
const ESCAPE = 11;

const play = (segments: Segment | readonly Segment[], seconds: number, seed = 7): ReturnType<typeof simulate> =>
  simulate(scenarioOf(segments, { seconds, seed, leads: ['II', 'V1'] }));

/** Power of an evenly resampled interval series in a band of frequencies in Hz, by direct Fourier sums. */
function bandPower(intervals: readonly number[], from: number, to: number): number {
  const level = mean(intervals);
  const times: number[] = [];
  intervals.reduce((time, interval) => (times.push(time + interval), time + interval), 0);
  const length = times.at(-1) ?? 1;
  let power = 0;
  for (let line = Math.ceil(from * length); line < to * length; line++) {
    let re = 0;
    let im = 0;
    intervals.forEach((interval, beat) => {
      const angle = (2 * Math.PI * line * (times[beat] ?? 0)) / length;
      re += (interval - level) * Math.cos(angle);
      im += (interval - level) * Math.sin(angle);
    });
    power += (re * re + im * im) / intervals.length ** 2;
  }
  return power;
}

describe('sinus rhythm', () => {
  it('keeps the asked rate and varies as a healthy heart does', () => {
    for (const rate of [50, 70, 120]) {
      const intervals = intervalsOf(play({ rhythm: 'sinus', rate, seconds: 600 }, 600));
      expect(Math.abs(60 / mean(intervals) - rate)).toBeLessThan(0.03 * rate);
      expect(deviation(intervals) / mean(intervals)).toBeGreaterThan(0.02);
      expect(deviation(intervals) / mean(intervals)).toBeLessThan(0.09);
    }
  });

  it('shows the Mayer wave near 0.1 Hz and respiratory arrhythmia near 0.25 Hz, with little between', () => {
    const intervals = intervalsOf(play({ rhythm: 'sinus', rate: 70, seconds: 900 }, 900));
    const low = bandPower(intervals, 0.07, 0.13);
    const high = bandPower(intervals, 0.18, 0.34);
    expect(low).toBeGreaterThan(3 * bandPower(intervals, 0.14, 0.17));
    expect(high).toBeGreaterThan(3 * bandPower(intervals, 0.36, 0.42));
    expect(low / high).toBeGreaterThan(0.2);
    expect(low / high).toBeLessThan(1.5);
  });

  it('is a metronome without variability', () => {
    expect(deviation(intervalsOf(play({ rhythm: 'sinus', rate: 75, seconds: 60, variability: 0 }, 60)))).toBeLessThan(
      0.002,
    );
  });

  it('is marked (SBR below 60 a minute and (N otherwise, from the first sample on', () => {
    expect(auxOf(play({ rhythm: 'sinus', rate: 48, seconds: 60 }, 30))).toEqual(['(SBR']);
    const normal = play({ rhythm: 'sinus', rate: 80, seconds: 60 }, 30);
    expect(auxOf(normal)).toEqual(['(N']);
    expect(normal.annotations.sample[0]).toBe(0);
    expect(normal.annotations.code[0]).toBe(28);
  });
});

describe('atrial fibrillation', () => {
  it('is irregularly irregular at the asked rate', () => {
    for (const rate of [60, 90, 130]) {
      const recording = play({ rhythm: 'atrial-fibrillation', rate, seconds: 3600 }, 1800);
      const intervals = intervalsOf(recording);
      expect(auxOf(recording)).toEqual(['(AFIB']);
      expect(Math.abs(60 / mean(intervals) - rate)).toBeLessThan(0.05 * rate);
      const variation = deviation(intervals) / mean(intervals);
      expect(variation).toBeGreaterThan(0.17);
      expect(variation).toBeLessThan(0.3);
      expect(Math.min(...intervals)).toBeGreaterThan(0.2);
      const level = mean(intervals);
      const products = intervals.slice(1).map((value, beat) => (value - level) * ((intervals[beat] ?? 0) - level));
      expect(Math.abs(mean(products)) / deviation(intervals) ** 2).toBeLessThan(0.1);
    }
  });

  it('shows fibrillation waves between 4 and 9 Hz where sinus rhythm is silent', () => {
    const still = (segment: Segment): number => {
      const recording = play(segment, 120);
      const lead = samplesOf(recording).get('V1') ?? new Int32Array(0);
      const beats = beatsOf(recording);
      let crossings = 0;
      let seconds = 0;
      beats.slice(1).forEach((beat, index) => {
        const from = (beats[index]?.sample ?? 0) + 240;
        const to = beat.sample - 120;
        if (to - from < 100) return;
        const part = Array.from(lead.subarray(from, to));
        const level = mean(part);
        part.slice(1).forEach((value, n) => {
          if (value > level + 4 && (part[n] ?? 0) <= level + 4) crossings++;
        });
        seconds += (to - from) / 500;
      });
      return crossings / seconds;
    };
    const waves = still({ rhythm: 'atrial-fibrillation', rate: 60, seconds: 600 });
    expect(waves).toBeGreaterThan(4);
    expect(waves).toBeLessThan(9);
    expect(still({ rhythm: 'sinus', rate: 55, seconds: 600 })).toBeLessThan(1.5);
  });
});

describe('atrial flutter', () => {
  it('conducts whole multiples of the flutter cycle', () => {
    const recording = play({ rhythm: 'atrial-flutter', rate: 75, seconds: 600 }, 300);
    const cycles = intervalsOf(recording).map((interval) => interval / 0.2);
    for (const cycle of cycles) expect(Math.abs(cycle - Math.round(cycle))).toBeLessThan(0.15);
    expect(new Set(cycles.map(Math.round))).toEqual(new Set([3, 4, 5]));
    expect(auxOf(recording)).toEqual(['(AFL']);
  });

  it('is regular at 150 a minute when every second wave is conducted', () => {
    const intervals = intervalsOf(play({ rhythm: 'atrial-flutter', rate: 150, seconds: 600 }, 120));
    expect(Math.abs(mean(intervals) - 0.4)).toBeLessThan(0.005);
    expect(deviation(intervals)).toBeLessThan(0.01);
  });
});

describe('premature ventricular beats', () => {
  const recording = play({ rhythm: 'sinus', rate: 70, seconds: 3600, pvcPerMinute: 6 }, 1200);
  const beats = beatsOf(recording);
  const around = beats.flatMap((beat, index) => {
    const before = beats[index - 1];
    const after = beats[index + 1];
    return beat.code === V && before?.code === N && after?.code === N
      ? [{ early: (beat.sample - before.sample) / 500, both: (after.sample - before.sample) / 500 }]
      : [];
  });

  it('come as often as asked, early, and with a compensatory pause', () => {
    expect(around.length / 20).toBeGreaterThan(4);
    expect(around.length / 20).toBeLessThan(8);
    const cycle = 60 / 70;
    for (const { early, both } of around) {
      expect(early).toBeLessThan(0.75 * cycle);
      expect(early).toBeGreaterThan(0.4);
      expect(Math.abs(both - 2 * cycle)).toBeLessThan(0.35);
    }
    expect(Math.abs(mean(around.map(({ both }) => both)) / cycle - 2)).toBeLessThan(0.05);
  });

  it('alternate with sinus beats in bigeminy and follow every second in trigeminy', () => {
    const bigeminy = play({ rhythm: 'sinus', rate: 78, seconds: 600, pattern: 'bigeminy' }, 60);
    const codes = beatsOf(bigeminy).map((beat) => beat.code);
    codes.slice(1).forEach((code, index) => expect(code).toBe(codes[index] === N ? V : N));
    expect(auxOf(bigeminy)).toEqual(['(B']);
    const trigeminy = play({ rhythm: 'sinus', rate: 78, seconds: 600, pattern: 'trigeminy' }, 60);
    const text = beatsOf(trigeminy)
      .map((beat) => (beat.code === V ? 'V' : 'N'))
      .join('');
    expect(text.slice(text.indexOf('V'), text.lastIndexOf('V'))).toMatch(/^(VNN)+$/);
    expect(auxOf(trigeminy)).toEqual(['(T']);
  });

  it('come in pairs when couplets are asked for', () => {
    const couplets = beatsOf(play({ rhythm: 'sinus', rate: 70, seconds: 600, coupletsPerMinute: 5 }, 300));
    const text = couplets.map((beat) => (beat.code === V ? 'V' : 'N')).join('');
    expect(text).toMatch(/NVVN/);
    expect(text).not.toMatch(/NVN|VVV/);
  });
});

describe('premature atrial beats', () => {
  it('are early, with a P wave of another shape, and reset the sinus node: the pause does not compensate', () => {
    const recording = play({ rhythm: 'sinus', rate: 66, seconds: 3600, pacPerMinute: 8 }, 900);
    const lead = samplesOf(recording).get('II') ?? new Int32Array(0);
    const beats = beatsOf(recording);
    const p = (sample: number): number => mean(Array.from(lead.subarray(sample - 85, sample - 65)));
    const cycle = 60 / 66;
    const early = beats.filter((beat) => beat.code === A);
    expect(early.length).toBeGreaterThan(60);
    const sums = beats.flatMap((beat, index) => {
      const before = beats[index - 1];
      const after = beats[index + 1];
      return beat.code === A && before?.code === N && after?.code === N ? [(after.sample - before.sample) / 500] : [];
    });
    expect(mean(sums) / cycle).toBeLessThan(1.9);
    for (const beat of early) expect(p(beat.sample)).toBeLessThan(0);
    expect(
      mean(beats.filter((beat) => beat.code === N && beat.sample > 100).map((beat) => p(beat.sample))),
    ).toBeGreaterThan(80);
  });
});

describe('ventricular tachycardia, pauses and changes of rhythm', () => {
  const script: readonly Segment[] = [
    { rhythm: 'sinus', rate: 75, seconds: 20 },
    { rhythm: 'ventricular-tachycardia', rate: 170, seconds: 4 },
    { rhythm: 'sinus', rate: 75, seconds: 20 },
    { rhythm: 'atrial-fibrillation', rate: 90, seconds: 30 },
    { rhythm: 'sinus', rate: 75, seconds: 20 },
    { rhythm: 'pause', seconds: 3, endedBy: 'junctional-escape' },
    { rhythm: 'sinus', rate: 52, seconds: 23 },
  ];
  const recording = play(script, 120);

  it('are marked with the WFDB texts, each just before its first beat', () => {
    expect(auxOf(recording)).toEqual(['(N', '(VT', '(N', '(AFIB', '(N', 'PSE', '(SBR']);
    const { annotations } = recording;
    for (const [index, text] of annotations.aux) {
      if (text === 'PSE') {
        expect(annotations.code[index]).toBe(22);
        continue;
      }
      expect(annotations.code[index]).toBe(28);
      const gap = (annotations.sample[index + 1] ?? 0) - (annotations.sample[index] ?? 0);
      if (index > 0) expect(gap / 500).toBeLessThan(0.15);
    }
  });

  it('run at the asked rate and length', () => {
    const codes = beatsOf(recording);
    const run = codes.filter((beat) => beat.code === V);
    const intervals = run.slice(1).map((beat, index) => (beat.sample - (run[index]?.sample ?? 0)) / 500);
    expect(run.length).toBeGreaterThanOrEqual(8);
    expect(Math.abs(60 / mean(intervals) - 170)).toBeLessThan(6);
    const escape = codes.findIndex((beat) => beat.code === ESCAPE);
    expect(escape).toBeGreaterThan(0);
    expect(((codes[escape]?.sample ?? 0) - (codes[escape - 1]?.sample ?? 0)) / 500).toBeCloseTo(3, 1);
  });

  it('keep the annotations in the order of time', () => {
    const { sample } = recording.annotations;
    for (let index = 1; index < sample.length; index++)
      expect(sample[index] ?? 0).toBeGreaterThanOrEqual(sample[index - 1] ?? 0);
  });
});
