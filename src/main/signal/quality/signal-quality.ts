import { type QualityLead, secondMeasures, type SecondMeasures } from './second-measures.ts';
import { shownBeats } from './shown-beats.ts';
import {
  FLAT_MILLIVOLTS,
  FLAT_SECONDS,
  FLAT_STEPS,
  HUM_POOR,
  IMPLAUSIBLE_MILLIVOLTS,
  LEAST_LEVEL_MILLIVOLTS,
  MISSING_POOR,
  MISSING_SHARE,
  NOISE_FINE_SHARE,
  NOISE_POOR,
  NOISE_UNREADABLE,
  OFF_MILLIVOLTS,
  RAIL_MILLIVOLTS,
  RAIL_POOR_SECONDS,
  RAIL_SECONDS,
  SWING_POOR,
  SWING_POOR_MILLIVOLTS,
  SWING_UNREADABLE,
  SWING_UNREADABLE_MILLIVOLTS,
} from './quality-limits.ts';

export type { QualityLead } from './second-measures.ts';

/** Quality of one second of one lead, as the contract's `SignalQuality` has it. */
export const QUALITY = { unreadable: 0, poor: 1, good: 2, unknown: 255 } as const;

/** Seconds of signal on each side of a range that the quality of its seconds depends on. */
export const QUALITY_MARGIN_SECONDS = 10;

/** Seconds on each side that tell the height of QRS complexes, and those over which noise is smoothed. */
const LEVEL_REACH = 4;
const NOISE_REACH = 2;
/** Noise reaches high now and then, QRS complexes always: their height is the lower third of the largest in two seconds. */
const LEVEL_QUANTILE = 0.3;

export interface QualityOptions {
  /** Beats found in all leads together, in seconds from the start of the recording, ascending. */
  readonly beats?: Float64Array | undefined;
}

/**
 * Quality of the seconds [from, to) of a lead. To give the same as the whole recording does, `lead` holds the samples of
 * `QUALITY_MARGIN_SECONDS` on each side too, as far as the recording goes; the same holds for the beats. The last second
 * may be a part of one.
 */
export function leadQuality(lead: QualityLead, from: number, to: number, options: QualityOptions = {}): Uint8Array {
  const end = (lead.first + lead.samples.length) / lead.rate;
  const first = Math.max(Math.floor(lead.first / lead.rate), from - QUALITY_MARGIN_SECONDS);
  const last = Math.min(Math.ceil(end), to + QUALITY_MARGIN_SECONDS);
  const measures = secondMeasures(lead, Math.max(0, first), Math.max(first, last));
  const flat = Math.max(FLAT_MILLIVOLTS, FLAT_STEPS / Math.max(Math.abs(lead.gain), 1e-9));
  const room = new Float32Array(2 * LEVEL_REACH + 1);
  const quality = new Uint8Array(Math.max(0, to - from)).fill(QUALITY.unknown);
  for (let second = from; second < to; second++) {
    const at = second - measures.from;
    if (at < 0 || at >= measures.seconds || measures.missing[at]! > MISSING_SHARE) continue;
    const worst = Math.min(
      measures.missing[at]! > MISSING_POOR ? QUALITY.poor : QUALITY.good,
      flatness(measures, at, flat),
      range(measures, at),
      noise(measures, at, room),
    );
    quality[second - from] = worst;
    if (options.beats === undefined || shownBeats(measures, at, options.beats)) continue;
    const isOff = measures.deflection[at]! < OFF_MILLIVOLTS;
    quality[second - from] = isOff ? QUALITY.unreadable : Math.min(worst, QUALITY.poor);
  }
  return quality;
}

