import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crossValidated, testedIn } from '../../../src/main/learning/cross-validation.ts';
import { findDataSets, type RecordEntry, recordsOf } from '../../../src/main/learning/data-sets.ts';
import { holdOutPatients } from '../../../src/main/learning/hold-out.ts';
import { chooseRecords, splitChoice } from '../../../src/main/learning/split-choice.ts';
import { DS1, DS1_AF, DS1_FOLDS, DS2, isApartInSvdb, PACED } from '../../../src/main/learning/splits.ts';
import { realData } from '../../real-data.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Empty files are enough to recognise a set and to list its records. */
function layOut(folder: string, files: readonly string[]): string {
  for (const file of files) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  return folder;
}

const beatFiles = (names: readonly string[]): string[] => names.flatMap((name) => [`${name}.hea`, `${name}.atr`]);

function entries(folders: readonly string[]): RecordEntry[] {
  return findDataSets(folders).flatMap((set) => recordsOf(set));
}

describe('the split of mitdb', () => {
  it('is de Chazal’s, frozen', () => {
    expect(DS1.join(' ')).toBe(
      '101 106 108 109 112 114 115 116 118 119 122 124 201 203 205 207 208 209 215 220 223 230',
    );
    expect(DS2.join(' ')).toBe(
      '100 103 105 111 113 117 121 123 200 202 210 212 213 214 219 221 222 228 231 232 233 234',
    );
    expect(PACED).toEqual(['102', '104', '107', '217']);
  });

  it('knows the one patient with two records, whom it parts', () => {
    const folder = layOut(temporaryFolder(), beatFiles(['201', '202', '203']));
    expect(entries([folder]).map(({ patient }) => patient)).toEqual(['mitdb/201', 'mitdb/201', 'mitdb/203']);
  });

  it('parts DS1 into five folds, every record once, the two AF records apart', () => {
    expect(DS1_FOLDS).toHaveLength(5);
    expect(DS1_FOLDS.flat().sort()).toEqual([...DS1].sort());
    const foldsWithAf = DS1_FOLDS.filter((fold) => DS1_AF.some((record) => fold.includes(record)));
    expect(foldsWithAf).toHaveLength(DS1_AF.length);
  });
});

describe('the split of svdb', () => {
  it('keeps every third of its 78 records apart', () => {
    const numbers = [...range(800, 812), ...range(820, 829), ...range(840, 894)];
    expect(numbers).toHaveLength(78);
    expect(numbers.filter(isApartInSvdb)).toEqual(numbers.filter((_, index) => index % 3 === 2));
    expect(isApartInSvdb(815)).toBe(false);
  });

  it.skipIf(!realData.svdb)('trains on the records that are here', () => {
    expect(entries([realData.svdb ?? '']).every(({ side }) => side === 'train')).toBe(true);
  });
});

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('a folder of data', () => {
  it('is recognised by what lies in it, alone or among others', () => {
    const root = temporaryFolder();
    layOut(join(root, 'a'), [...beatFiles(['101', '100', '102']), '101.dat']);
    layOut(join(root, 'b'), beatFiles(['800', '802']));
    layOut(join(root, 'c'), ['ludb.csv', 'data/1.hea', 'data/121.hea', 'data/151.hea']);
    layOut(join(root, 'd'), ['REFERENCE.csv', 'A00001.hea', 'A00161.hea']);
    layOut(join(root, 'e'), ['bw.hea', 'ma.hea']);
    layOut(join(root, 'ward'), beatFiles(['night1']));
    layOut(join(root, 'nothing'), ['readme.txt']);
    expect(findDataSets([root]).map(({ kind, set }) => [kind, set])).toEqual([
      ['beats', 'mitdb'],
      ['beats', 'svdb'],
      ['ludb', 'ludb'],
      ['cinc2017', 'cinc2017'],
      ['noise', 'nstdb'],
      ['beats', 'ward'],
    ]);
    const sides = entries([root]).filter(({ data }) => data.kind !== 'noise');
    expect(sides.map(({ id, side }) => `${id} ${side}`)).toEqual([
      'mitdb/100 test',
      'mitdb/101 train',
      'mitdb/102 apart',
      'svdb/800 train',
      'svdb/802 test',
      'ludb/1 train',
      'ludb/121 test',
      'ludb/151 apart',
      'cinc2017/A00001 train',
      'cinc2017/A00161 test',
      'ward/night1 train',
    ]);
  });

  it('without anything known, or that is not there, is refused in a sentence', () => {
    const root = layOut(temporaryFolder(), ['readme.txt']);
    expect(() => findDataSets([root])).toThrow(/holds no training data that is known/);
    expect(() => findDataSets([join(root, 'absent')])).toThrow(/There is no folder/);
  });
});

