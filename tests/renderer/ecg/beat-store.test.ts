import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BeatStore, DETECTED, PROVISIONAL, REFINED } from '../../../src/renderer/src/ecg/beat-store.svelte.ts';
import { CORRECTION_TIME } from '../../../src/renderer/src/ecg/corrections.ts';
import type { ReadingStage } from '../../../src/shared/contract/analysis.ts';
import { annotations, beatsOf, code } from './signals.ts';

const batch = (
  from: number,
  to: number,
  samples: readonly number[],
  mnemonic = 'N',
  stage: ReadingStage = 'refined',
) => ({
  stage,
  from,
  to,
  sample: Int32Array.from(samples),
  code: new Uint8Array(samples.length).fill(code(mnemonic)),
  confidence: new Float32Array(samples.length).fill(0.9),
});
const samplesOf = (beats: BeatStore): number[] => [...beats.sample.subarray(0, beats.count)];

describe('beats of a running analysis', () => {
  it('are appended batch by batch and change the version each time', () => {
    const beats = new BeatStore();
    beats.append(batch(0, 1000, [100, 500]));
    const version = beats.version;
    beats.append(batch(1000, 2000, [1100, 1500]));
    expect(samplesOf(beats)).toEqual([100, 500, 1100, 1500]);
    expect(beats.version).toBeGreaterThan(version);
    expect(beats.unconfirmed).toBe(true);
  });

  it('replace what was known of their stretch and leave the rest', () => {
    const beats = new BeatStore();
    beats.append(batch(0, 3000, [100, 1100, 1200, 2100]));
    beats.append(batch(1000, 2000, [1500], 'V'));
    expect(samplesOf(beats)).toEqual([100, 1500, 2100]);
    expect([...beats.code.subarray(0, 3)]).toEqual([code('N'), code('V'), code('N')]);
  });

  it('stay in order whatever the batches', () => {
    const piece = fc.tuple(fc.integer({ min: 0, max: 900 }), fc.uniqueArray(fc.integer({ min: 0, max: 99 })));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const beats = new BeatStore();
        const model = new Set<number>();
        for (const [from, offsets] of pieces) {
          for (const sample of [...model]) if (sample >= from && sample < from + 100) model.delete(sample);
          const samples = offsets.map((offset) => from + offset).sort((a, b) => a - b);
          for (const sample of samples) model.add(sample);
          beats.append(batch(from, from + 100, samples));
        }
        expect(samplesOf(beats)).toEqual([...model].sort((a, b) => a - b));
      }),
    );
  });

  it('are replaced by the complete set, with its rhythm changes', () => {
    const beats = new BeatStore();
    beats.append(batch(0, 1000, [100, 500]));
    beats.replace(
      annotations([
        [10, '+', '(AFIB\0'],
        [120, 'N'],
        [300, '~'],
        [480, 'V'],
        [500, '"', 'note'],
      ]),
      'model',
    );
    expect(samplesOf(beats)).toEqual([120, 480]);
    expect(beats.marks.map(({ sample, text }) => [sample, text])).toEqual([
      [10, 'AFIB'],
      [300, ''],
      [500, 'note'],
    ]);
    expect(beats.analysedTo).toBeUndefined();
  });

  it('are confirmed when they come from the file or a reader', () => {
    const beats = new BeatStore();
    for (const [origin, unconfirmed] of [
      ['file', false],
      ['reader', false],
      ['rules', true],
      ['model', true],
    ] as const) {
      beats.replace(annotations([[1, 'N']]), origin);
      expect(beats.unconfirmed).toBe(unconfirmed);
    }
  });
});

