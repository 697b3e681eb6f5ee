import { describe, expect, it } from 'vitest';
import { AAMI_CLASSES } from '../../../src/shared/annotation-codes.ts';
import type { AnnotationColumns } from '../../../src/shared/recording.ts';
import { recordGroups, scoreBeats } from '../../../src/main/learning/beats/score-beats.ts';
import { classScores, ec57Report } from '../../../src/main/learning/ec57.ts';
import { auroc, scoreFindings } from '../../../src/main/learning/findings/score-findings.ts';
import { drawFraction } from '../../../src/main/learning/label-fraction.ts';
import { spreadOf } from '../../../src/main/learning/spread.ts';
import { codeOfMnemonic } from '../../../src/shared/annotation-codes.ts';

const RATE = 100;

/** A record whose reference beats have these mnemonics, one a second from 310 s on (after the learning period). */
function referenceOf(mnemonics: string): AnnotationColumns {
  const marks = Array.from(mnemonics);
  return {
    sample: Int32Array.from(marks, (_, beat) => (310 + beat) * RATE),
    code: Uint8Array.from(marks, (mnemonic) => codeOfMnemonic(mnemonic)?.code ?? 0),
    subtype: new Int8Array(marks.length),
    channel: new Uint8Array(marks.length),
    num: new Int8Array(marks.length),
    aux: new Map(),
  };
}

function score(record: string, reference: string, predicted: string, mapping: 'bxb' | 'dechazal' = 'bxb') {
  const annotations = referenceOf(reference);
  const labels = Uint8Array.from(predicted, (letter) => AAMI_CLASSES.findIndex((name) => name === letter));
  const subject = {
    id: `mitdb/${record}`,
    record,
    set: 'mitdb',
    sample: annotations.sample,
    reference: { rate: RATE, samples: 1000 * RATE, annotations },
  };
  return scoreBeats(subject, labels, mapping);
}

describe('EC57 figures', () => {
  it('count a class’s missed and false beats as the standard says', () => {
    const { gross, accuracy, majorityShare, detection } = ec57Report([score('101', 'NNNNAAVV', 'NNNSSNVN')]);
    expect(gross.N).toMatchObject({ beats: 4, truePositives: 3, falseNegatives: 1, falsePositives: 2 });
    expect(gross.S).toMatchObject({ sensitivity: 50, predictivity: 50, f1: 50 });
    expect(gross.V).toMatchObject({ sensitivity: 50, predictivity: 100 });
    expect(gross.V.f1).toBeCloseTo(66.67, 2);
    expect([gross.F.beats, gross.F.sensitivity]).toEqual([0, NaN]);
    expect([accuracy, majorityShare]).toEqual([62.5, 50]);
    expect(detection).toEqual({ sensitivity: 100, predictivity: 100 });
  });

  it('do not hold fusion and unclassifiable beats against class V, nor the latter against S, as bxb does not', () => {
    const { gross } = ec57Report([score('101', 'VVFQAQ', 'VVVVSS')]);
    expect(gross.V).toMatchObject({ truePositives: 2, falsePositives: 0, predictivity: 100 });
    expect(gross.S).toMatchObject({ truePositives: 1, falsePositives: 0, predictivity: 100 });
    expect(gross.F).toMatchObject({ beats: 1, truePositives: 0, sensitivity: 0 });
    const { gross: other } = ec57Report([score('101', 'VFNA', 'VSVV')]);
    expect(other.V).toMatchObject({ truePositives: 1, falsePositives: 2 });
    expect(other.S).toMatchObject({ truePositives: 0, falsePositives: 1 });
  });

  it('weigh beats in the gross, records in the average; a record without the class has no part in it', () => {
    const report = ec57Report([score('101', 'VVVVVVVV', 'VVVVVVVV'), score('106', 'VV', 'NN'), score('108', 'N', 'N')]);
    expect(report.gross.V.sensitivity).toBe(80);
    expect(report.average.V.sensitivity).toBe(50);
    expect(report.perRecord.map(({ record, byClass }) => [record, byClass.V.sensitivity])).toEqual([
      ['mitdb/101', 100],
      ['mitdb/106', 0],
      ['mitdb/108', NaN],
    ]);
  });

  it('leave the first five minutes out', () => {
    const annotations = referenceOf('NNVV');
    const early = { ...annotations, sample: Int32Array.of(10_000, 20_000, 29_900, 40_000) };
    const subject = {
      ...{ id: 'a', record: 'a', set: 'a', sample: early.sample },
      reference: { rate: RATE, samples: 1000 * RATE, annotations: early },
    };
    const { comparison } = scoreBeats(subject, Uint8Array.of(0, 0, 0, 2), 'bxb');
    expect(classScores(comparison.matrix).V).toMatchObject({ beats: 1, truePositives: 1 });
  });

  it('differ by mapping in the escape beats alone', () => {
    const counts = (mapping: 'bxb' | 'dechazal') =>
      Object.values(classScores(score('101', 'NjejAV', 'NNNNNN', mapping).comparison.matrix)).map(({ beats }) => beats);
    expect(counts('bxb')).toEqual([1, 4, 1, 0, 0]);
    expect(counts('dechazal')).toEqual([4, 1, 1, 0, 0]);
  });

  it('come for each set, and without the records that decide a class', () => {
    const record = (name: string, set = 'mitdb') => ({ id: `${set}/${name}`, record: name, set });
    const groups = recordGroups([record('101'), record('201'), record('232'), record('800', 'svdb')]);
    expect(groups.map(({ name, records }) => [name, records.length])).toEqual([
      ['mitdb', 3],
      ['mitdb without 201 and 203 (atrial fibrillation)', 2],
      ['mitdb without 232', 2],
      ['svdb', 1],
    ]);
  });
});

