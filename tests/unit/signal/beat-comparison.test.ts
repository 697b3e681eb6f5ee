import { describe, expect, it } from 'vitest';
import {
  bxbMapping,
  COMPARISON_LABELS,
  compareBeats,
  deChazalMapping,
  type BeatComparison,
} from '../../../src/main/signal/beat-comparison.ts';
import type { BeatAnnotations } from '../../../src/main/signal/beat-timeline.ts';
import { codeOfMnemonic } from '../../../src/shared/annotation-codes.ts';

const RATE = 360;
/** 150 ms. */
const WINDOW = 54;
const FROM = 300 * RATE;
const TO = 400 * RATE;

/** Annotations from entries of sample and mnemonic, with the subtype of `~` after it (`~48` is unreadable in both leads). */
function annotations(entries: readonly (readonly [number, string])[]): BeatAnnotations {
  return {
    sample: Int32Array.from(entries, ([sample]) => sample),
    code: Uint8Array.from(entries, ([, mnemonic]) => codeOfMnemonic(mnemonic.charAt(0))?.code ?? 0),
    subtype: Int8Array.from(entries, ([, mnemonic]) => Number(mnemonic.slice(1))),
  };
}
const beats = (samples: readonly number[], mnemonic = 'N'): BeatAnnotations =>
  annotations(samples.map((sample) => [sample, mnemonic] as const));
const compare = (reference: BeatAnnotations, test: BeatAnnotations, from = FROM): BeatComparison =>
  compareBeats(reference, test, { rate: RATE, from, to: TO });
const counts = ({ truePositives, falseNegatives, falsePositives }: BeatComparison): number[] => [
  truePositives,
  falseNegatives,
  falsePositives,
];
const cell = ({ matrix }: BeatComparison, row: string, column: string): number => {
  const index = (label: string): number => COMPARISON_LABELS.findIndex((each) => each === label);
  return matrix[index(row) * COMPARISON_LABELS.length + index(column)] ?? NaN;
};
const every = (step: number, from = 100, to = TO): number[] =>
  Array.from({ length: Math.floor((to - from) / step) }, (_, i) => from + i * step);

describe('Beats are matched one to one', () => {
  const at = FROM + 1000;

  it('up to 150 ms apart, and no further', () => {
    expect(counts(compare(beats([at]), beats([at + WINDOW])))).toEqual([1, 0, 0]);
    expect(counts(compare(beats([at]), beats([at - WINDOW])))).toEqual([1, 0, 0]);
    expect(counts(compare(beats([at]), beats([at + WINDOW + 1])))).toEqual([0, 1, 1]);
    expect(counts(compare(beats([at]), beats([at - WINDOW - 1])))).toEqual([0, 1, 1]);
  });

  it('so that a second detection of a beat is an extra one, whichever is nearer', () => {
    expect(counts(compare(beats([at]), beats([at - 5, at + 40])))).toEqual([1, 0, 1]);
    expect(counts(compare(beats([at]), beats([at - 40, at + 5])))).toEqual([1, 0, 1]);
    expect(compare(beats([at]), beats([at - 40, at + 5])).testIndex).toEqual(Int32Array.of(0, 1));
  });

  it('so that a second beat near one detection is missed', () => {
    expect(counts(compare(beats([at - 5, at + 40]), beats([at])))).toEqual([1, 1, 0]);
  });

  it('and beats that could each go to either are both matched (the case of the bxb manual, at 250 Hz)', () => {
    const result = compareBeats(beats([96, 160]), beats([128, 185]), { rate: 250, from: 0, to: 1000 });
    expect(counts(result)).toEqual([2, 0, 0]);
    expect([...result.referenceIndex]).toEqual([0, 1]);
  });

  it('from the first beat of the recording when nothing is left out', () => {
    expect(counts(compare(beats(every(300)), beats(every(300)), 0))).toEqual([every(300).length, 0, 0]);
  });

  it('and an empty side costs every beat of the other', () => {
    expect(counts(compare(beats(every(300)), beats([]), 0))).toEqual([0, every(300).length, 0]);
    expect(counts(compare(beats([]), beats(every(300, FROM + 500))))).toEqual([0, 0, every(300, FROM + 500).length]);
    expect(counts(compare(beats([]), beats([])))).toEqual([0, 0, 0]);
  });
});

describe('The scored period', () => {
  it('is what follows the first five minutes unless said otherwise', () => {
    const reference = beats(every(300));
    const expected = every(300).filter((sample) => sample >= FROM).length;
    expect(compareBeats(reference, reference, { rate: RATE, to: TO }).truePositives).toBe(expected);
  });

  it('takes a detection just before its start for the first beat after it', () => {
    expect(counts(compare(beats([FROM + 10, FROM + 400]), beats([FROM - 20, FROM + 400])))).toEqual([2, 0, 0]);
  });

  it('drops a detection just after its start that belongs to a beat before it', () => {
    expect(counts(compare(beats([FROM - 10, FROM + 300]), beats([FROM - 300, FROM + 15, FROM + 300])))).toEqual([
      1, 0, 0,
    ]);
  });
});