describe('stages of a reading', () => {
  /** A store whose clock stands where the test puts it. */
  const reading = () => {
    const clock = { now: 0 };
    const beats = new BeatStore(() => clock.now);
    beats.begin(360, 'model');
    return { beats, clock, before: (sample: number) => beats.corrections.before(sample) };
  };

  it('stand beside each beat and are final for whole sets', () => {
    const { beats } = reading();
    beats.append(batch(0, 3000, [100, 1100, 2100], 'N', 'detected'));
    beats.append(batch(1000, 2000, [1100], 'V', 'provisional'));
    beats.append(batch(0, 1000, [100], 'N', 'refined'));
    expect([...beats.stage.subarray(0, 3)]).toEqual([REFINED, PROVISIONAL, DETECTED]);
    beats.replace(annotations([[100, 'N']]), 'model');
    expect(beats.stage[0]).toBe(REFINED);
  });

  it('mark a beat of another class than before as corrected, also where its peak is found elsewhere', () => {
    const { beats, before } = reading();
    beats.append(batch(0, 1000, [100, 400, 700], 'N', 'provisional'));
    beats.append(batch(0, 1000, [100, 404, 900], 'V', 'refined'));
    expect([100, 404, 900].map(before)).toEqual([code('N'), code('N'), undefined]);
    expect(beats.corrected).toBe(2);
  });

  it('correct nothing by naming what was only found, nor by another code of the same class', () => {
    const { beats, before } = reading();
    beats.append(batch(0, 1000, [100], 'N', 'detected'));
    beats.append(batch(0, 1000, [100], 'A', 'provisional'));
    beats.append(batch(0, 1000, [100], 'S', 'refined'));
    expect([before(100), beats.corrected, beats.corrections.some]).toEqual([undefined, 0, false]);
  });

  it('mark a correction for some seconds, over the end of the reading, and then no more', () => {
    const { beats, clock, before } = reading();
    beats.append(batch(0, 1000, [100], 'N', 'provisional'));
    beats.append(batch(0, 1000, [100], 'V', 'refined'));
    clock.now = CORRECTION_TIME - 1;
    beats.replace(annotations([[100, 'V']]), 'model');
    expect([before(100), beats.corrections.some]).toEqual([code('N'), true]);
    clock.now = CORRECTION_TIME;
    expect([before(100), beats.corrections.some]).toEqual([undefined, false]);
  });

  it('do not mark anything in other annotations', () => {
    const { beats, before } = reading();
    beats.append(batch(0, 1000, [100], 'N', 'provisional'));
    beats.append(batch(0, 1000, [100], 'V', 'refined'));
    beats.replace(annotations([[100, 'V']]), 'model');
    beats.replace(annotations([[100, 'V']]), 'file');
    expect(before(100)).toBeUndefined();
  });

  it('pass over beats that are not named when the next one that is not normal is looked for', () => {
    const { beats } = reading();
    beats.append(batch(0, 1000, [100], 'Q', 'detected'));
    beats.append(batch(1000, 2000, [1100], 'V', 'provisional'));
    expect(beats.nextEctopic(0, 1)).toBe(1);
  });
});

describe('finding beats', () => {
  const beats = beatsOf([
    [100, 'N'],
    [200, 'A'],
    [300, 'N'],
    [400, 'N'],
    [500, 'V'],
    [600, 'N'],
  ]);

  it('finds the first at or after a sample', () => {
    expect([0, 100, 101, 600, 601].map((sample) => beats.lowerBound(sample))).toEqual([0, 0, 1, 5, 6]);
  });

  it('finds the nearest', () => {
    expect([0, 149, 151, 9999].map((sample) => beats.nearest(sample))).toEqual([0, 0, 1, 5]);
    expect(new BeatStore().nearest(5)).toBeUndefined();
  });

  it('finds the next and the previous that is not normal, not the one stood on', () => {
    expect(beats.nextEctopic(0, 1)).toBe(1);
    expect(beats.nextEctopic(200, 1)).toBe(4);
    expect(beats.nextEctopic(500, 1)).toBeUndefined();
    expect(beats.nextEctopic(500, -1)).toBe(1);
    expect(beats.nextEctopic(200, -1)).toBeUndefined();
  });

  it('counts each class', () => {
    expect(beats.countByClass()).toEqual({ N: 4, S: 1, V: 1, F: 0, Q: 0 });
  });
});

describe('intervals and rate', () => {
  it('measures the interval from the beat before; the first has none', () => {
    const beats = beatsOf([
      [100, 'N'],
      [460, 'N'],
    ]);
    expect(beats.interval(1)).toBe(360);
    expect(beats.interval(0)).toBeNaN();
  });

  it('gives the rate of a regular rhythm anywhere in it', () => {
    const beats = beatsOf(Array.from({ length: 100 }, (_, index) => [index * 300, 'N'] as const));
    for (const position of [0, 4000, 15_000, 29_999]) expect(beats.heartRateAt(position, 360)).toBeCloseTo(72, 6);
  });

  it('is not moved by one premature beat', () => {
    const beats = beatsOf(
      Array.from({ length: 20 }, (_, index) => [index * 300 - (index === 10 ? 100 : 0), 'N'] as const),
    );
    expect(beats.heartRateAt(3000, 360)).toBeCloseTo(72, 6);
  });

  it('is unknown, not zero, where there are no beats near', () => {
    expect(new BeatStore().heartRateAt(0, 360)).toBeUndefined();
    const beats = beatsOf([
      [100, 'N'],
      [400, 'N'],
      [700, 'N'],
    ]);
    expect(beats.heartRateAt(5_000_000, 360)).toBeUndefined();
  });
});

it('holds a day of beats in columns and finds any of them', () => {
  const beats = new BeatStore();
  for (let batchStart = 0; batchStart < 100_000; batchStart += 500) {
    const samples = Array.from({ length: 500 }, (_, index) => (batchStart + index) * 216);
    beats.append(batch(batchStart * 216, (batchStart + 500) * 216, samples));
  }
  expect(beats.count).toBe(100_000);
  expect(beats.lowerBound(77_777 * 216)).toBe(77_777);
  expect(beats.sample).toBeInstanceOf(Int32Array);
});
