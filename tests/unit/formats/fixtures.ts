import { memoryPicked } from '../../../src/main/formats/memory-source.ts';
import {
  MAX_BLOCK_SAMPLES,
  type ByteSource,
  type OpenOptions,
  type RecordingReader,
} from '../../../src/main/formats/format.ts';
import { openRecording } from '../../../src/main/formats/registry.ts';
import { Problem } from '../../../src/shared/problem.ts';
import type { AnnotationColumns, Lead, RecordingHeader, SignalBlock } from '../../../src/shared/recording.ts';

export const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** Samples as format 16 stores them. */
export function format16(samples: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  samples.forEach((sample, i) => {
    view.setInt16(i * 2, sample, true);
  });
  return bytes;
}

export type Files = Record<string, Uint8Array | string>;

const asBytes = (files: Files): Record<string, Uint8Array> =>
  Object.fromEntries(
    Object.entries(files).map(([name, content]) => [name, typeof content === 'string' ? text(content) : content]),
  );

export const pick = (files: Files, name: string) => memoryPicked(asBytes(files), name);
export const open = (files: Files, name: string, options?: OpenOptions): RecordingReader =>
  openRecording(pick(files, name), options);

/** All samples by lead; fails when blocks are too long, or leave or repeat samples. */
export function allSamples({ header, signal }: Pick<RecordingReader, 'header' | 'signal'>): Int32Array[] {
  const leads = header.leads.map((lead) => ({ samples: new Int32Array(lead.samples), next: 0 }));
  for (const block of signal()) {
    const lead = leads[block.lead];
    if (lead === undefined) throw new Error(`There is no lead ${block.lead}.`);
    if (block.start !== lead.next) throw new Error(`Lead ${block.lead} continues at ${block.start}, not ${lead.next}.`);
    if (block.samples.length === 0 || block.samples.length > MAX_BLOCK_SAMPLES)
      throw new Error('A block of a wrong length.');
    lead.samples.set(block.samples, block.start);
    lead.next += block.samples.length;
  }
  leads.forEach((lead, i) => {
    if (lead.next !== lead.samples.length) throw new Error(`Lead ${i} ends at ${lead.next} of ${lead.samples.length}.`);
  });
  return leads.map((lead) => lead.samples);
}

export const samplesOf = (files: Files, name: string, options?: OpenOptions): number[][] =>
  allSamples(open(files, name, options)).map((lead) => Array.from(lead));

/** The problem that an action ends with; fails when it ends otherwise. */
export function problemOf(act: () => unknown): Problem {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
  throw new Error('Nothing was thrown.');
}

/** Opens, reads everything, and gives the problem that comes up on the way. */
export const problemWith = (files: Files, name: string, options?: OpenOptions): Problem =>
  problemOf(() => allSamples(open(files, name, options)));

export function lead(name: string, samples: number, more: Partial<Lead> = {}): Lead {
  return { name, unit: 'mV', rate: 250, samples, gain: 200, baseline: 0, ...more };
}

export function recording(leads: readonly Lead[], more: Partial<RecordingHeader> = {}): RecordingHeader {
  const rate = Math.max(...leads.map((each) => each.rate));
  const samples = Math.max(...leads.map((each) => each.samples));
  return { format: 'WFDB', name: 'r', rate, samples, patient: {}, leads, notes: [], warnings: [], ...more };
}

/** Whole leads cut into blocks that advance together. */
export function* blocksOf(leads: readonly Int32Array[], length = 1000): Generator<SignalBlock> {
  const longest = Math.max(...leads.map((samples) => samples.length));
  for (let step = 0; step * length < longest; step++) {
    for (const [lead, samples] of leads.entries()) {
      const part = samples.subarray(step * length, (step + 1) * length);
      if (part.length > 0) yield { lead, start: step * length, samples: part };
    }
  }
}

export function joined(pieces: Iterable<Uint8Array>): Uint8Array {
  return new Uint8Array(Buffer.concat([...pieces]));
}

export interface PlainAnnotation {
  readonly sample: number;
  readonly code: number;
  readonly subtype?: number;
  readonly channel?: number;
  readonly num?: number;
  readonly aux?: string;
}

export function columns(annotations: readonly PlainAnnotation[]): AnnotationColumns {
  const aux = annotations.flatMap(({ aux: note }, i): [number, string][] => (note === undefined ? [] : [[i, note]]));
  return {
    sample: Int32Array.from(annotations, (each) => each.sample),
    code: Uint8Array.from(annotations, (each) => each.code),
    subtype: Int8Array.from(annotations, (each) => each.subtype ?? 0),
    channel: Uint8Array.from(annotations, (each) => each.channel ?? 0),
    num: Int8Array.from(annotations, (each) => each.num ?? 0),
    aux: new Map(aux),
  };
}

/** A file that must never be asked for more than `limit` bytes at once. */
export function guarded(source: ByteSource, limit: number): ByteSource {
  return {
    ...source,
    read: (offset, length) => {
      if (Math.min(length, source.size - offset) > limit) throw new Error(`${length} bytes were asked for at once.`);
      return source.read(offset, length);
    },
  };
}