/** Unreadable where the lead stands still all around. */
function flatness({ lowest, highest, missing, seconds }: SecondMeasures, at: number, limit: number): number {
  let low = lowest[at]!;
  let high = highest[at]!;
  let length = 1;
  let known = 1;
  for (const step of [-1, 1]) {
    let still = true;
    for (let i = at + step; i >= 0 && i < seconds && Math.abs(i - at) < FLAT_SECONDS; i += step) {
      if (missing[i]! > MISSING_SHARE) break;
      known++;
      still &&= Math.max(high, highest[i]!) - Math.min(low, lowest[i]!) <= limit;
      if (!still) continue;
      low = Math.min(low, lowest[i]!);
      high = Math.max(high, highest[i]!);
      length++;
    }
  }
  const isFlat = high - low <= limit && length >= Math.min(FLAT_SECONDS, known);
  return isFlat ? QUALITY.unreadable : QUALITY.good;
}

/** Cut off at the ends of the converter's range, or beyond what a heart can do. */
function range(measures: SecondMeasures, at: number): number {
  const { deflection, heldLow, heldHigh, lowest, highest, missing, seconds } = measures;
  if (deflection[at]! > IMPLAUSIBLE_MILLIVOLTS) return QUALITY.unreadable;
  let low = Infinity;
  let high = -Infinity;
  for (let i = Math.max(0, at - LEVEL_REACH); i < Math.min(seconds, at + LEVEL_REACH + 1); i++) {
    if (missing[i]! > MISSING_SHARE) continue;
    low = Math.min(low, lowest[i]!);
    high = Math.max(high, highest[i]!);
  }
  if (high - low < 2 * RAIL_MILLIVOLTS) return QUALITY.good;
  const held = Math.max(lowest[at]! <= low ? heldLow[at]! : 0, highest[at]! >= high ? heldHigh[at]! : 0);
  if (held >= RAIL_SECONDS) return QUALITY.unreadable;
  return held >= RAIL_POOR_SECONDS ? QUALITY.poor : QUALITY.good;
}

/** Noise, hum and swings of the baseline against the height of the QRS complexes around. */
function noise(measures: SecondMeasures, at: number, room: Float32Array): number {
  const { fine, between, buzz, swing } = measures;
  const level = qrsHeight(measures, at, room);
  const finest = median(measures, fine, at, room);
  const hiss = finest / (level + LEAST_LEVEL_MILLIVOLTS);
  const isSmooth = finest < NOISE_FINE_SHARE * median(measures, between, at, room);
  const hum = median(measures, buzz, at, room) / (level + LEAST_LEVEL_MILLIVOLTS);
  const swings = (heights: number, least: number): boolean => swing[at]! >= Math.max(heights * level, least);
  if (hiss >= NOISE_UNREADABLE && !isSmooth) return QUALITY.unreadable;
  if (swings(SWING_UNREADABLE, SWING_UNREADABLE_MILLIVOLTS)) return QUALITY.unreadable;
  const isPoor = hiss >= NOISE_POOR || hum >= HUM_POOR || swings(SWING_POOR, SWING_POOR_MILLIVOLTS);
  return isPoor ? QUALITY.poor : QUALITY.good;
}

/** Typical height of the QRS complexes around a second, in their band. */
function qrsHeight({ deflection, missing, seconds }: SecondMeasures, at: number, room: Float32Array): number {
  let count = 0;
  const last = Math.min(seconds - 1, at + LEVEL_REACH);
  for (let i = Math.max(0, at - LEVEL_REACH); i < last; i++) {
    if (Math.max(missing[i]!, missing[i + 1]!) > MISSING_SHARE) continue;
    room[count++] = Math.max(deflection[i]!, deflection[i + 1]!);
  }
  if (count === 0) return deflection[at]!;
  return room.subarray(0, count).sort()[Math.floor(LEVEL_QUANTILE * count)]!;
}

/** The median over the seconds within ± `NOISE_REACH` that are not missing. */
function median({ missing, seconds }: SecondMeasures, values: Float32Array, at: number, room: Float32Array): number {
  let count = 0;
  for (let i = Math.max(0, at - NOISE_REACH); i < Math.min(seconds, at + NOISE_REACH + 1); i++) {
    if (missing[i]! <= MISSING_SHARE) room[count++] = values[i]!;
  }
  return room.subarray(0, count).sort()[count >> 1]!;
}