describe('What is not counted', () => {
  const flutter = annotations([
    [FROM + 300, 'N'],
    [FROM + 600, '['],
    [FROM + 700, '!'],
    [FROM + 900, '!'],
    [FROM + 1100, ']'],
    [FROM + 1400, 'N'],
  ]);

  it('are detections in ventricular flutter, nor the waves in it', () => {
    const test = beats([FROM + 300, FROM + 600, FROM + 800, FROM + 1000, FROM + 1400]);
    expect(counts(compare(flutter, test))).toEqual([2, 0, 0]);
  });

  it('but a detection just outside flutter is extra', () => {
    expect(counts(compare(flutter, beats([FROM + 300, FROM + 500, FROM + 1170, FROM + 1400])))).toEqual([2, 0, 2]);
  });

  it('are marks that are no beats', () => {
    const reference = annotations([
      [FROM + 300, 'N'],
      [FROM + 350, '+'],
      [FROM + 500, '|'],
      [FROM + 700, 'V'],
    ]);
    expect(counts(compare(reference, beats([FROM + 300, FROM + 700])))).toEqual([2, 0, 0]);
  });

  it('and detections in unreadable stretches are counted apart', () => {
    const reference = annotations([
      [FROM + 300, 'N'],
      [FROM + 600, '~48'],
      [FROM + 1200, '~0'],
      [FROM + 1400, 'N'],
    ]);
    const result = compare(reference, beats([FROM + 300, FROM + 800, FROM + 1400]));
    expect(cell(result, 'X', 'N')).toBe(1);
    expect(cell(result, 'O', 'N')).toBe(0);
    expect(result.falsePositives).toBe(1);
    const missed = compare(beats([FROM + 300, FROM + 800, FROM + 1400]), reference);
    expect(cell(missed, 'N', 'X')).toBe(1);
    expect(missed.falseNegatives).toBe(1);
  });

  it('an unreadable mark without an end reaches to a match window from its neighbours', () => {
    const reference = annotations([
      [FROM + 300, 'N'],
      [FROM + 700, '~48'],
      [FROM + 1400, 'N'],
    ]);
    const result = compare(reference, beats([FROM + 300, FROM + 340 + WINDOW, FROM + 1300, FROM + 1400]));
    expect([cell(result, 'X', 'N'), cell(result, 'O', 'N')]).toEqual([2, 0]);
    expect(cell(compare(reference, beats([FROM + 300, FROM + 1400 - WINDOW + 3, FROM + 1400])), 'O', 'N')).toBe(1);
  });
});

describe('Classes', () => {
  it('are counted by the reference’s label and the test’s', () => {
    const reference = annotations([
      [FROM + 300, 'N'],
      [FROM + 600, 'V'],
      [FROM + 900, 'A'],
      [FROM + 1200, '/'],
      [FROM + 1500, 'F'],
    ]);
    const test = annotations([
      [FROM + 300, 'N'],
      [FROM + 600, 'V'],
      [FROM + 900, 'N'],
      [FROM + 1210, 'V'],
      [FROM + 2000, 'V'],
    ]);
    const result = compare(reference, test);
    expect(cell(result, 'N', 'N')).toBe(1);
    expect(cell(result, 'V', 'V')).toBe(1);
    expect(cell(result, 'S', 'N')).toBe(1);
    expect(cell(result, 'Q', 'V')).toBe(1);
    expect(cell(result, 'F', 'O')).toBe(1);
    expect(cell(result, 'O', 'V')).toBe(1);
    expect(result.matrix.reduce((sum, n) => sum + n, 0)).toBe(6);
  });

  it('of escape beats differ between bxb and de Chazal', () => {
    const reference = annotations([
      [FROM + 300, 'e'],
      [FROM + 600, 'j'],
    ]);
    const test = beats([FROM + 300, FROM + 600]);
    const by = (mapping: typeof bxbMapping): BeatComparison =>
      compareBeats(reference, test, { rate: RATE, from: FROM, to: TO, mapping });
    expect(cell(by(bxbMapping), 'S', 'S') + cell(by(bxbMapping), 'S', 'N')).toBe(2);
    expect(cell(by(deChazalMapping), 'N', 'N')).toBe(2);
  });
});

describe('The error of RR intervals', () => {
  it('is the root mean square difference, without intervals across flutter', () => {
    const exact = compare(beats(every(300)), beats(every(300)));
    expect(exact.rrErrorSamples).toBe(0);
    const shifted = every(300).map((sample, i) => sample + (i % 2 === 0 ? 3 : 0));
    expect(compare(beats(every(300)), beats(shifted)).rrErrorSamples).toBeCloseTo(3, 10);
    expect(compare(beats([FROM + 1]), beats([FROM + 1])).rrErrorSamples).toBeNaN();
  });
});
