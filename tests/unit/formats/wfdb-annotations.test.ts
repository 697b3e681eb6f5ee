import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnnotations } from '../../../src/main/formats/wfdb/annotation-reader.ts';
import { writeAnnotations } from '../../../src/main/formats/wfdb/annotation-writer.ts';
import { columns, format16, open, problemOf, text, type PlainAnnotation } from './fixtures.ts';

const read = (bytes: number[] | Uint8Array) => readAnnotations('r.atr', Uint8Array.from(bytes));
const word = (code: number, number: number): number[] => [number & 0xff, (code << 2) | (number >> 8)];

describe('annotation files', () => {
  it('are rows of words: code and interval', () => {
    const file = read([...word(28, 18), ...word(63, 3), 0x28, 0x4e, 0, 0, ...word(1, 59), ...word(5, 1023), 0, 0]);
    expect(file.columns).toEqual(
      columns([
        { sample: 18, code: 28, aux: '(N' },
        { sample: 77, code: 1 },
        { sample: 1100, code: 5 },
      ]),
    );
  });

  it('have subtypes for one annotation, channels and numbers until the next', () => {
    const bytes = [
      ...word(1, 10),
      ...word(61, 0x3ff),
      ...word(62, 1),
      ...word(60, 2),
      ...word(1, 10),
      ...word(1, 0),
      ...word(62, 0),
      0,
      0,
    ];
    expect(read(bytes).columns).toEqual(
      columns([
        { sample: 10, code: 1, subtype: -1, channel: 1, num: 2 },
        { sample: 20, code: 1, channel: 1, num: 2 },
        { sample: 20, code: 1, channel: 0, num: 2 },
      ]),
    );
  });

  it('skip long intervals, high half first, and step back into order', () => {
    const forth = [...word(59, 0), 0x01, 0x00, 0x02, 0x00, ...word(1, 3)];
    const back = [...word(59, 0), 0xff, 0xff, 0x00, 0x00, ...word(5, 0)];
    expect(Array.from(read([...forth, 0, 0]).columns.sample)).toEqual([0x10005]);
    expect(read([...forth, ...back, 0, 0]).columns).toEqual(
      columns([
        { sample: 5, code: 5 },
        { sample: 0x10005, code: 1 },
      ]),
    );
  });

  it('begin with the time resolution and definitions in newer files', () => {
    const definitions = [{ code: 42, mnemonic: 'z', description: 'my own mark' }];
    const real = columns([
      { sample: 0, code: 22, aux: 'a comment of the record' },
      { sample: 7, code: 42 },
    ]);
    const file = readAnnotations('r.atr', writeAnnotations(real, { timeResolution: 128.5, definitions }));
    expect(file).toEqual({ columns: real, timeResolution: 128.5, definitions });
  });

  it('are written word by word as WFDB writes them', () => {
    const written = writeAnnotations(
      columns([
        { sample: 18, code: 28, aux: '(AFIB' },
        { sample: 1041, code: 1, subtype: -1, channel: 1 },
        { sample: 2065, code: 5, num: -2 },
      ]),
    );
    expect(Array.from(written)).toEqual([
      ...word(28, 18),
      ...word(63, 5),
      ...text('(AFIB'),
      0,
      ...word(1, 1023),
      ...word(61, 0x3ff),
      ...word(62, 1),
      ...word(59, 0),
      0,
      0,
      0x00,
      0x04,
      ...word(5, 0),
      ...word(62, 0),
      ...word(60, 0x3fe),
      0,
      0,
    ]);
  });

  it('never write a null annotation as the end of the file', () => {
    const marks = columns([
      { sample: 0, code: 0 },
      { sample: 0, code: 0 },
      { sample: 5, code: 1 },
      { sample: 5, code: 0 },
    ]);
    expect(read(writeAnnotations(marks)).columns).toEqual(marks);
  });

  it('cut text that is too long at a whole character', () => {
    const written = columns([{ sample: 1, code: 22, aux: 'é'.repeat(200) }]);
    expect(read(writeAnnotations(written)).columns.aux.get(0)).toBe('é'.repeat(127));
  });

  it('come back as they were, whatever they hold', () => {
    const annotation = fc.record({
      step: fc.oneof(fc.nat(1100), fc.nat(20_000_000)),
      code: fc.integer({ min: 0, max: 49 }),
      subtype: fc.integer({ min: -128, max: 127 }),
      channel: fc.integer({ min: 0, max: 255 }),
      num: fc.integer({ min: -128, max: 127 }),
      note: fc.option(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(annotation, { maxLength: 100 }), (list) => {
        let sample = 0;
        const plain = list.map(({ step, note, ...rest }): PlainAnnotation => {
          sample += step;
          // Text ends where its zeros begin, and a comment at sample 0 could be one about the file.
          const aux = note?.replace(/\0/g, '.').slice(0, 60);
          return { ...rest, sample: sample + 1, ...(aux === undefined || aux === '' ? {} : { aux }) };
        });
        const written = columns(plain);
        expect(read(writeAnnotations(written)).columns).toEqual(written);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['end without their end mark', [...word(1, 5)], 'byte 2) ends before its end mark'],
    ['end within a word', [...word(1, 5), 3], 'byte 2) ends before its end mark'],
    ['end within text', [...word(1, 5), ...word(63, 200), 65], 'ends before its end mark'],
    ['end within a skip', [...word(59, 0), 0], 'ends before its end mark'],
    ['hold codes that WFDB does not know', [...word(55, 5), 0, 0], 'byte 0) has the code 55'],
    ['go on after their end mark', [...word(1, 5), 0, 0, 9, 9], 'byte 4) follows the end mark'],
    ['begin with an addition', [...word(61, 5), 0, 0], 'byte 0) adds to an annotation before the first'],
    ['carry too much text', [...word(1, 5), ...word(63, 600)], 'byte 2) carries 600 bytes'],
    [
      'run past 32 bits',
      [...word(1, 5), ...word(59, 0), 0xff, 0x7f, 0xff, 0xff, ...word(1, 5), 0, 0],
      'byte 8) lies beyond any recording',
    ],
  ])('are refused when they %s', (_, bytes, sentence) => {
    const problem = problemOf(() => read(bytes));
    expect(problem).toMatchObject({ code: 'unreadable' });
    expect(problem.message).toContain('r.atr cannot be read: the annotation (');
    expect(problem.message).toContain(sentence);
  });
});

describe('annotations beside a record', () => {
  const record = {
    'r.hea': 'r 1 250 100\nr.dat 16 200 16 0 0 0 0 II\n',
    'r.dat': format16(new Array<number>(100).fill(0)),
  };
  const beats = writeAnnotations(
    columns([
      { sample: 10, code: 1 },
      { sample: 90, code: 5 },
    ]),
  );

  it('are all files of its name that hold some, in the order of their names', () => {
    const files = {
      ...record,
      'r.qrs': beats,
      'r.atr': beats,
      'r.atr-': beats,
      'r.txt': 'some text',
      'r.jpg': beats,
      'r.weird': format16([1, 2, 3, 4]),
      'other.atr': beats,
    };
    const reader = open(files, 'r.hea');
    expect(reader.annotations().map((set) => set.annotator)).toEqual(['atr', 'qrs']);
    expect(reader.annotations()[0]?.annotations).toEqual(
      columns([
        { sample: 10, code: 1 },
        { sample: 90, code: 5 },
      ]),
    );
    expect(reader.sources.map((source) => source.name)).toEqual(['r.hea', 'r.dat', 'r.atr', 'r.qrs']);
    expect(reader.warnings).toEqual([]);
  });

  it('lead to the record when they are picked themselves', () => {
    expect(open({ ...record, 'r.atr': beats }, 'r.atr').header.name).toBe('r');
  });

  it('are brought from their own resolution to the rate of the record', () => {
    const fine = writeAnnotations(columns([{ sample: 40, code: 1 }]), { timeResolution: 1000 });
    expect(open({ ...record, 'r.atr': fine }, 'r.hea').annotations()[0]?.annotations.sample).toEqual(Int32Array.of(10));
  });

  it('are left out, with a warning, where they lie outside the record', () => {
    const late = writeAnnotations(
      columns([
        { sample: 10, code: 1 },
        { sample: 100, code: 1, aux: 'late' },
      ]),
    );
    const reader = open({ ...record, 'r.atr': late }, 'r.hea');
    expect(reader.annotations()[0]?.annotations).toEqual(columns([{ sample: 10, code: 1 }]));
    expect(reader.warnings).toEqual(['r.atr: 1 annotation lies outside the recording; left out.']);
  });

  it('that are cut short are left out with a warning that names file and offset', () => {
    const reader = open({ ...record, 'r.atr': beats.subarray(0, 4) }, 'r.hea');
    expect(reader.annotations()).toEqual([]);
    expect(reader.warnings[0]).toContain('r.atr cannot be read: the annotation (byte 4) ends before its end mark');
  });

  it('in the AHA format are left out with a warning', () => {
    const aha = Uint8Array.from([0, 0x4e, ...new Array<number>(14).fill(1)]);
    expect(open({ ...record, 'r.atr': aha }, 'r.hea').warnings[0]).toContain('AHA format');
  });
});
