import { describe, expect, it } from 'vitest';
import { medianBeat, residual } from '../../../src/main/nat/inputs/median-beat.ts';
import { Resampler } from '../../../src/main/nat/inputs/resampler.ts';
import { RR_FEATURES, rrFeatures } from '../../../src/main/nat/inputs/rr-features.ts';

const sine = (rate: number, hertz: number, seconds: number): Float32Array =>
  Float32Array.from({ length: rate * seconds }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / rate));

describe('resampling to 250 Hz', () => {
  it.each([128, 300, 360, 500, 1000, 257.5])('keeps a 10 Hz tone from %d Hz in place and in size', (rate) => {
    const out = new Resampler(rate, 250).convert(sine(rate, 10, 8));
    let worst = 0;
    for (let i = 250; i < out.length - 250; i++) {
      worst = Math.max(worst, Math.abs((out[i] ?? NaN) - Math.sin((2 * Math.PI * 10 * i) / 250)));
    }
    expect(worst).toBeLessThan(2e-3);
  });

  it('removes what would alias', () => {
    const out = new Resampler(1000, 250).convert(sine(1000, 200, 4));
    expect(Math.max(...out.subarray(100, -100).map(Math.abs))).toBeLessThan(2e-3);
  });

  it('gives the same samples in pieces as at once', () => {
    const input = sine(360, 7, 10);
    const resampler = new Resampler(360, 250);
    const whole = resampler.convert(input);
    const piece = new Float32Array(500);
    const start = Math.floor((1000 * 360) / 250) - resampler.reach - 2;
    resampler.read(input.subarray(start, start + 1000), start, 1000, piece);
    expect(piece).toEqual(whole.subarray(1000, 1500));
  });
});

describe('RR features', () => {
  it('are near zero for a regular rhythm of 100 a minute and of bounded size for any', () => {
    const regular = rrFeatures(Int32Array.from({ length: 50 }, (_, i) => i * 150));
    expect(Math.max(...regular.map(Math.abs))).toBeLessThan(1e-5);
    const wild = rrFeatures(Int32Array.from({ length: 50 }, (_, i) => i * i * 37));
    expect(Math.max(...wild.map(Math.abs))).toBeLessThanOrEqual(6);
  });

  it('show a premature beat and its pause', () => {
    const samples = Int32Array.from({ length: 41 }, (_, i) => i * 200 - (i === 20 ? 80 : 0));
    const features = rrFeatures(samples);
    const here = 20 * RR_FEATURES;
    expect(features[here + 1]).toBeCloseTo(4 * Math.log(120 / 200), 4);
    expect(features[here + 2]).toBeCloseTo(4 * Math.log(280 / 200), 4);
  });

  it('tell irregularly irregular from a regular rhythm with ectopic beats', () => {
    // Bigeminy changes from beat to beat and repeats every second one; the other rhythm repeats nothing.
    const bigeminy = rrFeatures(Int32Array.from({ length: 201 }, (_, i) => i * 200 - (i % 2) * 60));
    let at = 0;
    const chaos = rrFeatures(Int32Array.from({ length: 201 }, (_, i) => (at += 140 + ((i * 7919) % 121))));
    const leastLag = 100 * RR_FEATURES + 18;
    const modeMissing = leastLag + 1;
    expect(bigeminy[leastLag]).toBeCloseTo(0, 4);
    expect(chaos[leastLag]).toBeGreaterThan(1);
    expect(chaos[modeMissing]).toBeGreaterThan(bigeminy[modeMissing] ?? Infinity);
  });

  it('are all zero where there is no rhythm to speak of', () => {
    expect(rrFeatures(Int32Array.of(5, 100)).every((value) => value === 0)).toBe(true);
    expect(rrFeatures(new Int32Array(0))).toHaveLength(0);
  });
});

describe('the residual', () => {
  const beats = Int32Array.from({ length: 30 }, (_, i) => 200 + i * 210);
  const bump = (at: number, width: number): number => Math.exp(-0.5 * (at / width) ** 2);
  const lead = Float32Array.from({ length: 7000 }, (_, i) =>
    beats.reduce((sum, beat, index) => sum + (index === 12 ? -bump(i - beat, 14) : bump(i - beat, 5)), 0),
  );

  it('is small at usual beats and large at an unusual one, also where annotations are off by some samples', () => {
    const annotated = beats.map((beat, i) => beat + ((i * 7) % 9) - 4);
    const median = medianBeat(lead, annotated, 250);
    const out = new Float32Array(lead.length);
    residual(lead, annotated, median, 0, out);
    const peak = (beat = NaN): number => Math.max(...out.subarray(beat - 30, beat + 30).map(Math.abs));
    for (const index of [3, 11, 13, 25]) expect(peak(beats[index])).toBeLessThan(0.1);
    expect(peak(beats[12])).toBeGreaterThan(1);
  });

  it('is the lead itself where there are no beats', () => {
    const none = new Int32Array(0);
    const out = new Float32Array(100);
    residual(lead, none, medianBeat(lead, none, 250), 50, out);
    expect(out).toEqual(lead.subarray(50, 150));
  });
});
