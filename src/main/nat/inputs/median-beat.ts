import { firstAtOrAfter } from './first-at-or-after.ts';

/**
 * A recording's own median beat, and what remains of a lead when it is taken away at every beat. The residual shows
 * the encoder at once what is unlike the rest of this patient (the second input channel).
 */
const BEFORE_SECONDS = 0.24;
const AFTER_SECONDS = 0.44;
/** Beats looked at: enough for a steady median, cheap for a day of them. */
const MAX_BEATS = 241;
/** Beats may lie this far from the template's fiducial; the best fit is searched. */
const ALIGN_SECONDS = 0.04;
/** The template fades out over this long at both ends, so that pasting it leaves no step. */
const FADE_SECONDS = 0.06;

export interface MedianBeat {
  /** The template in the lead's own units, faded at its ends. */
  readonly shape: Float32Array;
  /** Template samples before the fiducial. */
  readonly before: number;
  /** Per beat: how far the best fit lies from the annotated position, in samples. */
  readonly shift: Int8Array;
}

/** @param lead one lead of a recording, filtered; @param beats positions of its beats, ascending */
export function medianBeat(lead: Float32Array, beats: Int32Array, rate: number): MedianBeat {
  const before = Math.round(BEFORE_SECONDS * rate);
  const length = before + Math.round(AFTER_SECONDS * rate);
  const inside = (beat: number): boolean => beat - before >= 0 && beat - before + length <= lead.length;
  const stride = Math.max(1, Math.floor(beats.length / MAX_BEATS));
  const chosen: number[] = [];
  for (let i = 0; i < beats.length; i += stride) if (inside(beats[i]!)) chosen.push(beats[i]!);
  const shift = new Int8Array(beats.length);
  const shape = columnMedians(lead, chosen, before, length);
  if (chosen.length === 0) return { shape, before, shift };

  const reach = Math.min(127, Math.round(ALIGN_SECONDS * rate));
  // Once more with the beats aligned: the first median is blurred by the annotator's scatter.
  const aligned: number[] = [];
  for (let i = 0; i < beats.length; i += stride) {
    const position = beats[i]! + bestShift(lead, beats[i]!, shape, before, reach);
    if (inside(position)) aligned.push(position);
  }
  const sharp = columnMedians(lead, aligned, before, length);
  for (let i = 0; i < beats.length; i++) shift[i] = bestShift(lead, beats[i]!, sharp, before, reach);
  fade(sharp, Math.round(FADE_SECONDS * rate));
  return { shape: sharp, before, shift };
}

/**
 * Writes lead samples [from, from + out.length) less the median beat at every beat into `out`. Where templates of
 * neighbouring beats overlap, each gives way half-way between them.
 */
export function residual(
  lead: Float32Array,
  beats: Int32Array,
  median: MedianBeat,
  from: number,
  out: Float32Array,
): void {
  for (let i = 0; i < out.length; i++) out[i] = lead[from + i] ?? 0;
  const { shape, before, shift } = median;
  const after = shape.length - before;
  let index = firstAtOrAfter(beats, from - after - 128);
  for (; index < beats.length && beats[index]! - before - 128 < from + out.length; index++) {
    const position = beats[index]! + shift[index]!;
    const previous = index > 0 ? beats[index - 1]! + shift[index - 1]! : -Infinity;
    const next = index + 1 < beats.length ? beats[index + 1]! + shift[index + 1]! : Infinity;
    const share = before / shape.length;
    const start = Math.max(position - before, Math.ceil(position - (position - previous) * share), from);
    const end = Math.min(position + after, Math.ceil(position + (next - position) * (1 - share)), from + out.length);
    for (let at = start; at < end; at++) out[at - from]! -= shape[at - position + before]!;
  }
}

function columnMedians(lead: Float32Array, positions: readonly number[], before: number, length: number): Float32Array {
  const shape = new Float32Array(length);
  const column = new Float32Array(positions.length);
  if (positions.length === 0) return shape;
  for (let at = 0; at < length; at++) {
    for (let i = 0; i < positions.length; i++) column[i] = lead[positions[i]! - before + at]!;
    column.sort();
    shape[at] = column[column.length >> 1]!;
  }
  return shape;
}

/** The shift of greatest correlation over the QRS (± 80 ms in template terms), the smallest where several are equal. */
function bestShift(lead: Float32Array, beat: number, shape: Float32Array, before: number, reach: number): number {
  const half = Math.min(before, shape.length - before - 1, Math.round(before / 2));
  let best = 0;
  let bestScore = -Infinity;
  for (let step = 0; step <= 2 * reach; step++) {
    const shift = step % 2 === 1 ? (step + 1) >> 1 : -(step >> 1);
    const centre = beat + shift;
    if (centre - half < 0 || centre + half >= lead.length) continue;
    let score = 0;
    for (let at = -half; at <= half; at++) score += lead[centre + at]! * shape[before + at]!;
    if (score > bestScore) {
      bestScore = score;
      best = shift;
    }
  }
  return best;
}

function fade(shape: Float32Array, width: number): void {
  for (let i = 0; i < Math.min(width, shape.length >> 1); i++) {
    const weight = 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / width);
    shape[i]! *= weight;
    shape[shape.length - 1 - i]! *= weight;
  }
}
