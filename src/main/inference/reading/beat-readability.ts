import { QUALITY } from '../../signal/quality/signal-quality.ts';
import { unreadableStretches } from '../../signal/quality/unreadable-stretches.ts';
import type { EcgLead, RecordingSource } from './recording-source.ts';

/**
 * Whether a beat may be classified by a lead: by those that can be read where it is; by none where nothing can be read for
 * a while.
 * @param leads all leads of the recording, as the rows of `quality` are
 * @param chosen those beats are classified by
 * @param seconds the stretch of the recording that `quality` covers: lead × second
 * @param sample where the beats are
 */
export function beatReadability(
  { rate, samples }: Pick<RecordingSource, 'rate' | 'samples'>,
  leads: readonly EcgLead[],
  chosen: readonly EcgLead[],
  { from, to }: { readonly from: number; readonly to: number },
  quality: Uint8Array<ArrayBuffer>,
  sample: Int32Array,
): (lead: number, beat: number) => boolean {
  const seconds = to - from;
  const whole = { fromSecond: from, seconds, leads: leads.map(({ index }) => index), values: quality };
  const unreadable = unreadableStretches(whole, { rate, samples });
  const rows = chosen.map((lead) => leads.indexOf(lead));
  const isGood = (row: number, beat: number): boolean => {
    const second = Math.min(seconds - 1, Math.max(0, Math.floor(sample[beat]! / rate) - from));
    const value = quality[row * seconds + second]!;
    return value === QUALITY.good || value === QUALITY.poor;
  };
  const isLost = (beat: number): boolean =>
    unreadable.from.some((start, index) => start <= sample[beat]! && sample[beat]! < unreadable.to[index]!);
  const someGood = Uint8Array.from(sample, (_, beat) => (rows.some((row) => isGood(row, beat)) ? 1 : 0));
  return (lead, beat) => (someGood[beat] === 1 ? isGood(rows[lead]!, beat) : !isLost(beat));
}
