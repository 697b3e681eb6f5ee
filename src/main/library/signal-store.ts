import type { LeadWindow } from '../../shared/contract/signal.ts';
import { Problem } from '../../shared/problem.ts';
import { durationSeconds, type Lead } from '../../shared/recording.ts';
import type { Connection } from './connection.ts';
import { damagedLibrary } from './damage.ts';
import { DecodedCache } from './decoded-cache.ts';
import { binSamples, BLOCK_BINS, decodeEnvelope, envelopeOfSamples, levelCount, mergeBins } from './envelope.ts';
import type { RecordingEntry, RecordingTable } from './recordings.ts';
import { decodeSamples } from './sample-codec.ts';

/** Samples of one lead to a stored chunk. */
export const CHUNK_SAMPLES = 32_768;
/** A window with more samples than this to a pixel column comes as an envelope. */
export const SAMPLES_PER_COLUMN = 4;
const CACHE_BYTES = 64 * 1024 * 1024;

export interface WindowRequest {
  readonly recordingId: string;
  /** Index of the lead. */
  readonly lead: number;
  /** Base-rate samples [from, to). */
  readonly from: number;
  readonly to: number;
  /** Pixel columns it will be drawn on. */
  readonly columns: number;
}

/** A stretch [from, to) in samples of one lead. */
export interface LeadStretch {
  readonly from: number;
  readonly to: number;
}

/** The lead's own samples that cover base-rate samples [from, to), clipped to the lead. */
export function leadStretch(
  recording: { readonly rate: number; readonly samples: number },
  lead: Lead,
  from: number,
  to: number,
): LeadStretch {
  const ratio = lead.rate / recording.rate;
  const start = Math.min(lead.samples, Math.max(0, Math.floor(from * ratio)));
  return { from: start, to: Math.min(lead.samples, Math.max(start, Math.ceil(to * ratio))) };
}

/**
 * How many samples one bin of an envelope must cover so that there are at most two bins, four points, to a column;
 * undefined where the samples themselves are few enough.
 */
export function envelopeStep(samples: number, columns: number): number | undefined {
  return samples > SAMPLES_PER_COLUMN * columns ? Math.ceil(samples / (2 * columns)) : undefined;
}

/** Reads signals. What a read costs is bounded by its columns, not by how long the recording is. */
export class SignalStore {
  private readonly connection: Connection;
  private readonly recordings: RecordingTable;
  private readonly cache = new DecodedCache(CACHE_BYTES);

  constructor(connection: Connection, recordings: RecordingTable) {
    this.connection = connection;
    this.recordings = recordings;
  }

  /** @throws Problem `not-found` */
  recording(recordingId: string): RecordingEntry {
    return this.recordings.get(recordingId);
  }

  /** Samples [from, to) of a lead at its own rate, clipped to the lead. The array is the caller's. */
  readSamples(recordingId: string, lead: number, from: number, to: number): Int32Array<ArrayBuffer> {
    const recording = this.recordings.get(recordingId);
    const { samples } = leadOf(recording, lead);
    const start = Math.max(0, Math.min(from, samples));
    const end = Math.max(start, Math.min(to, samples));
    const out = new Int32Array(end - start);
    for (let at = start; at < end;) {
      const chunk = Math.floor(at / CHUNK_SAMPLES);
      const chunkStart = chunk * CHUNK_SAMPLES;
      const stop = Math.min(end, chunkStart + CHUNK_SAMPLES);
      const decoded = this.chunk(recording.key, lead, chunk);
      if (decoded.length < stop - chunkStart) throw damagedLibrary('a signal chunk is too short');
      out.set(decoded.subarray(at - chunkStart, stop - chunkStart), at - start);
      at = stop;
    }
    return out;
  }

