import type { Measurements } from '../../src/shared/contract/measurements.ts';
import { STANDARD_LEADS } from '../../src/shared/leads.ts';

const RATE = 500;
const BEFORE = 200;
const COLUMNS = 500;

/** Height, middle and width (milliseconds from the mark) of the waves of the made-up beat. */
const WAVES = [
  [0.12, -140, 22],
  [-0.08, -22, 7],
  [1.1, 0, 11],
  [-0.24, 24, 8],
  [0.3, 250, 48],
] as const;

const amplitudeOf = (lead: number): number => Math.cos((lead * 2 * Math.PI) / 12 - 0.6);

/** What a workstation measures of a made-up recording: a normal beat, its QT a little long. */
export function fakeMeasurements(rate: number, samples: number, heartRate: number): Measurements {
  const values = new Float32Array(STANDARD_LEADS.length * COLUMNS);
  for (const lead of STANDARD_LEADS.keys()) {
    for (let column = 0; column < COLUMNS; column++) {
      const at = ((column - BEFORE) * 1000) / RATE;
      let value = 0;
      for (const [height, middle, width] of WAVES) value += height * Math.exp(-(((at - middle) / width) ** 2) / 2);
      values[lead * COLUMNS + column] = value * amplitudeOf(lead);
    }
  }
  const rr = 60_000 / heartRate;
  return {
    markedBy: 'ecg-nat-base-1.0.0',
    from: 0,
    to: Math.min(samples, Math.round(10 * rate)),
    beats: 12,
    usedBeats: 11,
    ventricularRate: heartRate,
    rr,
    p: 104,
    pr: 158,
    qrs: 92,
    qt: 412,
    qtc: {
      bazett: 412 / Math.sqrt(rr / 1000),
      fridericia: 412 / Math.cbrt(rr / 1000),
      framingham: 412 + 154 * (1 - rr / 1000),
      hodges: 412 + 1.75 * (heartRate - 60),
    },
    axes: { p: 51, qrs: -37, t: 42 },
    sokolowLyon: 2.31,
    leads: STANDARD_LEADS.map((name, lead) => ({
      name,
      derived: false,
      r: Math.max(0, 1.1 * amplitudeOf(lead)),
      s: Math.max(0, 0.24 * amplitudeOf(lead)),
      j: 0.01,
      st60: 0.02,
      st80: 0.03,
    })),
    median: { rate: RATE, columns: COLUMNS, before: BEFORE, values },
    bounds: { pOnset: -200, pOffset: -96, qrsOnset: -42, qrsOffset: 50, tOnset: 130, tOffset: 370 },
  };
}
