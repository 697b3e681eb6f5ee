import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import { headerOf, importStudy, leadOf, numbers, recordingIdOf, temporaryLibrary } from './temporary-library.ts';

const random = numbers(99);
const LENGTH = 150_001;
const fast = Int32Array.from({ length: LENGTH }, (_, i) => Math.round(400 * Math.sin(i / 13) + 50 * random()));
fast.fill(MISSING_SAMPLE, 40_000, 43_000);
/** A lead of half the base rate, as multi-frequency records have. */
const slow = Int32Array.from({ length: Math.ceil(LENGTH / 2) }, (_, i) => i % 977);
const library = temporaryLibrary();
const header = headerOf([leadOf(fast.length, { rate: 500 }), leadOf(slow.length, { rate: 250, name: 'RESP' })]);
const recordingId = recordingIdOf(importStudy(library, { header, signals: [fast, slow] }));

describe('a window of signal', () => {
  it('gives the samples themselves, clipped to the recording, while they are few', () => {
    const window = library.signals.window({ recordingId, lead: 0, from: -100, to: 1900, columns: 500 });
    expect(window).toEqual({
      lead: 0,
      kind: 'samples',
      start: 0,
      step: 1,
      values: fast.slice(0, 1900),
      filtered: false,
    });
    const tail = library.signals.window({ recordingId, lead: 0, from: LENGTH - 10, to: LENGTH + 50, columns: 500 });
    expect(tail.values).toEqual(fast.slice(LENGTH - 10));
  });

  it('covers the same time on a lead of another rate', () => {
    const window = library.signals.window({ recordingId, lead: 1, from: 1001, to: 1501, columns: 500 });
    expect(window.start).toBe(500);
    expect(window.values).toEqual(slow.slice(500, 751));
  });

  it('is an exact envelope that covers the stretch with at most four points to a pixel, at any place and width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: LENGTH }),
        fc.integer({ min: 1, max: LENGTH }),
        fc.integer({ min: 1, max: 2000 }),
        (from, length, columns) => {
          const to = Math.min(LENGTH, from + length);
          const window = library.signals.window({ recordingId, lead: 0, from, to, columns });
          if (window.kind === 'samples') {
            expect(window.values.length).toBeLessThanOrEqual(4 * columns);
            expect(window.values).toEqual(fast.slice(from, to));
            return;
          }
          const { start, step, values } = window;
          const bins = values.length / 2;
          // One bin more on either side, because bins begin at multiples of their step.
          expect(bins).toBeLessThanOrEqual(2 * columns + 2);
          expect(start % step).toBe(0);
          expect(start).toBeLessThanOrEqual(from);
          expect(start + bins * step).toBeGreaterThanOrEqual(to);
          for (const bin of new Set([0, bins - 1, Math.floor(bins / 2)])) {
            const covered = [...fast.subarray(start + bin * step, start + (bin + 1) * step)];
            const present = covered.filter((value) => value !== MISSING_SAMPLE);
            const expected =
              present.length > 0 ? [Math.min(...present), Math.max(...present)] : [MISSING_SAMPLE, MISSING_SAMPLE];
            expect([...values.slice(2 * bin, 2 * bin + 2)]).toEqual(expected);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is empty outside the recording', () => {
    expect(
      library.signals.window({ recordingId, lead: 0, from: LENGTH + 1, to: LENGTH + 99, columns: 10 }).values,
    ).toHaveLength(0);
  });

  it('is refused for a recording or lead that is not there', () => {
    expect(() => library.signals.window({ recordingId: 'none', lead: 0, from: 0, to: 9, columns: 10 })).toThrow(
      /not in the library/,
    );
    expect(() => library.signals.window({ recordingId, lead: 2, from: 0, to: 9, columns: 10 })).toThrow(/no such lead/);
  });

  it('reads samples across chunks into an array of the caller’s own', () => {
    const samples = library.signals.readSamples(recordingId, 0, 32_700, 70_000);
    expect(samples).toEqual(fast.slice(32_700, 70_000));
    samples.fill(0);
    expect(library.signals.readSamples(recordingId, 0, 32_700, 70_000)).toEqual(fast.slice(32_700, 70_000));
  });
});

describe('an import', () => {
  it('is refused when the file holds fewer or more samples than its header promises', () => {
    const promise = headerOf([leadOf(1000)]);
    const start = (id: string) =>
      library.importStudy({ id, header: promise, synthetic: false, sources: [], importedAt: '2026-11-22T10:00:00Z' });
    const short = start('short');
    short.addSignal({ lead: 0, start: 0, samples: new Int32Array(999) });
    expect(() => short.finish([])).toThrow(/promises 1000 samples of lead II, the file holds only 999/);
    short.abandon();
    const long = start('long');
    expect(() => long.addSignal({ lead: 0, start: 0, samples: new Int32Array(1001) })).toThrow(/promises 1000 samples/);
    long.abandon();
    expect(library.studies.has('short') || library.studies.has('long')).toBe(false);
  });
});
