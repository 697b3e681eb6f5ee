import { AAMI_CLASSES } from '../../../shared/annotation-codes.ts';
import { LEAD_NAMES, WINDOW_SAMPLES } from '../model-config.ts';
import { firstAtOrAfter } from './first-at-or-after.ts';
import { type MedianBeat, residual } from './median-beat.ts';
import { RR_FEATURES } from './rr-features.ts';
import { quantileScale, SMALLEST_SCALE } from './window-scale.ts';

/** No class: an empty slot, or a beat that is shown but not learned from. */
export const NO_LABEL = 255;

/** One lead, filtered to the model's band and resampled to 250 Hz, in millivolts, with its own median beat. */
export interface PreparedLead {
  readonly name: string;
  /** Index of its name in LEAD_NAMES. */
  readonly nameIndex: number;
  readonly signal: Float32Array;
  readonly median: MedianBeat;
}

/** What windows of beats are cut from: a recording, or a stretch of one. Columns per beat, in time order. */
export interface BeatSource {
  readonly leads: readonly PreparedLead[];
  /** Positions at 250 Hz, at the main deflection, in samples of the leads. */
  readonly position: Int32Array;
  /** Index into AAMI_CLASSES; NO_LABEL where nobody labelled the beat. */
  readonly label: Uint8Array;
  /** `beats × RR_FEATURES`. */
  readonly rhythm: Float32Array;
}

/** Sizes of a batch, fixed for a graph. */
export interface BatchShape {
  readonly windows: number;
  readonly leads: number;
  /** Slots for beats in a window; beats beyond are left out. */
  readonly beats: number;
}

/** What the beat graph is fed, by the names of its inputs, and whose beats they are. Arrays are reused. */
export interface BeatBatch {
  readonly shape: BatchShape;
  /** [windows · leads, 2, samples]: the lead and its residual, scaled. */
  readonly signal: Float32Array;
  /** [windows, leads]. */
  readonly presence: Float32Array;
  /** [windows, leads, LEAD_NAMES.length], one-hot; only models that know lead names ask. */
  readonly identity: Float32Array;
  /** [windows, beats], samples from the window's start. */
  readonly positions: Float32Array;
  /** [windows, beats]. */
  readonly present: Float32Array;
  /** [windows, beats, RR_FEATURES]. */
  readonly rhythm: Float32Array;
  /** [windows, beats]; NO_LABEL for none. */
  readonly label: Uint8Array;
  /** [windows, beats, classes], filled by `feedsOf`. */
  readonly targets: Float32Array;
  /** [windows, beats]: index of the beat in its record, −1 for an empty slot. */
  readonly index: Int32Array;
}

export function beatBatch(shape: BatchShape): BeatBatch {
  const { windows, leads, beats } = shape;
  return {
    shape,
    signal: new Float32Array(windows * leads * 2 * WINDOW_SAMPLES),
    presence: new Float32Array(windows * leads),
    identity: new Float32Array(windows * leads * LEAD_NAMES.length),
    positions: new Float32Array(windows * beats),
    present: new Float32Array(windows * beats),
    rhythm: new Float32Array(windows * beats * RR_FEATURES),
    label: new Uint8Array(windows * beats),
    targets: new Float32Array(windows * beats * AAMI_CLASSES.length),
    index: new Int32Array(windows * beats),
  };
}

/** Beats this close to a window's edge are not read: their morphology is cut. */
export const EDGE_SAMPLES = 50;

/** Writes the beats of record samples [from, from + WINDOW_SAMPLES) into window `window` of the batch. */
export function placeBeats(batch: BeatBatch, window: number, record: BeatSource, from: number): void {
  const { beats } = batch.shape;
  const first = window * beats;
  batch.present.fill(0, first, first + beats);
  batch.positions.fill(0, first, first + beats);
  batch.label.fill(NO_LABEL, first, first + beats);
  batch.index.fill(-1, first, first + beats);
  batch.rhythm.fill(0, first * RR_FEATURES, (first + beats) * RR_FEATURES);
  let slot = first;
  let beat = firstAtOrAfter(record.position, from + EDGE_SAMPLES);
  const end = from + WINDOW_SAMPLES - EDGE_SAMPLES;
  for (; beat < record.position.length && record.position[beat]! < end && slot < first + beats; beat++, slot++) {
    batch.present[slot] = 1;
    batch.positions[slot] = record.position[beat]! - from;
    batch.label[slot] = record.label[beat]!;
    batch.index[slot] = beat;
    const row = beat * RR_FEATURES;
    batch.rhythm.set(record.rhythm.subarray(row, row + RR_FEATURES), slot * RR_FEATURES);
  }
}

/** Writes one lead of the window, unscaled: the lead, then its residual. What lies outside the recording is zero. */
export function placeLead(
  batch: BeatBatch,
  window: number,
  slot: number,
  record: BeatSource,
  lead: number,
  from: number,
): void {
  const { leads } = batch.shape;
  const at = (window * leads + slot) * 2 * WINDOW_SAMPLES;
  const source = record.leads[lead];
  const row = window * leads + slot;
  batch.presence[row] = source ? 1 : 0;
  batch.identity.fill(0, row * LEAD_NAMES.length, (row + 1) * LEAD_NAMES.length);
  if (!source) {
    batch.signal.fill(0, at, at + 2 * WINDOW_SAMPLES);
    return;
  }
  batch.identity[row * LEAD_NAMES.length + source.nameIndex] = 1;
  const own = batch.signal.subarray(at, at + WINDOW_SAMPLES);
  for (let i = 0; i < WINDOW_SAMPLES; i++) own[i] = source.signal[from + i] ?? 0;
  const rest = batch.signal.subarray(at + WINDOW_SAMPLES, at + 2 * WINDOW_SAMPLES);
  residual(source.signal, record.position, source.median, from, rest);
}

/** Divides the lead and its residual by the 98th percentile of |lead|, so that gain and electrode distance do not matter. */
export function scaleLead(signal: Float32Array, at: number): void {
  const scale = quantileScale(signal.subarray(at, at + WINDOW_SAMPLES));
  const factor = scale > SMALLEST_SCALE ? 1 / scale : 0;
  for (let i = 0; i < 2 * WINDOW_SAMPLES; i++) signal[at + i]! *= factor;
}

/** The batch under the names of the graph's inputs; labels become one row of probabilities a beat, zeros for none. */
export function feedsOf(batch: BeatBatch): Readonly<Record<string, Float32Array>> {
  batch.targets.fill(0);
  for (let slot = 0; slot < batch.label.length; slot++) {
    const label = batch.label[slot]!;
    if (label !== NO_LABEL) batch.targets[slot * AAMI_CLASSES.length + label] = 1;
  }
  return {
    signal: batch.signal,
    leadPresence: batch.presence,
    leadIdentity: batch.identity,
    beatPositions: batch.positions,
    beatPresence: batch.present,
    beatRhythm: batch.rhythm,
    beatTargets: batch.targets,
  };
}
