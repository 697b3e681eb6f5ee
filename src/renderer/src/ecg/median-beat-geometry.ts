import type { Measurements } from '../../../shared/contract/measurements.ts';

/** ECG paper at its usual speed and gain, enlarged as far as there is room. */
export const MEDIAN_SPEED = 25;
export const MEDIAN_GAIN = 10;
/** Millimetres between the pictures of two leads, above the tallest and below the deepest beat. */
const GAP = 3;
const MARGIN = 4;
/** A row is never lower, in millimetres: beats of low voltage look low. */
const LOWEST_ROW = 15;

/** Leads in the order of the sheet, by columns: limb leads, augmented ones, V1–V3, V4–V6. */
const STANDARD_ROWS = 3;

export interface MedianBeatPlace {
  /** Index among the measured leads. */
  readonly lead: number;
  /** Left edge and zero line, in device pixels. */
  readonly left: number;
  readonly zero: number;
}

/** Where the median beats are drawn: all at one scale, in columns of three leads. */
export interface MedianBeatGeometry {
  readonly width: number;
  readonly height: number;
  /** Device pixels a millimetre. */
  readonly millimetre: number;
  readonly pixelsPerColumn: number;
  readonly pixelsPerMillivolt: number;
  /** Width of one beat, and of the place it has. */
  readonly beatWidth: number;
  readonly places: readonly MedianBeatPlace[];
  /** Top and bottom of each row. */
  readonly rows: readonly (readonly [top: number, bottom: number])[];
  /** Space above the first row for the names of the waves. */
  readonly top: number;
}

/** Lays the beats out in the space there is, in device pixels; `labelHeight` is kept above for the names of the waves. */
export function medianBeatGeometry(
  { leads, median }: Pick<Measurements, 'leads'> & { readonly median: NonNullable<Measurements['median']> },
  size: { readonly width: number; readonly height: number; readonly labelHeight: number },
): MedianBeatGeometry {
  const perRow = Math.max(1, Math.ceil(leads.length / STANDARD_ROWS));
  const rowCount = Math.min(STANDARD_ROWS, leads.length);
  const beat = (median.columns / median.rate) * MEDIAN_SPEED;
  const extents = Array.from({ length: rowCount }, (_, row) => rowExtent(leads, median, row, rowCount));
  const wide = perRow * (beat + GAP) + GAP;
  const high = extents.reduce((sum, { above, below }) => sum + above + below, 0);
  // Whole pixels, so that the lines of the paper are even.
  const millimetre = Math.max(1, Math.floor(Math.min(size.width / wide, (size.height - size.labelHeight) / high)));
  const left = Math.max(0, Math.floor((size.width - wide * millimetre) / 2)) + GAP * millimetre;
  let y = size.labelHeight;
  const zeros: number[] = [];
  const rows = extents.map(({ above, below }): readonly [number, number] => {
    const top = y;
    zeros.push(top + above * millimetre);
    y += (above + below) * millimetre;
    return [top, y];
  });
  return {
    ...size,
    millimetre,
    pixelsPerColumn: (MEDIAN_SPEED * millimetre) / median.rate,
    pixelsPerMillivolt: MEDIAN_GAIN * millimetre,
    beatWidth: beat * millimetre,
    top: size.labelHeight,
    rows,
    places: leads.map((_, lead) => ({
      lead,
      left: left + Math.floor(lead / rowCount) * (beat + GAP) * millimetre,
      zero: zeros[lead % rowCount] ?? 0,
    })),
  };
}

/** Whole millimetres a row needs above and below its zero line. */
function rowExtent(
  leads: Measurements['leads'],
  { columns, values }: NonNullable<Measurements['median']>,
  row: number,
  rowCount: number,
): { readonly above: number; readonly below: number } {
  let highest = 0;
  let lowest = 0;
  for (let lead = row; lead < leads.length; lead += rowCount) {
    for (let at = lead * columns; at < (lead + 1) * columns; at++) {
      const value = values[at] ?? Number.NaN;
      if (value > highest) highest = value;
      if (value < lowest) lowest = value;
    }
  }
  const above = Math.ceil(highest * MEDIAN_GAIN) + MARGIN;
  const below = Math.ceil(-lowest * MEDIAN_GAIN) + MARGIN;
  const lacking = Math.max(0, LOWEST_ROW - above - below);
  return { above: above + Math.ceil(lacking / 2), below: below + Math.floor(lacking / 2) };
}
