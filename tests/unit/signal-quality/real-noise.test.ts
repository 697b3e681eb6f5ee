import { describe, expect, it } from 'vitest';
import { leadQuality, QUALITY } from '../../../src/main/signal/quality/signal-quality.ts';
import { signalPower, withNoise } from '../../accuracy/noise-stress.ts';
import { readRealRecord } from '../../accuracy/real-records.ts';
import { realData } from '../../real-data.ts';

const { mitdb, nstdb } = realData;

describe('quality of real recordings', () => {
  it.skipIf(!mitdb || !nstdb)('follows the strength of recorded muscle noise', () => {
    const record = readRealRecord(mitdb ?? '', '106');
    const noise = readRealRecord(nstdb ?? '', 'ma').leads[0] ?? new Int32Array();
    const [samples = new Int32Array()] = record.leads;
    const [{ gain, baseline } = { gain: 200, baseline: 0 }] = record.header.leads;
    const { rate } = record.header;
    const seconds = 600;
    const signal = signalPower(samples, record);
    const shareUnreadable = (of: Int32Array): number => {
      const quality = leadQuality({ samples: of, first: 0, rate, gain, baseline }, 0, seconds);
      return quality.filter((value) => value === QUALITY.unreadable).length / seconds;
    };
    const at = (decibels: number): number =>
      shareUnreadable(withNoise(samples, noise, { signal, decibels, rate, isNoisy: () => true }));
    expect(shareUnreadable(samples)).toBeLessThan(0.01);
    expect(at(24)).toBeLessThan(0.02);
    expect(at(6)).toBeGreaterThan(0.1);
    expect(at(-6)).toBeGreaterThan(0.7);
  });
});