describe('the area under the curve', () => {
  it.each([
    ['a perfect order', [0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4], 1],
    ['the reverse', [1, 1, 0, 0], [0.1, 0.2, 0.3, 0.4], 0],
    ['ties, which count half', [0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5], 0.5],
    ['one pair of six in the wrong order', [0, 1, 0, 1, 1], [0.1, 0.2, 0.3, 0.4, 0.5], 5 / 6],
    ['unknown records, left out', [0, NaN, 1, NaN], [0.4, 0.9, 0.6, 0.1], 1],
    ['one class alone', [1, 1, NaN], [0.1, 0.9, 0.2], NaN],
  ])('is right for %s', (_, truth, scores, area) => {
    expect(auroc(truth, scores)).toBe(area);
  });

  it('is averaged over the findings of the group that both classes are known of', () => {
    const targets = [
      [0, 1, NaN],
      [1, 1, 0],
      [1, 1, 1],
    ].map((row) => Float32Array.from(row));
    const probabilities = [
      [0.1, 0.9, 0.5],
      [0.7, 0.9, 0.8],
      [0.8, 0.2, 0.3],
    ].map((row) => Float32Array.from(row));
    const report = scoreFindings(['a', 'b', 'c'], targets, probabilities, ['a', 'b', 'c']);
    expect(report.perFinding.map(({ auroc: area }) => area)).toEqual([1, NaN, 0]);
    expect(report.macroAuroc).toBe(0.5);
    expect(report.perFinding[1]).toMatchObject({ records: 3, positives: 3, sensitivity: 2 / 3, majorityShare: 1 });
    expect(report.perFinding[2]).toMatchObject({ records: 2, positives: 1, sensitivity: 0, predictivity: 0 });
  });
});

describe('a label fraction', () => {
  const classes = Uint8Array.from({ length: 2000 }, (_, beat) => (beat % 100 === 0 ? 1 : beat % 10 === 0 ? 2 : 0));
  const count = (mask: Uint8Array, stratum: number) =>
    mask.filter((one, i) => one === 1 && classes[i] === stratum).length;

  it('takes the same share of every class, one at least', () => {
    const mask = drawFraction(classes, 0.1, 1);
    expect([0, 1, 2].map((stratum) => count(mask, stratum))).toEqual([180, 2, 18]);
    expect(count(drawFraction(classes, 0.001, 1), 1)).toBe(1);
  });

  it('depends on the seed alone, and is part of a larger one', () => {
    expect(drawFraction(classes, 0.05, 1)).toEqual(drawFraction(classes, 0.05, 1));
    expect(drawFraction(classes, 0.05, 2)).not.toEqual(drawFraction(classes, 0.05, 1));
    const large = drawFraction(classes, 0.1, 1);
    expect(drawFraction(classes, 0.05, 1).every((one, i) => one === 0 || large[i] === 1)).toBe(true);
  });
});

describe('a spread', () => {
  it('is mean and sample deviation of the figures that exist', () => {
    expect(spreadOf([1, 3, NaN])).toEqual({ mean: 2, deviation: Math.SQRT2, count: 2 });
    expect(spreadOf([4])).toEqual({ mean: 4, deviation: NaN, count: 1 });
  });
});
