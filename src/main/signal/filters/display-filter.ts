import type { DisplayFilter } from '../../../shared/contract/signal.ts';
import { MISSING_SAMPLE } from '../../../shared/recording.ts';
import { butterworth, notch } from './design.ts';
import type { SecondOrderSection } from './second-order-section.ts';
import { filterZeroPhase } from './zero-phase.ts';

/**
 * What a reader looks at, never what is measured: zero-phase high-pass, low-pass and mains notch as chosen. Corners are
 * those of Kligfield et al. 2007 (doi 10.1161/CIRCULATIONAHA.106.180200): 0.05–150 Hz diagnostic; a high-pass of up to
 * 0.67 Hz does not distort the ST segment when its phase is zero.
 */
const ORDER = 2;
/** Narrow enough to leave the QRS alone: 1.7 Hz wide at 50 Hz. */
const NOTCH_QUALITY = 30;

export const isFiltering = ({ highpass, lowpass, notch: mains }: DisplayFilter): boolean =>
  highpass > 0 || lowpass > 0 || mains > 0;

/** Signal on either side that a filtered stretch depends on, in seconds: the slowest corner's settling time. */
export const filterReachSeconds = ({ highpass }: DisplayFilter): number =>
  highpass === 0 ? 0.5 : Math.min(20, 1.5 / highpass);

/** The sections of a filter at a sampling rate; corners the rate cannot hold are left out, as nothing is there to filter. */
export function displaySections(filter: DisplayFilter, rate: number): readonly SecondOrderSection[] {
  const holds = (hertz: number): boolean => hertz > 0 && hertz < 0.49 * rate;
  const corrected = (hertz: number, kind: 'lowpass' | 'highpass'): SecondOrderSection[] =>
    holds(hertz) ? butterworth(kind, ORDER, twice(hertz, kind, rate), rate) : [];
  return [
    ...corrected(filter.highpass, 'highpass'),
    ...corrected(filter.lowpass, 'lowpass'),
    ...(holds(filter.notch) ? [notch(filter.notch, NOTCH_QUALITY, rate)] : []),
  ];
}

/**
 * Two passes give −6 dB at a section's own corner: it is moved so that both together give −3 dB where the filter says.
 * For a Butterworth of order n, |H|² = 1/√2 at a warped frequency ratio of (√2 − 1)^(1/2n).
 */
function twice(hertz: number, kind: 'lowpass' | 'highpass', rate: number): number {
  const ratio = (Math.SQRT2 - 1) ** (1 / (2 * ORDER));
  const warped = Math.tan((Math.PI * hertz) / rate);
  const moved = kind === 'lowpass' ? warped / ratio : warped * ratio;
  return Math.min(0.4999 * rate, (rate / Math.PI) * Math.atan(moved));
}

/**
 * Filters samples of one lead, in fractions of the same integers. Missing samples become NaN and separate what is on
 * either side: nothing is smeared across a gap.
 */
export function displayFilter(samples: Int32Array, rate: number, filter: DisplayFilter): Float32Array {
  const out = new Float32Array(samples.length);
  const sections = displaySections(filter, rate);
  const padding = Math.ceil(filterReachSeconds(filter) * rate);
  let start = 0;
  while (start < samples.length) {
    let end = start;
    const missing = samples[start] === MISSING_SAMPLE;
    while (end < samples.length && (samples[end] === MISSING_SAMPLE) === missing) end++;
    if (missing) {
      out.fill(NaN, start, end);
    } else {
      const stretch = out.subarray(start, end);
      for (let i = start; i < end; i++) out[i] = samples[i]!;
      filterZeroPhase(sections, stretch, padding);
    }
    start = end;
  }
  return out;
}
