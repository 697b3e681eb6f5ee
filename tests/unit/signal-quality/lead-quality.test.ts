import { describe, expect, it } from 'vitest';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import { leadQuality, QUALITY, QUALITY_MARGIN_SECONDS } from '../../../src/main/signal/quality/signal-quality.ts';
import { regularBeats, seeded, syntheticLead, withGap } from '../signal/synthetic-ecg.ts';

const SECONDS = 60;
const GAIN = 1000;
const RATES = [125, 128, 250, 360, 500, 1000];

const lead = (samples: Int32Array, rate: number, gain = GAIN) => ({ samples, first: 0, rate, gain, baseline: 0 });
const ecg = (rate: number, options: Partial<Parameters<typeof syntheticLead>[0]> = {}): Int32Array =>
  syntheticLead({ rate, seconds: SECONDS, beats: regularBeats(SECONDS, 0.8), ...options });
const all = (samples: Int32Array, rate: number, gain = GAIN): Uint8Array =>
  leadQuality(lead(samples, rate, gain), 0, SECONDS);
const only = (quality: Uint8Array): number[] => [...new Set(quality)].sort();

/** White noise of the same band at any rate: steps of 8 ms, in millivolts. */
function addNoise(samples: Int32Array, rate: number, millivolts: number): Int32Array {
  const random = seeded(7);
  const noise = Float64Array.from({ length: SECONDS * 125 }, () => {
    let gaussian = -6;
    for (let k = 0; k < 12; k++) gaussian += random();
    return gaussian * millivolts * GAIN;
  });
  return samples.map((value, i) => Math.round(value + (noise[Math.floor((i / rate) * 125)] ?? 0)));
}

