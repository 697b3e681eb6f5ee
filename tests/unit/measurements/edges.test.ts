import { describe, expect, it } from 'vitest';
import { edgesOfBeat, type MarkedWaves } from '../../../src/main/signal/measurements/beat-edges.ts';
import { globalEdges } from '../../../src/main/signal/measurements/global-edges.ts';
import { correctedQt, intervalsOf } from '../../../src/main/signal/measurements/intervals.ts';

const [P, QRS, T] = [1, 2, 3];

type Wave = readonly [wave: number, onset: number, offset: number];
const marked = (waves: readonly Wave[]): MarkedWaves => ({
  wave: Uint8Array.from(waves, ([wave]) => wave),
  onset: Float64Array.from(waves, ([, onset]) => onset),
  offset: Float64Array.from(waves, ([, , offset]) => offset),
});

/** Milliseconds from the mark of each beat. */
interface Beat {
  p?: readonly [number, number];
  qrs: readonly [number, number];
  t?: readonly [number, number];
}
const USUAL: Beat = { p: [-180, -80], qrs: [-40, 50], t: [200, 360] };
const AT = [1, 2, 3, 4, 5];

const lead = (beat: Beat, at: readonly number[] = AT): MarkedWaves =>
  marked(
    at.flatMap((mark): Wave[] => {
      const wave = (kind: number, bounds: readonly [number, number] | undefined): Wave[] =>
        bounds ? [[kind, mark + bounds[0] / 1000, mark + bounds[1] / 1000]] : [];
      return [...wave(P, beat.p), ...wave(QRS, beat.qrs), ...wave(T, beat.t)];
    }),
  );
const leads = (count: number, beat: (lead: number) => Beat): MarkedWaves[] =>
  Array.from({ length: count }, (_, index) => lead(beat(index)));
const rounded = (bounds: Readonly<Record<string, number | undefined>>) =>
  Object.fromEntries(Object.entries(bounds).map(([name, value]) => [name, Math.round(value ?? Number.NaN)]));

describe('the waves of one beat', () => {
  const waves = marked([
    [T, 0.1, 0.3],
    [P, 0.6, 0.7],
    [P, 0.82, 0.92],
    [QRS, 0.96, 1.05],
    [T, 1.2, 1.36],
    [P, 1.82, 1.92],
    [QRS, 1.96, 2.05],
  ]);

  it('are the P wave just before its QRS complex and the T wave after it', () => {
    const [pOnset, pOffset, qrsOnset, qrsOffset, tOnset, tOffset] = edgesOfBeat(waves, 1, 0, 2);
    expect([pOnset, pOffset, qrsOnset].map((edge) => Math.round(1000 * (edge ?? 0)))).toEqual([-180, -80, -40]);
    expect([qrsOffset, tOnset, tOffset].map((edge) => Math.round(1000 * (edge ?? 0)))).toEqual([50, 200, 360]);
  });

  it('are none where no QRS complex was marked', () => {
    expect(edgesOfBeat(waves, 1.5, 1, 2).every(Number.isNaN)).toBe(true);
  });

  it('end with the second half of a T wave of two phases', () => {
    const twoPhases = marked([
      [QRS, 0.96, 1.05],
      [T, 1.2, 1.3],
      [T, 1.33, 1.42],
    ]);
    expect(edgesOfBeat(twoPhases, 1, -Infinity, 2)[5]).toBeCloseTo(0.42);
  });
});

describe('the bounds of the usual beat over all leads', () => {
  it('are the earliest onset and the latest end that other leads support', () => {
    const bounds = globalEdges(
      leads(12, (index) => ({ ...USUAL, qrs: [-40 - (index < 3 ? 6 : 0), 50 + (index > 8 ? 8 : 0)] })),
      AT,
      AT,
    );
    expect(rounded(bounds)).toMatchObject({ qrsOnset: -46, qrsOffset: 58, pOnset: -180, tOffset: 360 });
  });

  it('do not follow one lead that is far from all others', () => {
    const bounds = globalEdges(
      leads(12, (index) => (index === 4 ? { p: [-260, -80], qrs: [-90, 120], t: [200, 480] } : USUAL)),
      AT,
      AT,
    );
    expect(rounded(bounds)).toEqual({
      pOnset: -180,
      pOffset: -80,
      qrsOnset: -40,
      qrsOffset: 50,
      tOnset: 200,
      tOffset: 360,
    });
  });

  it('do not follow one beat that is unlike the others', () => {
    const oneOdd = marked(
      AT.flatMap((mark): Wave[] => [
        [P, mark - 0.18, mark - 0.08],
        [QRS, mark - 0.04, mark + (mark === 3 ? 0.12 : 0.05)],
        [T, mark + 0.2, mark + (mark === 3 ? 0.5 : 0.36)],
      ]),
    );
    expect(rounded(globalEdges([oneOdd], AT, AT))).toMatchObject({ qrsOffset: 50, tOffset: 360 });
  });

  it('have no P wave where only a few leads show one, as in fibrillation', () => {
    const withoutP: Beat = { ...USUAL };
    delete withoutP.p;
    const bounds = globalEdges(
      leads(12, (index) => (index < 4 ? USUAL : withoutP)),
      AT,
      AT,
    );
    expect(intervalsOf(bounds).pr).toBeUndefined();
    expect(intervalsOf(bounds).qt).toBeCloseTo(400);
  });

  it('have no P wave that stands in no fixed relation to the QRS complexes', () => {
    const walking = marked(
      AT.flatMap((mark, index): Wave[] => [
        [P, mark - 0.34 + 0.05 * index, mark - 0.26 + 0.05 * index],
        [QRS, mark - 0.04, mark + 0.05],
      ]),
    );
    expect(rounded({ ...intervalsOf(globalEdges([walking, walking, walking], AT, AT)) })).toEqual({ qrs: 90 });
  });

  it('are absent where nothing was marked', () => {
    expect(globalEdges([marked([]), marked([])], AT, AT)).toEqual({});
    expect(globalEdges([], AT, AT)).toEqual({});
    expect(globalEdges([lead(USUAL)], [], [])).toEqual({});
  });
});

describe('QT corrected for the rate', () => {
  it('is QT itself at 60 beats a minute, by every formula', () => {
    for (const value of Object.values(correctedQt(400, 1000))) expect(value).toBeCloseTo(400);
  });

  it('follows the published formulae at 93.75 beats a minute', () => {
    const { bazett, fridericia, framingham, hodges } = correctedQt(360, 640);
    expect(bazett).toBeCloseTo(450, 1);
    expect(fridericia).toBeCloseTo(417.7, 1);
    expect(framingham).toBeCloseTo(415.4, 1);
    expect(hodges).toBeCloseTo(419.1, 1);
  });
});
