import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { realData } from '../../real-data.ts';
import { openPicked } from '../../../src/main/files/file-source.ts';
import type { RecordingReader } from '../../../src/main/formats/format.ts';
import { openRecording } from '../../../src/main/formats/registry.ts';
import { readAnnotations } from '../../../src/main/formats/wfdb/annotation-reader.ts';
import { writeAnnotations } from '../../../src/main/formats/wfdb/annotation-writer.ts';
import { writeRecord } from '../../../src/main/formats/wfdb/record-writer.ts';
import { codeOfMnemonic, isBeatCode, mnemonicOf } from '../../../src/shared/annotation-codes.ts';
import { allSamples, joined, problemOf } from './fixtures.ts';

/** The records of de Chazal's training set, DS1. */
const DS1 = [
  101, 106, 108, 109, 112, 114, 115, 116, 118, 119, 122, 124, 201, 203, 205, 207, 208, 209, 215, 220, 223, 230,
];

function opened<T>(path: string, use: (reader: RecordingReader) => T): T {
  const picked = openPicked(path);
  try {
    return use(openRecording(picked));
  } finally {
    picked.close();
  }
}

/** The largest deviation of the stored integers of I + III from those of II. */
function einthovenError(reader: RecordingReader): number {
  const samples = allSamples(reader);
  const [one, two, three] = ['I', 'II', 'III'].map(
    (name) => samples[reader.header.leads.findIndex((lead) => lead.name === name)],
  );
  if (!one || !two || !three) throw new Error('A limb lead is not there.');
  return two.reduce((worst, value, i) => Math.max(worst, Math.abs((one[i] ?? NaN) + (three[i] ?? NaN) - value)), 0);
}

describe.skipIf(!realData.mitdb)('MIT-BIH Arrhythmia Database', () => {
  const folder = realData.mitdb ?? '';

  it('record 101 is what its header and the literature say', () => {
    opened(join(folder, '101.hea'), (reader) => {
      expect(reader.header).toMatchObject({ rate: 360, samples: 650_000, patient: { ageYears: 75, sex: 'female' } });
      expect(reader.header.leads.map(({ name, gain, baseline, unit }) => [name, gain, baseline, unit])).toEqual([
        ['MLII', 200, 1024, 'mV'],
        ['V1', 200, 1024, 'mV'],
      ]);
      const [mlii, v1] = allSamples(reader);
      expect([mlii?.[0], v1?.[0]]).toEqual([955, 992]);
      expect(reader.warnings).toEqual([]);
      const [atr] = reader.annotations();
      expect(atr?.annotations.sample.length).toBe(1874);
      expect(atr?.annotations.aux.get(0)).toBe('(N');
    });
  });

  it('every record has matching checksums', () => {
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.hea'))) {
      opened(join(folder, name), (reader) => {
        for (const block of reader.signal()) expect(block.samples.length).toBeGreaterThan(0);
        expect(reader.warnings, name).toEqual([]);
      });
    }
  });

  it.skipIf(!realData.ptbxl)('records are written byte for byte as they were', () => {
    const records = [
      [join(folder, '101'), 212],
      [join(folder, '207'), 212],
      [join(realData.ptbxl ?? '', 'records500', '00000', '00001_hr'), 16],
    ] as const;
    for (const [path, format] of records) {
      const written = opened(`${path}.hea`, (reader) =>
        joined(writeRecord(reader.header, reader.signal(), { name: reader.header.name, format }).signal()),
      );
      expect(Buffer.compare(written, readFileSync(`${path}.dat`)), path).toBe(0);
    }
  });

  it('the beats of DS1 are as many as published', () => {
    const counts = new Map<string, number>();
    for (const record of DS1) {
      const { columns } = readAnnotations('atr', readFileSync(join(folder, `${record}.atr`)));
      for (const code of columns.code)
        if (isBeatCode(code)) counts.set(mnemonicOf(code), (counts.get(mnemonicOf(code)) ?? 0) + 1);
    }
    // de Chazal et al. 2004 (doi 10.1109/TBME.2004.827359), with e and j in N.
    const sum = (...mnemonics: string[]) => mnemonics.reduce((total, each) => total + (counts.get(each) ?? 0), 0);
    expect(sum('N', 'L', 'R', 'e', 'j')).toBe(45_866);
    expect(sum('A', 'a', 'J', 'S')).toBe(944);
    expect(sum('V', 'E')).toBe(3788);
    expect(sum('F')).toBe(415);
    expect(sum('/', 'f', 'Q')).toBe(8);
  });
});

