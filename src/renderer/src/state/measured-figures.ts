import { decimals } from '../language/decimals.ts';
import type { Measurements } from '../../../shared/contract/measurements.ts';
import type { StudyRow } from '../../../shared/contract/library.ts';
import { outside, type RangedQuantity, referenceRange, type ReferenceRange } from '../display/reference-ranges.ts';
import { UNKNOWN } from '../display/unknown.ts';
import { strings } from '../language/strings.ts';

/** One measured value as it is read. */
export interface Figure {
  /** Rounded; `–` where it is unknown. */
  readonly text: string;
  /** `/min`, `ms`, `°`, `mV`. */
  readonly unit: string;
  /** What it is, its exact value and its reference range, in a sentence. */
  readonly title: string;
  readonly outside: 'above' | 'below' | undefined;
}

export type FigureName =
  | 'rate'
  | 'rr'
  | 'p'
  | 'pr'
  | 'qrs'
  | 'qt'
  | 'qtcFridericia'
  | 'qtcBazett'
  | 'qtcFramingham'
  | 'qtcHodges'
  | 'pAxis'
  | 'qrsAxis'
  | 'tAxis'
  | 'sokolowLyon';

interface FigureKind {
  readonly of: (measured: Measurements) => number | undefined;
  readonly unit: string;
  readonly digits?: number;
  readonly range?: RangedQuantity;
}

const KINDS: Readonly<Record<FigureName, FigureKind>> = {
  rate: { of: ({ ventricularRate }) => ventricularRate, unit: '/min', range: 'rate' },
  rr: { of: ({ rr }) => rr, unit: 'ms' },
  p: { of: ({ p }) => p, unit: 'ms', range: 'p' },
  pr: { of: ({ pr }) => pr, unit: 'ms', range: 'pr' },
  qrs: { of: ({ qrs }) => qrs, unit: 'ms', range: 'qrs' },
  qt: { of: ({ qt }) => qt, unit: 'ms' },
  qtcFridericia: { of: ({ qtc }) => qtc?.fridericia, unit: 'ms', range: 'qtc' },
  qtcBazett: { of: ({ qtc }) => qtc?.bazett, unit: 'ms' },
  qtcFramingham: { of: ({ qtc }) => qtc?.framingham, unit: 'ms' },
  qtcHodges: { of: ({ qtc }) => qtc?.hodges, unit: 'ms' },
  pAxis: { of: ({ axes }) => axes.p, unit: '°' },
  qrsAxis: { of: ({ axes }) => axes.qrs, unit: '°', range: 'qrsAxis' },
  tAxis: { of: ({ axes }) => axes.t, unit: '°' },
  sokolowLyon: { of: ({ sokolowLyon }) => sokolowLyon, unit: 'mV', digits: 2, range: 'sokolowLyon' },
};

/** Whose measurements they are: limits differ by sex, and hold for adults. */
export type MeasuredPerson = Pick<StudyRow, 'sex' | 'ageYears'>;

/** A value of the measurements as it is read; `–` also where there are no measurements. */
export function figure(name: FigureName, measured: Measurements | undefined, person: MeasuredPerson): Figure {
  const { of, unit, digits = 0, range: ranged } = KINDS[name];
  const words = strings.measurements;
  const value = measured && of(measured);
  const range = ranged && referenceRange(ranged, person);
  const text = value === undefined ? UNKNOWN : signed(value, digits);
  const side = value === undefined ? undefined : outside(Number(value.toFixed(digits)), range);
  const sentences = [
    words.titles[name],
    side && words.outside[side],
    range && words.range(rangeText(range, unit), range.source),
  ];
  return {
    text,
    unit,
    title: sentences.filter((sentence) => sentence !== undefined).join('. '),
    outside: side,
  };
}

/** `−37`, with a true minus, and never `−0`. */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return decimals(value < 0 && Number(text) !== 0 ? `−${text}` : text);
}

/** `60–100 /min`, `≤ 110 ms`, `−30° to 90°`. */
function rangeText({ from, to }: ReferenceRange, unit: string): string {
  const withUnit = (value: number): string =>
    unit === '°' ? `${signed(value, 0)}°` : `${decimals(String(value))} ${unit}`;
  if (from !== undefined && to !== undefined) {
    return unit === '°'
      ? strings.measurements.fromTo(withUnit(from), withUnit(to))
      : `${decimals(String(from))}–${withUnit(to)}`;
  }
  return to === undefined ? `≥ ${withUnit(from ?? 0)}` : `≤ ${withUnit(to)}`;
}