describe('quality of a lead', () => {
  it.each(RATES)('calls a clean ECG good in every second at %d Hz', (rate) => {
    expect(only(all(ecg(rate), rate))).toEqual([QUALITY.good]);
  });

  it.each(RATES)('calls little noise good, more of it poor and a lot unreadable at %d Hz', (rate) => {
    const clean = ecg(rate, { noise: 0 });
    expect(only(all(addNoise(clean, rate, 0.02), rate))).toEqual([QUALITY.good]);
    expect(only(all(addNoise(clean, rate, 0.1), rate))).toEqual([QUALITY.poor]);
    expect(only(all(addNoise(clean, rate, 0.5), rate))).toEqual([QUALITY.unreadable]);
  });

  it('does not depend on polarity or on the steps of the converter', () => {
    const noisy = addNoise(ecg(250), 250, 0.1);
    const expected = all(noisy, 250);
    expect(all(noisy, 250, -GAIN)).toEqual(expected);
    expect(
      all(
        noisy.map((value) => 4 * value),
        250,
        4 * GAIN,
      ),
    ).toEqual(expected);
  });

  it('is the same, second by second, however the recording is cut', () => {
    const rate = 360;
    const random = seeded(3);
    const samples = withGap(addNoise(ecg(rate), rate, 0.08), 21 * rate, 23.4 * rate);
    for (let i = 30 * rate; i < 33 * rate; i++) samples[i] = Math.round(5000 * random());
    const beats = Float64Array.from(regularBeats(SECONDS, 0.8));
    const whole = leadQuality(lead(samples, rate), 0, SECONDS, { beats });
    for (const [from, to] of [
      [0, 7],
      [7, 8],
      [19, 26],
      [25, 41],
      [41, SECONDS],
    ] as const) {
      const first = Math.max(0, (from - QUALITY_MARGIN_SECONDS) * rate);
      const cut = samples.slice(first, (to + QUALITY_MARGIN_SECONDS) * rate);
      const part = leadQuality({ samples: cut, first, rate, gain: GAIN, baseline: 0 }, from, to, { beats });
      expect([...part]).toEqual([...whole.subarray(from, to)]);
    }
  });

  it('is the same at a rate that does not divide the second evenly, wherever it begins', () => {
    const rate = 257.3;
    const samples = addNoise(ecg(rate), rate, 0.08);
    const whole = leadQuality(lead(samples, rate), 0, SECONDS);
    const first = Math.floor((20 - QUALITY_MARGIN_SECONDS) * rate);
    const cut = samples.slice(first, Math.ceil((30 + QUALITY_MARGIN_SECONDS) * rate));
    const part = leadQuality({ samples: cut, first, rate, gain: GAIN, baseline: 0 }, 20, 30);
    expect([...part]).toEqual([...whole.subarray(20, 30)]);
  });

  it('calls mains hum poor, never unreadable: the model does not see it', () => {
    for (const hertz of [50, 60]) {
      const hum = ecg(500).map((value, i) => Math.round(value + 700 * Math.sin((2 * Math.PI * hertz * i) / 500)));
      expect(only(all(hum, 500))).toEqual([QUALITY.poor]);
    }
  });

  it('leaves the smooth waves of ventricular flutter readable', () => {
    const flutter = Int32Array.from({ length: SECONDS * 250 }, (_, i) => {
      return Math.round(800 * Math.sin((2 * Math.PI * 4.5 * i) / 250) + 10 * Math.sin(i * 1.7));
    });
    expect(only(all(flutter, 250))).not.toContain(QUALITY.unreadable);
  });

  it('calls a baseline that swings over several complexes poor, and far beyond them unreadable', () => {
    expect(only(all(ecg(250, { wander: 2 }), 250))).toContain(QUALITY.poor);
    expect(only(all(ecg(250, { wander: 10 }), 250))).toContain(QUALITY.unreadable);
  });

  it('calls a lead that stands still unreadable, but not the standstill of a heart', () => {
    const off = ecg(250).fill(17, 20 * 250, 40 * 250);
    const quality = all(off, 250);
    expect(only(quality.subarray(20, 40))).toEqual([QUALITY.unreadable]);
    expect(only(quality.subarray(0, 19))).toEqual([QUALITY.good]);
    const asystole = ecg(250, { beats: regularBeats(20, 0.8).concat(regularBeats(34, 0.8).map((at) => at + 26)) });
    expect(only(all(asystole, 250))).toEqual([QUALITY.good]);
  });

  it('calls a lead that stands still where the others show beats unreadable at once', () => {
    const beats = Float64Array.from(regularBeats(SECONDS, 0.8));
    const off = ecg(250).fill(0, 30 * 250, 36 * 250);
    const quality = leadQuality(lead(off, 250), 0, SECONDS, { beats });
    expect(only(quality.subarray(32, 34))).toEqual([QUALITY.unreadable]);
    expect(only(quality.subarray(40, 60))).toEqual([QUALITY.good]);
  });

  it('calls a signal that is held at the end of its range unreadable', () => {
    const railed = ecg(250).fill(4095, 30 * 250, 31.5 * 250);
    const quality = all(railed, 250);
    expect(quality[30]).toBe(QUALITY.unreadable);
    expect(quality[15]).toBe(QUALITY.good);
  });

  it('says nothing of seconds that are missing, and takes a few missing samples for poor', () => {
    const missing = withGap(ecg(250), 10 * 250, 12 * 250).fill(MISSING_SAMPLE, 30 * 250, 30.3 * 250);
    const quality = all(missing, 250);
    expect([...quality.subarray(10, 12)]).toEqual([QUALITY.unknown, QUALITY.unknown]);
    expect(quality[30]).toBe(QUALITY.poor);
    expect(quality[20]).toBe(QUALITY.good);
  });

  it('says nothing of seconds the recording does not have', () => {
    const quality = leadQuality(lead(ecg(250).slice(0, 625), 250), 0, 5);
    expect([...quality.subarray(3)]).toEqual([QUALITY.unknown, QUALITY.unknown]);
    expect(only(leadQuality(lead(new Int32Array(0), 250), 0, 5))).toEqual([QUALITY.unknown]);
  });
});