describe('real annotation files', () => {
  const files = [
    ...annotationFiles(realData.mitdb, '', /\.atr$/),
    ...annotationFiles(realData.svdb, '', /\.atr$/),
    ...annotationFiles(realData.ludb, 'data', /^\d+\.(i|ii|iii|av[rlf]|v\d)$/),
  ];

  it.skipIf(files.length === 0)('are the same after writing and reading', () => {
    for (const path of files) {
      const first = readAnnotations(path, readFileSync(path));
      expect(first.columns.sample.length, path).toBeGreaterThan(0);
      const again = readAnnotations(path, writeAnnotations(first.columns, first));
      expect(again, path).toEqual(first);
    }
  });

  it.skipIf(!realData.mitdb)('of MIT-BIH are written as long as they were: the same words', () => {
    for (const path of annotationFiles(realData.mitdb, '', /\.atr$/)) {
      const bytes = new Uint8Array(readFileSync(path));
      const { columns } = readAnnotations(path, bytes);
      // Text loses the zero it ends with there; where that made it even, the file is shorter by its padding.
      const written = writeAnnotations(columns);
      const shorter = [...columns.aux.values()].filter((note) => note.length % 2 === 0).length;
      expect(bytes.length - written.length, path).toBeGreaterThanOrEqual(0);
      expect(bytes.length - written.length, path).toBeLessThanOrEqual(2 * shorter);
    }
  });

  it.skipIf(!realData.svdb)('of the supraventricular set state their time resolution', () => {
    const { timeResolution, columns } = readAnnotations('801.atr', readFileSync(join(realData.svdb ?? '', '801.atr')));
    expect(timeResolution).toBe(128);
    expect([columns.sample[0], columns.code[0]]).toEqual([46, 1]);
  });
});

function annotationFiles(set: string | undefined, folder: string, name: RegExp): string[] {
  if (set === undefined) return [];
  return readdirSync(join(set, folder))
    .filter((file) => name.test(file))
    .map((file) => join(set, folder, file));
}

describe.skipIf(!realData.ptbxl)('PTB-XL', () => {
  it('obeys Einthoven’s law within rounding: 2 µV', () => {
    const folder = join(realData.ptbxl ?? '', 'records500', '00000');
    for (const name of readdirSync(folder)
      .filter((file) => file.endsWith('.hea'))
      .slice(0, 40)) {
      opened(join(folder, name), (reader) => {
        expect(reader.header.leads.map((lead) => lead.name).slice(0, 6)).toEqual([
          'I',
          'II',
          'III',
          'aVR',
          'aVL',
          'aVF',
        ]);
        expect(reader.header.leads.every(({ gain, baseline }) => gain === 1000 && baseline === 0)).toBe(true);
        expect(einthovenError(reader), name).toBeLessThanOrEqual(2);
        expect(reader.warnings, name).toEqual([]);
      });
    }
  });
});

describe.skipIf(!realData.ludb)('LUDB', () => {
  // Its headers give every lead a gain that makes it one millivolt high, so the law holds for what is stored, exactly.
  it('obeys Einthoven’s law in its integers and has twelve annotation sets', () => {
    const folder = join(realData.ludb ?? '', 'data');
    for (let record = 1; record <= 30; record++) {
      opened(join(folder, `${record}.hea`), (reader) => {
        expect(einthovenError(reader), String(record)).toBe(0);
        expect(reader.annotations().map((set) => set.annotator)).toEqual([
          'avf',
          'avl',
          'avr',
          'i',
          'ii',
          'iii',
          'v1',
          'v2',
          'v3',
          'v4',
          'v5',
          'v6',
        ]);
        expect(reader.header.patient.sex).toMatch(/male$/);
      });
    }
  });

  it('delineates with waveform marks', () => {
    opened(join(realData.ludb ?? '', 'data', '1.hea'), (reader) => {
      const codes = new Set(reader.annotations().find((set) => set.annotator === 'ii')?.annotations.code);
      expect(codes).toEqual(new Set(['(', ')', 'p', 'N', 't'].map((mnemonic) => codeOfMnemonic(mnemonic)?.code)));
    });
  });
});

