import { LEAD_NAMES, WINDOW_SAMPLES } from '../model-config.ts';
import { type WindowRecord, windowScale } from './window-record.ts';

/** Channels every model here is fed: the lead, and its residual or zeros. */
export const CHANNELS = 2;

/** Windows of several leads, as the encoder is fed. Arrays are reused from batch to batch. */
export interface LeadBatch {
  readonly windows: number;
  readonly leads: number;
  /** [windows, leads, CHANNELS, samples]. */
  readonly signal: Float32Array;
  /** [windows, leads]. */
  readonly presence: Float32Array;
  /** [windows, leads, LEAD_NAMES.length], one-hot. */
  readonly identity: Float32Array;
}

export const leadBatch = (windows: number, leads: number): LeadBatch => ({
  windows,
  leads,
  signal: new Float32Array(windows * leads * CHANNELS * WINDOW_SAMPLES),
  presence: new Float32Array(windows * leads),
  identity: new Float32Array(windows * leads * LEAD_NAMES.length),
});

export const leadFeeds = ({ signal, presence, identity }: LeadBatch): Readonly<Record<string, Float32Array>> => ({
  signal,
  leadPresence: presence,
  leadIdentity: identity,
});

/** Index of the first sample of a slot's first channel. */
export const slotStart = ({ leads }: LeadBatch, window: number, slot: number): number =>
  (window * leads + slot) * CHANNELS * WINDOW_SAMPLES;

/** Empties a slot: no lead there. */
export function clearSlot(batch: LeadBatch, window: number, slot: number): void {
  const at = slotStart(batch, window, slot);
  const row = window * batch.leads + slot;
  batch.signal.fill(0, at, at + CHANNELS * WINDOW_SAMPLES);
  batch.presence[row] = 0;
  batch.identity.fill(0, row * LEAD_NAMES.length, (row + 1) * LEAD_NAMES.length);
}

/** Marks a slot as filled by a lead of this name (index in LEAD_NAMES). */
export function nameSlot(batch: LeadBatch, window: number, slot: number, name: number): void {
  const row = window * batch.leads + slot;
  batch.presence[row] = 1;
  batch.identity.fill(0, row * LEAD_NAMES.length, (row + 1) * LEAD_NAMES.length);
  batch.identity[row * LEAD_NAMES.length + name] = 1;
}

/**
 * How a window is brought to the model's range: `lead`, each lead by its own size, where only shapes count; `window`,
 * all by the largest, where their relative sizes tell something (voltages of hypertrophy).
 */
export type Scaling = 'lead' | 'window';

/**
 * Fills a window with leads of a record from sample `from` on; the residual stays zero.
 * @param order lead of each slot; slots beyond stay empty
 */
export function placeWindow(
  batch: LeadBatch,
  window: number,
  record: Omit<WindowRecord, 'id'>,
  from: number,
  order: readonly number[],
  scaling: Scaling,
): void {
  const common = scaling === 'window' ? windowScale(record.leads, from) : 0;
  for (let slot = 0; slot < batch.leads; slot++) {
    clearSlot(batch, window, slot);
    const index = order[slot] ?? -1;
    const lead = record.leads[index];
    if (!lead) continue;
    nameSlot(batch, window, slot, record.leadName[index]!);
    const factor = scaling === 'window' ? common : windowScale([lead], from);
    const at = slotStart(batch, window, slot);
    const end = Math.min(WINDOW_SAMPLES, lead.length - from);
    for (let i = Math.max(0, -from); i < end; i++) batch.signal[at + i] = factor * lead[from + i]!;
  }
}

/**
 * First samples of the windows that cover a recording, `overlap` samples shared; one that is hardly longer than a window
 * (10 s against 9.984 s) is seen once, from its middle.
 */
export function windowStarts(length: number, overlap: number): number[] {
  const spare = length - WINDOW_SAMPLES;
  if (spare < WINDOW_SAMPLES >> 4) return [Math.max(0, spare >> 1)];
  const count = Math.ceil(spare / (WINDOW_SAMPLES - overlap)) + 1;
  return Array.from({ length: count }, (_, index) => Math.round((index * spare) / (count - 1)));
}
