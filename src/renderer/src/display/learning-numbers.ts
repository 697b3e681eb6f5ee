import { spoken } from '../language/strings.ts';
import { UNKNOWN } from './unknown.ts';

/** A figure in percent to one place, without the sign, for columns that name it: `98.7`; `–` where there is none. */
export const formatPercent = (percent: number): string =>
  Number.isFinite(percent)
    ? percent.toLocaleString(spoken, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    : UNKNOWN;

/** A difference of such figures, with its sign: `+1.2`, `−0.4`, `0.0`. */
export function formatDifference(points: number): string {
  if (!Number.isFinite(points)) return UNKNOWN;
  const rounded = Math.round(10 * points) / 10;
  const text = formatPercent(Math.abs(rounded));
  return rounded > 0 ? `+${text}` : rounded < 0 ? `−${text}` : text;
}

/** A share (0–1) in percent. */
export const formatRate = (share: number): string => formatPercent(100 * share);

/** A loss to three figures, without powers of ten: `0.412`, `12.3`. */
export const formatLoss = (loss: number): string =>
  Number.isFinite(loss) ? loss.toLocaleString(spoken, { maximumSignificantDigits: 3 }) : UNKNOWN;
