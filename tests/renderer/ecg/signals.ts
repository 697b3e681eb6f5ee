import { BeatStore } from '../../../src/renderer/src/ecg/beat-store.svelte.ts';
import type { SignalSource, TileRuns } from '../../../src/renderer/src/ecg/tile-runs.ts';
import type { LeadInfo } from '../../../src/shared/contract/library.ts';
import type { AnnotationWindow } from '../../../src/shared/contract/review.ts';
import type { LeadWindow } from '../../../src/shared/contract/signal.ts';
import { codeOfMnemonic } from '../../../src/shared/annotation-codes.ts';

export const lead = (name: string, fields: Partial<LeadInfo> = {}): LeadInfo => ({
  name,
  unit: 'mV',
  rate: 500,
  samples: 5000,
  gain: 200,
  baseline: 0,
  ...fields,
});

export const TWELVE = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

export const samplesWindow = (values: LeadWindow['values'], fields: Partial<LeadWindow> = {}): LeadWindow => ({
  lead: 0,
  kind: 'samples',
  start: 0,
  step: 1,
  values,
  filtered: values instanceof Float32Array,
  ...fields,
});

/** A source that has one window per lead, loaded from the start. */
export const sourceOfWindows = (windows: readonly LeadWindow[]): SignalSource => ({
  collect(lead: number, from: number, to: number, _samplesPerPixel: number, runs: TileRuns): void {
    runs.clear();
    const window = windows.find((candidate) => candidate.lead === lead);
    const length = window
      ? window.kind === 'samples'
        ? window.values.length
        : (window.values.length / 2) * window.step
      : 0;
    const start = Math.max(0, from);
    const end = window ? Math.min(to, window.start + length) : to;
    if (start < end) runs.add(window, start, end);
  },
});

export const code = (mnemonic: string): number => codeOfMnemonic(mnemonic)?.code ?? 0;

/** An annotation set of `[sample, mnemonic, aux]` rows. */
export function annotations(
  rows: readonly (readonly [sample: number, mnemonic: string, aux?: string])[],
): AnnotationWindow {
  const texts = rows.flatMap(([, , aux], row) => (aux === undefined ? [] : [[row, aux] as const]));
  return {
    sample: Int32Array.from(rows, ([sample]) => sample),
    code: Uint8Array.from(rows, ([, mnemonic]) => code(mnemonic)),
    subtype: new Int8Array(rows.length),
    channel: new Uint8Array(rows.length),
    num: new Int8Array(rows.length),
    confidence: new Float32Array(rows.length).fill(NaN),
    auxRow: Int32Array.from(texts, ([row]) => row),
    auxText: texts.map(([, text]) => text),
  };
}

export function beatsOf(rows: readonly (readonly [sample: number, mnemonic: string, aux?: string])[]): BeatStore {
  const beats = new BeatStore();
  beats.replace(annotations(rows), 'file');
  return beats;
}