describe.skipIf(!realData.cinc2017)('the PhysioNet/CinC Challenge 2017', () => {
  it('is read from its .mat files', () => {
    opened(join(realData.cinc2017 ?? '', 'A00109.mat'), (reader) => {
      expect(reader.header).toMatchObject({ rate: 300, samples: 9000, start: '2014-03-29T08:03:08' });
      expect(Array.from(allSamples(reader)[0]?.subarray(0, 4) ?? [])).toEqual([6, 8, 10, 11]);
    });
  });
});

describe.skipIf(!realData.nstdb)('the MIT-BIH noise', () => {
  it('is not calibrated, and says so', () => {
    opened(join(realData.nstdb ?? '', 'ma.hea'), ({ header }) => {
      expect(header.leads.every((lead) => lead.uncalibrated)).toBe(true);
      expect(header.warnings[0]).toContain('No calibration');
    });
  });
});

describe.skipIf(!realData.formats)('the sample files of the WFDB project', () => {
  const folder = join(realData.formats ?? '', 'wfdb');

  it('hold one ramp in every amplitude format, wrapping at its own width', () => {
    const bits: Record<string, number> = { 16: 16, 61: 16, 80: 8, 160: 16, 212: 12, 310: 10, 311: 10, 24: 24, 32: 32 };
    opened(join(folder, 'binformats.hea'), (reader) => {
      const samples = allSamples(reader);
      expect(reader.warnings).toEqual([]);
      reader.header.leads.forEach(({ name }, i) => {
        const width = bits[name.replace(/^.*fmt /, '')];
        if (width === undefined) return;
        const ramp = samples[i] ?? new Int32Array(0);
        const step = (ramp[1] ?? 0) - (ramp[0] ?? 0);
        const steps = new Set(Array.from(ramp.subarray(1), (value, at) => value - (ramp[at] ?? 0)));
        expect(steps, name).toEqual(new Set([step, step - (2 ** width - 1)]));
      });
    });
  });

  it.each([
    '310derive',
    '310derive_2',
    '310derive_3',
    '311derive',
    '311derive_2',
    '311derive_3',
    '311derive_4',
    'a103l',
  ])('%s has matching checksums, however its last group is cut', (name) => {
    opened(join(folder, `${name}.hea`), (reader) => {
      allSamples(reader);
      expect(reader.warnings).toEqual([]);
    });
  });

  it('has its length from the file where the header leaves it open', () => {
    const whole = opened(join(folder, 'a103l.hea'), allSamples);
    expect(opened(join(folder, 'a103l-no-len.hea'), allSamples)).toEqual(whole);
  });

  it('is one recording where it consists of segments', () => {
    opened(join(folder, 'multi-segment', '041s', '041s.hea'), (reader) => {
      expect(reader.header.leads.map((lead) => [lead.rate, lead.samples]).slice(2, 4)).toEqual([
        [500, 8000],
        [125, 2000],
      ]);
      allSamples(reader);
      expect(reader.warnings).toEqual([]);
    });
    const whole = opened(join(folder, 'multi-segment', 'fixed1', 'v102s.hea'), allSamples);
    const part = opened(join(folder, 'multi-segment', 'fixed1', 'v102s_2.hea'), allSamples);
    expect(whole.map((lead) => lead.subarray(75_000, 150_000))).toEqual(part);
  });

  it('is refused where it is FLAC-compressed', () => {
    expect(problemOf(() => opened(join(folder, 'flacformats.hea'), allSamples))).toMatchObject({ code: 'unsupported' });
  });
});
