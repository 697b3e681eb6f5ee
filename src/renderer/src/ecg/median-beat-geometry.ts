import type { Measurements } from '../../../shared/contract/measurements.ts';

/** ECG paper at its usual speed and gain, enlarged as far as there is room. */
export const MEDIAN_SPEED = 25;
export const MEDIAN_GAIN = 10;
/** Millimetres between the pictures of two leads, above the tallest and below the deepest beat. */
const GAP = 3;
const MARGIN = 4;
/** A row is never lower, in millimetres: beats of low voltage look low. */
const LOWEST_ROW = 15;

/** Leads fill columns of so many rows: of three, as on a sheet, or of six, whichever shows them larger. */
const ROWS = [3, 6] as const;

export interface MedianBeatPlace {
  /** Index among the measured leads. */
  readonly lead: number;
  /** Left edge and zero line, in device pixels. */
  readonly left: number;
  readonly zero: number;
}

/** Where the median beats are drawn, in device pixels: all at one scale. */
export interface MedianBeatGeometry {
  readonly width: number;
  readonly height: number;
  /** Device pixels a millimetre. */
  readonly millimetre: number;
  readonly pixelsPerColumn: number;
  readonly pixelsPerMillivolt: number;
  readonly places: readonly MedianBeatPlace[];
  /** Top and bottom of each row. */
  readonly rows: readonly (readonly [top: number, bottom: number])[];
  /** Top of the first row; above it the waves are named. */
  readonly top: number;
}

type Measured = Pick<Measurements, 'leads'> & { readonly median: NonNullable<Measurements['median']> };

/** The space there is in device pixels; `labelHeight` is kept above for the names of the waves. */
interface Space {
  readonly width: number;
  readonly height: number;
  readonly labelHeight: number;
}

/** Lays the beats out as large as there is room. */
export function medianBeatGeometry(measured: Measured, space: Space): MedianBeatGeometry {
  const [one, other] = ROWS.map((rows) => inRows(measured, space, rows));
  return one && other ? (other.millimetre > one.millimetre ? other : one) : inRows(measured, space, ROWS[0]);
}

function inRows({ leads, median }: Measured, space: Space, most: number): MedianBeatGeometry {
  const rowCount = Math.max(1, Math.min(most, leads.length));
  const perRow = Math.max(1, Math.ceil(leads.length / rowCount));
  const beat = (median.columns / median.rate) * MEDIAN_SPEED;
  const extents = Array.from({ length: rowCount }, (_, row) => rowExtent(leads, median, row, rowCount));
  const wide = perRow * (beat + GAP) + GAP;
  const high = extents.reduce((sum, { above, below }) => sum + above + below, 0);
  const room = Math.min(space.width / wide, (space.height - space.labelHeight) / high);
  // Half pixels, so that the lines of the paper lie nearly even.
  const millimetre = Math.max(1, Math.floor(2 * room) / 2);
  const left = Math.max(0, (space.width - wide * millimetre) / 2) + GAP * millimetre;
  const top = Math.max(space.labelHeight, Math.round((space.height - high * millimetre) / 2));
  let y = top;
  const zeros: number[] = [];
  const rows = extents.map(({ above, below }): readonly [number, number] => {
    const begin = y;
    zeros.push(Math.round(begin + above * millimetre));
    y += (above + below) * millimetre;
    return [begin, y];
  });
  return {
    width: space.width,
    height: space.height,
    millimetre,
    pixelsPerColumn: (MEDIAN_SPEED * millimetre) / median.rate,
    pixelsPerMillivolt: MEDIAN_GAIN * millimetre,
    top,
    rows,
    places: leads.map((_, lead) => ({
      lead,
      left: Math.round(left + Math.floor(lead / rowCount) * (beat + GAP) * millimetre),
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
