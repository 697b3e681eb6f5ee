import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AAMI_CLASSES, annotationCode } from '../../../shared/annotation-codes.ts';
import { Problem } from '../../../shared/problem.ts';
import type { AnnotationColumns } from '../../../shared/recording.ts';
import { annotationOffset } from '../../nat/inputs/annotation-offset.ts';
import { NO_LABEL, type PreparedLead } from '../../nat/inputs/beat-batch.ts';
import { medianBeat } from '../../nat/inputs/median-beat.ts';
import { MODEL_RATE, toModelBand } from '../../nat/inputs/model-band.ts';
import { rrFeatures } from '../../nat/inputs/rr-features.ts';
import { detectedBeats } from '../detected-beats.ts';
import { type PhysicalRecording, readPhysicalRecording } from '../physical-leads.ts';
import { leadNameIndices } from '../../nat/inputs/window-record.ts';
import { patientIn } from '../splits.ts';
import type { NoiseBank } from './augmentation.ts';
import type { BeatRecord } from './beat-record.ts';

/** Reference annotations are read from this annotator. */
const REFERENCE = 'atr';
/** Record names of a folder in the order of their numbers. */
export function recordNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.hea'))
    .map((name) => name.slice(0, -4))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** Beats of a record: samples at its own rate, ascending, with a class of AAMI_CLASSES each. */
interface MarkedBeats {
  readonly sample: Int32Array;
  readonly label: Uint8Array;
}

/** @throws Problem `not-found` when the record has no reference beats */
export function readBeatRecord(folder: string, set: string, record: string): BeatRecord {
  const source = readPhysicalRecording(join(folder, `${record}.hea`));
  return beatRecord(source, set, record, referenceBeats(source, record));
}

/**
 * The record with the beats of the classical detector in place of the reference's; the reference stays for scoring.
 * @throws Problem `not-found` when there is none
 */
export async function readDetectedRecord(folder: string, set: string, record: string): Promise<BeatRecord> {
  const source = readPhysicalRecording(join(folder, `${record}.hea`));
  const sample = await detectedBeats(source.leads, source.header.rate);
  return beatRecord(source, set, record, { sample, label: new Uint8Array(sample.length).fill(NO_LABEL) });
}

function beatRecord(source: PhysicalRecording, set: string, record: string, marked: MarkedBeats): BeatRecord {
  const { header, leads } = source;
  const signals = leads.map((lead, index) => toModelBand(lead, header.leads[index]?.rate ?? header.rate));
  const names = leadNameIndices(header);
  const length = signals[0]?.length ?? 0;
  const resampled = marked.sample.map((sample) => Math.round((sample * MODEL_RATE) / header.rate));
  const inside = (_: number, beat: number): boolean => resampled[beat]! >= 0 && resampled[beat]! < length;
  const annotated = resampled.filter(inside);
  const offset = annotationOffset(signals, annotated);
  const position = annotated.map((at) => Math.min(length - 1, Math.max(0, at + offset)));
  const prepared = signals.map((signal, lead): PreparedLead => ({
    name: header.leads[lead]?.name ?? '',
    nameIndex: names[lead]!,
    signal,
    median: medianBeat(signal, position, MODEL_RATE),
  }));
  return {
    id: `${set}/${record}`,
    record,
    set,
    patient: patientIn(set, record),
    leads: prepared,
    position,
    sample: marked.sample.filter(inside),
    label: marked.label.filter(inside),
    rhythm: rrFeatures(position),
    reference: { rate: header.rate, samples: header.samples, annotations: referenceOf(source, record) },
  };
}

function referenceOf({ annotationSets, warnings }: PhysicalRecording, record: string): AnnotationColumns {
  const reference = annotationSets.find(({ annotator }) => annotator === REFERENCE);
  if (reference) return reference.annotations;
  const file = `${record}.${REFERENCE}`;
  const damage = warnings.find((warning) => warning.startsWith(file));
  if (damage !== undefined) throw new Problem('unreadable', `${damage} Without it ${record} cannot be learnt from.`);
  throw new Problem('not-found', `${record} has no reference annotations (${file}).`);
}

function referenceBeats(source: PhysicalRecording, record: string): MarkedBeats {
  const { sample, code } = referenceOf(source, record);
  const isBeat = (_: number, i: number): boolean => annotationCode(code[i]!)?.aami !== undefined;
  const label = code.map((one) => AAMI_CLASSES.indexOf(annotationCode(one)?.aami ?? 'Q'));
  return { sample: sample.filter(isBeat), label: label.filter(isBeat) };
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