  /**
   * Samples, or an envelope that starts at a multiple of its step (so that it does not flicker while panning) and covers
   * the whole stretch. Every bin is exact; the last one of a lead covers what is left of it.
   */
  window({ recordingId, lead, from, to, columns }: WindowRequest): LeadWindow {
    const recording = this.recordings.get(recordingId);
    const info = leadOf(recording, lead);
    const stretch = leadStretch(recording, info, from, to);
    const wanted = envelopeStep(stretch.to - stretch.from, columns);
    if (wanted === undefined) {
      const values = this.readSamples(recordingId, lead, stretch.from, stretch.to);
      return { lead, kind: 'samples', start: stretch.from, step: 1, values, filtered: false };
    }
    const level = levelFor(wanted, info.samples);
    const base = level === undefined ? 1 : binSamples(level);
    const merge = Math.ceil(wanted / base);
    const step = merge * base;
    const start = Math.floor(stretch.from / step) * step;
    const end = Math.min(info.samples, Math.ceil(stretch.to / step) * step);
    const values =
      level === undefined
        ? envelopeOfSamples(this.readSamples(recordingId, lead, start, end), step)
        : mergeBins(this.bins(recording.key, lead, level, start / base, Math.ceil(end / base)), merge);
    return { lead, kind: 'envelope', start, step, values, filtered: false };
  }

  /** The whole recording's length in seconds. @throws Problem `not-found` */
  durationSeconds(recordingId: string): number {
    return durationSeconds(this.recordings.get(recordingId));
  }

  private chunk(recordingKey: number, lead: number, chunk: number): Int32Array {
    return this.cache.get(`${recordingKey}/${lead}/${chunk}`, () =>
      this.connection.read(() => {
        const row = this.connection.database
          .prepare<[number, number, number], { bytes: Uint8Array }>(
            'SELECT bytes FROM signal_chunks WHERE recording_key = ? AND lead = ? AND chunk = ?',
          )
          .get(recordingKey, lead, chunk);
        if (!row) throw damagedLibrary('a signal chunk is missing');
        return decodeSamples(row.bytes);
      }),
    );
  }

  /** Bins [from, to) of a level. */
  private bins(recordingKey: number, lead: number, level: number, from: number, to: number): Int32Array<ArrayBuffer> {
    const out = new Int32Array(2 * (to - from));
    for (let at = from; at < to;) {
      const block = Math.floor(at / BLOCK_BINS);
      const blockStart = block * BLOCK_BINS;
      const stop = Math.min(to, blockStart + BLOCK_BINS);
      const decoded = this.envelopeBlock(recordingKey, lead, level, block);
      if (decoded.length < 2 * (stop - blockStart)) throw damagedLibrary('an envelope block is too short');
      out.set(decoded.subarray(2 * (at - blockStart), 2 * (stop - blockStart)), 2 * (at - from));
      at = stop;
    }
    return out;
  }

  private envelopeBlock(recordingKey: number, lead: number, level: number, block: number): Int32Array {
    return this.cache.get(`${recordingKey}/${lead}/${level}/${block}`, () =>
      this.connection.read(() => {
        const row = this.connection.database
          .prepare<[number, number, number, number], { bytes: Uint8Array }>(
            'SELECT bytes FROM envelope_blocks WHERE recording_key = ? AND lead = ? AND level = ? AND block = ?',
          )
          .get(recordingKey, lead, level, block);
        if (!row) throw damagedLibrary('an envelope block is missing');
        return decodeEnvelope(row.bytes);
      }),
    );
  }
}

function leadOf(recording: RecordingEntry, lead: number): Lead {
  const found = recording.leads[lead];
  if (!found) throw new Problem('not-found', 'This recording has no such lead.');
  return found;
}

/** The coarsest level whose bins are not wider than `step`; undefined where samples must be read. */
function levelFor(step: number, samples: number): number | undefined {
  let level: number | undefined;
  for (let candidate = 0; candidate < levelCount(samples) && binSamples(candidate) <= step; candidate++)
    level = candidate;
  return level;
}
