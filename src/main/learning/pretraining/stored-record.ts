import { type MedianBeat, medianBeat, residual } from '../../nat/inputs/median-beat.ts';
import { MODEL_RATE } from '../../nat/inputs/model-band.ts';
import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import { detectedBeats } from '../detected-beats.ts';
import type { WindowRecord } from '../../nat/inputs/window-record.ts';

/** A lead in 16 bits: half the memory, and a step of a 65,000th of its range is far below its noise. */
export interface StoredLead {
  readonly samples: Int16Array;
  /** Physical units of a step. */
  readonly step: number;
  readonly median: MedianBeat;
}

/** A recording as pretraining keeps it: at the model's band, with the beats a detector found; no labels. */
export interface StoredRecord {
  readonly id: string;
  readonly set: string;
  readonly leads: readonly StoredLead[];
  /** Index of each lead in LEAD_NAMES. */
  readonly leadName: Uint8Array;
  /** Beats of the classical detector, at 250 Hz. */
  readonly beats: Int32Array;
  /** Samples. */
  readonly length: number;
}

export async function storeRecord(set: string, { id, leads, leadName }: WindowRecord): Promise<StoredRecord> {
  const beats = await detectedBeats(leads, MODEL_RATE);
  const stored = leads.map((lead): StoredLead => ({ ...in16Bits(lead), median: medianBeat(lead, beats, MODEL_RATE) }));
  return { id, set, leads: stored, leadName, beats, length: Math.min(...leads.map((lead) => lead.length)) };
}

export function in16Bits(lead: Float32Array): { readonly samples: Int16Array; readonly step: number } {
  let largest = 0;
  for (const value of lead) largest = Math.max(largest, Math.abs(value));
  const step = largest > 0 ? largest / 32767 : 1;
  return { samples: Int16Array.from(lead, (value) => Math.round(value / step)), step };
}

/** Samples on either side of a window that its residual may depend on. */
const REACH = 512;
const stretch = new Float32Array(WINDOW_SAMPLES + 2 * REACH);

/** Writes a window of a lead, and of its residual unless that is undefined; what lies outside is zero. */
export function readStored(
  { beats }: StoredRecord,
  { samples, step, median }: StoredLead,
  from: number,
  signal: Float32Array,
  rest: Float32Array | undefined,
): void {
  for (let i = 0; i < stretch.length; i++) stretch[i] = step * (samples[from - REACH + i] ?? 0);
  signal.set(stretch.subarray(REACH, REACH + WINDOW_SAMPLES));
  if (!rest) return;
  let first = 0;
  while (first < beats.length && beats[first]! < from - REACH) first++;
  let last = first;
  while (last < beats.length && beats[last]! < from + WINDOW_SAMPLES + REACH) last++;
  const near = beats.subarray(first, last).map((beat) => beat - from + REACH);
  residual(stretch, near, { ...median, shift: median.shift.subarray(first, last) }, REACH, rest);
}
