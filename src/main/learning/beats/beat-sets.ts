import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AAMI_CLASSES, annotationCode } from '../../../shared/annotation-codes.ts';
import { Problem } from '../../../shared/problem.ts';
import { medianBeat } from '../../nat/inputs/median-beat.ts';
import { MODEL_RATE, toModelBand } from '../../nat/inputs/model-band.ts';
import { rrFeatures } from '../../nat/inputs/rr-features.ts';
import { readPhysicalRecording } from '../physical-leads.ts';
import type { NoiseBank } from './augmentation.ts';
import type { BeatRecord, PreparedLead } from './beat-record.ts';

/** Reference annotations are read from this annotator. */
const REFERENCE = 'atr';
/** Annotated positions may lie this far from the main deflection, in samples at 250 Hz. */
const ALIGN_REACH = 20;

/** Record names of a folder in the order of their numbers. */
export function recordNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.hea'))
    .map((name) => name.slice(0, -4))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** @throws Problem `not-found` when the record has no reference beats */
export function readBeatRecord(folder: string, set: string, record: string): BeatRecord {
  const { header, leads, annotationSets } = readPhysicalRecording(join(folder, `${record}.hea`));
  const reference = annotationSets.find(({ annotator }) => annotator === REFERENCE)?.annotations;
  if (!reference) throw new Problem('not-found', `${record} has no reference annotations (${record}.${REFERENCE}).`);
  const signals = leads.map((lead, index) => toModelBand(lead, header.leads[index]?.rate ?? header.rate));

  const length = signals[0]?.length ?? 0;
  const index: number[] = [];
  const annotated: number[] = [];
  for (let i = 0; i < reference.sample.length; i++) {
    if (annotationCode(reference.code[i]!)?.aami === undefined) continue;
    const position = Math.round((reference.sample[i]! * MODEL_RATE) / header.rate);
    if (position < 0 || position >= length) continue;
    index.push(i);
    annotated.push(position);
  }
  const offset = annotationOffset(signals, annotated);
  const position = Int32Array.from(annotated, (at) => Math.min(length - 1, Math.max(0, at + offset)));
  const label = Uint8Array.from(index, (i) => AAMI_CLASSES.indexOf(annotationCode(reference.code[i]!)?.aami ?? 'Q'));
  const prepared = signals.map((signal, lead): PreparedLead => ({
    name: header.leads[lead]?.name ?? '',
    signal,
    median: medianBeat(signal, position, MODEL_RATE),
  }));
  return {
    id: `${set}/${record}`,
    record,
    set,
    patient: `${set}/${record}`,
    leads: prepared,
    position,
    label,
    rhythm: rrFeatures(position),
    reference: { rate: header.rate, samples: header.samples, index: Int32Array.from(index) },
  };
}

/**
 * How far a record's annotations lie from the steepest part of its beats, as the record's median: annotators and
 * detectors put their marks at different places (svdb's lie about 16 ms early), the model is shown one convention.
 */
function annotationOffset(signals: readonly Float32Array[], annotated: readonly number[]): number {
  const offsets: number[] = [];
  for (const at of annotated) {
    let best = 0;
    let bestEnergy = -1;
    for (let shift = -ALIGN_REACH; shift <= ALIGN_REACH; shift++) {
      let energy = 0;
      for (const signal of signals) {
        const value = signal[at + shift] ?? 0;
        energy += value * value;
      }
      if (energy > bestEnergy) {
        bestEnergy = energy;
        best = shift;
      }
    }
    offsets.push(best);
  }
  offsets.sort((a, b) => a - b);
  return offsets[offsets.length >> 1] ?? 0;
}

/** Wander and muscle noise of the MIT-BIH Noise Stress Test Database, at 250 Hz and unit deviation; empty where absent. */
export function readNoiseBank(folder: string | undefined): NoiseBank {
  if (folder === undefined) return [];
  return recordNames(folder).flatMap((name) => {
    const { header, leads } = readPhysicalRecording(join(folder, `${name}.hea`));
    return leads.map((lead, index) => {
      const signal = toModelBand(lead, header.leads[index]?.rate ?? header.rate);
      const deviation = Math.sqrt(signal.reduce((sum, value) => sum + value * value, 0) / signal.length);
      return signal.map((value) => value / deviation);
    });
  });
}
