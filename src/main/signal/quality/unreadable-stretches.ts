import type { SignalQuality } from '../../../shared/contract/analysis.ts';
import type { SampleStretches } from '../rhythm/beat-sequence.ts';
import { QUALITY } from './signal-quality.ts';

/** Stretches shorter than this are left: a beat or two in them may still be told by those around. */
export const LEAST_UNREADABLE_SECONDS = 3;

/**
 * Where no lead can be read for at least `leastSeconds`: unreadable or missing in all of them. In samples of the recording;
 * beats there are not to be classified.
 * @param samples length of the recording: what is beyond the judged seconds stays readable
 */
export function unreadableStretches(
  quality: Pick<SignalQuality, 'fromSecond' | 'seconds' | 'leads' | 'values'>,
  { rate, samples }: { readonly rate: number; readonly samples: number },
  leastSeconds: number = LEAST_UNREADABLE_SECONDS,
): SampleStretches {
  const { fromSecond, seconds, leads, values } = quality;
  const rows = leads.length;
  const isReadable = (second: number): boolean => {
    for (let row = 0; row < rows; row++) {
      const value = values[row * seconds + second]!;
      if (value === QUALITY.good || value === QUALITY.poor) return true;
    }
    return rows === 0;
  };
  const from: number[] = [];
  const to: number[] = [];
  for (let first = 0; first < seconds; first++) {
    if (isReadable(first)) continue;
    let end = first;
    while (end < seconds && !isReadable(end)) end++;
    const start = Math.min(samples, Math.ceil((fromSecond + first) * rate));
    const stop = Math.min(samples, Math.ceil((fromSecond + end) * rate));
    // A recording that is shorter than a stretch has to be is unreadable when all of it is.
    if (stop - start >= Math.min(leastSeconds * rate, samples) && stop > start) {
      from.push(start);
      to.push(stop);
    }
    first = end;
  }
  return { from: Int32Array.from(from), to: Int32Array.from(to) };
}