describe('a split', () => {
  const root = (): string => {
    const folder = temporaryFolder();
    layOut(join(folder, 'mit'), beatFiles(['100', '101', '106', '118']));
    layOut(join(folder, 'cinc'), ['REFERENCE.csv', 'A00160.hea', 'A00161.hea', 'A00200.hea']);
    return folder;
  };

  it.each([
    ['train', ['cinc2017/A00160', 'mitdb/101', 'mitdb/106', 'mitdb/118']],
    ['test', ['cinc2017/A00161', 'cinc2017/A00200', 'mitdb/100']],
    ['ds2', ['mitdb/100']],
    ['161-200', ['cinc2017/A00161', 'cinc2017/A00200']],
    ['101, 118', ['mitdb/101', 'mitdb/118']],
  ])('"%s" means these records', (split, ids) => {
    expect(
      chooseRecords(entries([root()]), split)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids);
  });

  it('chooses folds of PTB-XL', () => {
    const chosen = splitChoice('folds:1-8');
    const data = { kind: 'ptbxl', set: 'ptbxl', folder: '' } as const;
    const entry = (fold: number): RecordEntry => ({
      ...{ data, id: '', name: '', number: 1, patient: '', side: 'train' },
      fold,
    });
    expect([0, 1, 8, 9].map((fold) => chosen(entry(fold)))).toEqual([false, true, true, false]);
  });

  it('that is none, or leaves nothing, is refused', () => {
    expect(() => splitChoice('the good ones')).toThrow(/is no split/);
    expect(() => chooseRecords(entries([root()]), 'fold:3')).toThrow(/leaves no record of cinc2017, mitdb/);
  });
});

/** What two lists have in common. */
const common = (a: Iterable<unknown>, b: Iterable<unknown>): unknown[] => {
  const others = new Set(b);
  return [...a].filter((one) => others.has(one));
};

describe('a cross-validation', () => {
  it('tests every training record once and never a patient in two folds', () => {
    const folder = temporaryFolder();
    layOut(join(folder, 'mit'), beatFiles([...DS1, '100', '102']));
    layOut(join(folder, 'sv'), beatFiles(['800', '801', '803', '804', '806', '807']));
    const all = crossValidated(entries([folder]));
    const folds = testedIn(all, 5);
    expect(folds.flat().sort()).toEqual(all.map(({ id }) => id).sort());
    expect(folds.flat()).not.toContain('mitdb/100');
    expect(folds[0]).toEqual(expect.arrayContaining(['mitdb/101', 'mitdb/118', 'svdb/800', 'svdb/807']));
  });

  it('keeps the records of one patient together', () => {
    const data = { kind: 'ptbxl', set: 'ptbxl', folder: '' } as const;
    const two = range(1, 30).map((ecg): RecordEntry => ({
      ...{ data, id: `ptbxl/${ecg}`, name: '', number: ecg, fold: 1, side: 'train' },
      patient: `ptbxl/${Math.ceil(ecg / 2)}`,
    }));
    const patientOf = new Map(two.map(({ id, patient }) => [id, patient]));
    const folds = testedIn(two, 4).map((fold) => new Set(fold.map((id) => patientOf.get(id))));
    for (const [index, fold] of folds.entries()) {
      for (const other of folds.slice(index + 1)) expect(common(fold, other)).toEqual([]);
    }
    const { train, heldOut } = holdOutPatients(two, 1);
    expect(train.length + heldOut.length).toBe(30);
    expect(heldOut.length).toBeGreaterThan(0);
    expect(
      common(
        train.map((one) => one.patient),
        heldOut.map((one) => one.patient),
      ),
    ).toEqual([]);
  });
});
