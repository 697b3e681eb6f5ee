import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import * as z from 'zod';
import { AAMI_CLASSES, annotationCode } from '../../../shared/annotation-codes.ts';
import { Problem } from '../../../shared/problem.ts';
import { NO_LABEL } from '../../nat/inputs/beat-batch.ts';
import { MODEL_RATE } from '../../nat/inputs/model-band.ts';
import { RR_FEATURES } from '../../nat/inputs/rr-features.ts';
import { LEAD_NAMES } from '../../nat/model-config.ts';
import type { BeatRecord } from '../beats/beat-record.ts';

/**
 * Stretches of public recordings with their beats, small enough to come with the program: what a clinic's training
 * rehearses, so that the model does not forget other patients, and what the gate compares models on.
 *
 * Layout: 8 bytes magic, u32 length of a JSON list of the stretches, the list, then compressed with Zstandard one after
 * the other for each stretch: the signal, the median beat, and the columns of its beats. Signals are companded to 8 bits
 * (the square root of the amplitude, so that small waves keep their shape) and stored as differences.
 */
const MAGIC = new TextEncoder().encode('ECGREH1\n');

/** `train` is rehearsed, `watch` is looked at while training, `reference` belongs to the gate. No record is in two. */
export const REHEARSAL_PARTS = ['train', 'watch', 'reference'] as const;
export type RehearsalPart = (typeof REHEARSAL_PARTS)[number];

const Stretch = z.object({
  part: z.enum(REHEARSAL_PARTS),
  /** `mitdb/208`. */
  record: z.string(),
  lead: z
    .int()
    .min(0)
    .max(LEAD_NAMES.length - 1),
  samples: z.int().positive(),
  beats: z.int().nonnegative(),
  /** Largest amplitude of the signal and of the median beat, in millivolts. */
  signalScale: z.number(),
  medianScale: z.number(),
  medianSamples: z.int().nonnegative(),
  medianBefore: z.int().nonnegative(),
});

/** One lead of a stretch of a recording, at 250 Hz in the model's band. */
export interface RehearsalStretch {
  readonly part: RehearsalPart;
  readonly record: string;
  readonly lead: number;
  readonly signal: Float32Array;
  readonly median: { readonly shape: Float32Array; readonly before: number; readonly shift: Int8Array };
  readonly position: Int32Array;
  /** WFDB codes. */
  readonly code: Uint8Array;
  /** `beats × RR_FEATURES`, told from the whole recording. */
  readonly rhythm: Float32Array;
}

/** RR features lie within ±6 (see rr-features.ts). */
const RHYTHM_STEPS = 127 / 6;
const clip8 = (value: number): number => Math.max(-127, Math.min(127, Math.round(value)));

function companded(values: Float32Array, scale: number): Int8Array {
  return Int8Array.from(values, (value) => clip8(127 * Math.sign(value) * Math.sqrt(Math.abs(value) / scale)));
}
const expanded = (bytes: Int8Array, scale: number): Float32Array =>
  Float32Array.from(bytes, (byte) => Math.sign(byte) * (byte / 127) ** 2 * scale);

function differences(bytes: Int8Array): Uint8Array {
  return Uint8Array.from(bytes, (byte, i) => (byte - (bytes[i - 1] ?? 0)) & 0xff);
}
function summed(bytes: Uint8Array): Int8Array {
  const out = new Int8Array(bytes.length);
  for (let i = 0, at = 0; i < bytes.length; i++) out[i] = at = (at + bytes[i]!) & 0xff;
  return out;
}

const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

export function writeRehearsal(stretches: readonly RehearsalStretch[]): Uint8Array {
  const heads: z.infer<typeof Stretch>[] = [];
  const parts: Uint8Array[] = [];
  for (const { part, record, lead, signal, median, position, code, rhythm } of stretches) {
    const signalScale = signal.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
    const medianScale = median.shape.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
    heads.push({
      ...{ part, record, lead, signalScale, medianScale },
      samples: signal.length,
      beats: position.length,
      medianSamples: median.shape.length,
      medianBefore: median.before,
    });
    parts.push(
      differences(companded(signal, signalScale)),
      bytesOf(companded(median.shape, medianScale)),
      bytesOf(Uint16Array.from(position)),
      code,
      bytesOf(median.shift),
      bytesOf(Int8Array.from(rhythm, (value) => clip8(value * RHYTHM_STEPS))),
    );
  }
  const list = new TextEncoder().encode(JSON.stringify(heads));
  const packed = zstdCompressSync(Buffer.concat(parts), {
    params: { [constants.ZSTD_c_compressionLevel]: 19, [constants.ZSTD_c_checksumFlag]: 1 },
  });
  const length = new Uint8Array(new Uint32Array([list.length]).buffer);
  return new Uint8Array(Buffer.concat([MAGIC, length, list, packed]));
}

/** @throws Problem `unreadable` */
export function readRehearsal(bytes: Uint8Array): RehearsalStretch[] {
  try {
    if (!MAGIC.every((byte, i) => bytes[i] === byte)) throw new Error('another kind of file');
    const start = MAGIC.length + 4;
    const listBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
    const list: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(start, start + listBytes)));
    const heads = z.array(Stretch).parse(list);
    const sizes = heads.map(({ samples, beats, medianSamples }) => samples + medianSamples + beats * (4 + RR_FEATURES));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const data = zstdDecompressSync(bytes.subarray(start + listBytes), { maxOutputLength: total });
    if (data.length !== total) throw new Error('another length');
    let at = 0;
    const take = (count: number): Uint8Array<ArrayBuffer> => Uint8Array.from(data.subarray(at, (at += count)));
    return heads.map(({ part, record, lead, samples, beats, ...head }): RehearsalStretch => {
      const signal = expanded(summed(take(samples)), head.signalScale);
      const shape = expanded(new Int8Array(take(head.medianSamples).buffer), head.medianScale);
      const position = Int32Array.from(new Uint16Array(take(2 * beats).buffer));
      const code = take(beats);
      const shift = new Int8Array(take(beats).buffer);
      const rhythm = Float32Array.from(new Int8Array(take(beats * RR_FEATURES).buffer), (byte) => byte / RHYTHM_STEPS);
      return {
        ...{ part, record, lead, signal, position, code, rhythm },
        median: { shape, before: head.medianBefore, shift },
      };
    });
  } catch (cause) {
    throw new Problem(
      'unreadable',
      'The recordings that trainings rehearse are damaged. Install Einthoven again; nothing was changed.',
      { cause },
    );
  }
}

/** A stretch as trainings and scores take it; the set's name is the database's. */
export function rehearsalRecord(stretch: RehearsalStretch, index: number): BeatRecord {
  const { record, lead, signal, median, position, code, rhythm } = stretch;
  const [set = record, name = record] = record.split('/');
  const count = position.length;
  return {
    id: `${record}#${index}`,
    record: name,
    set,
    patient: record,
    leads: [{ name: LEAD_NAMES[lead] ?? 'other', nameIndex: lead, signal, median }],
    position,
    sample: position,
    label: code.map((one) => {
      const aami = annotationCode(one)?.aami;
      return aami === undefined ? NO_LABEL : AAMI_CLASSES.indexOf(aami);
    }),
    rhythm,
    reference: {
      rate: MODEL_RATE,
      samples: signal.length,
      annotations: {
        sample: position,
        code,
        subtype: new Int8Array(count),
        channel: new Uint8Array(count),
        num: new Int8Array(count),
        aux: new Map(),
      },
    },
  };
}
