import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import { SAMPLES_PER_WAVE_POSITION } from '../../nat/heads/waves.ts';
import { type WaveMarks, WAVES } from '../../nat/outputs/wave-marks.ts';

/** Positions of the wave head in a window. */
export const WAVE_POSITIONS = WINDOW_SAMPLES / SAMPLES_PER_WAVE_POSITION;

/**
 * From the first to the last sample that the annotators looked at, or undefined where they marked nothing: LUDB's marks
 * often begin with the second beat and end with the last but one, and nothing is said of the rest.
 */
export function annotatedSpan({
  onset,
  offset,
}: WaveMarks): { readonly from: number; readonly to: number } | undefined {
  if (onset.length === 0) return undefined;
  return { from: onset[0]!, to: offset[offset.length - 1]! };
}

/**
 * Writes one-hot targets of a lead: the wave of each position within the annotated span, a row of zeros (not learned
 * from) outside it.
 * @param out WAVE_POSITIONS × WAVES.length
 * @param place where a sample of the recording lies in the window
 */
export function placeWaveTargets(out: Float32Array, marks: WaveMarks, place: (sample: number) => number): void {
  out.fill(0);
  const span = annotatedSpan(marks);
  if (!span) return;
  const kind = new Uint8Array(WAVE_POSITIONS);
  for (let mark = 0; mark < marks.wave.length; mark++) {
    const [first, last] = positionsBetween(place(marks.onset[mark]!), place(marks.offset[mark]!));
    kind.fill(marks.wave[mark]!, first, last + 1);
  }
  const [first, last] = positionsBetween(place(span.from), place(span.to));
  for (let position = first; position <= last; position++) out[position * WAVES.length + kind[position]!] = 1;
}

/** Positions whose middle lies between two samples, cut to the window. */
function positionsBetween(from: number, to: number): [number, number] {
  const middle = (SAMPLES_PER_WAVE_POSITION - 1) / 2;
  const first = Math.ceil((from - middle) / SAMPLES_PER_WAVE_POSITION);
  const last = Math.floor((to - middle) / SAMPLES_PER_WAVE_POSITION);
  return [Math.max(0, first), Math.min(WAVE_POSITIONS - 1, last)];
}
