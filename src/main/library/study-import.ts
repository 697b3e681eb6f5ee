import type { RecordingHeader, SignalBlock } from '../../shared/recording.ts';
import { durationSeconds } from '../../shared/recording.ts';
import { Problem } from '../../shared/problem.ts';
import { type AnnotationStore, type NewAnnotations, type NewAnnotationSet, sliceNewRows } from './annotation-store.ts';
import { BLOCK_ANNOTATIONS } from './annotation-blocks.ts';
import { compress } from './compression.ts';
import type { Connection } from './connection.ts';
import { encodeEnvelope, EnvelopeBuilder } from './envelope.ts';
import { encodeSamples } from './sample-codec.ts';
import { foldText } from './search-text.ts';
import { CHUNK_SAMPLES } from './signal-store.ts';
import { SOURCE_PIECE_BYTES, type SourceFile } from './source-store.ts';
import { removeUnfinished } from './sweep.ts';
import { patientKey } from './patients.ts';

/** Bytes that are collected before they are written: a transaction of a few milliseconds, so that main never waits for it. */
const TRANSACTION_BYTES = 512 * 1024;

export interface NewStudy {
  readonly id: string;
  readonly header: RecordingHeader;
  readonly synthetic: boolean;
  readonly sources: readonly SourceFile[];
  /** ISO 8601. */
  readonly importedAt: string;
}

interface LeadBuffer {
  readonly samples: Int32Array;
  readonly envelope: EnvelopeBuilder;
  filled: number;
  chunk: number;
  total: number;
}

interface SourceProgress {
  readonly key: number;
  pieces: number;
}

/**
 * One study on its way into the library. Everything but the last step is written under a study that no query sees, in
 * many short transactions; `finish` makes it visible in one. Whatever happens before leaves rows that `sweep` removes.
 */
export class StudyImport {
  readonly recordingId: string;
  private readonly connection: Connection;
  private readonly annotations: AnnotationStore;
  private readonly study: NewStudy;
  private readonly studyKey: number;
  private readonly recordingKey: number;
  private readonly leads: LeadBuffer[];
  private readonly sources: SourceProgress[];
  private pending: (() => void)[] = [];
  private pendingBytes = 0;

  constructor(connection: Connection, annotations: AnnotationStore, study: NewStudy) {
    this.connection = connection;
    this.annotations = annotations;
    this.study = study;
    this.recordingId = `${study.id}-1`;
    removeUnfinished(connection, study.id);
    const { database } = connection;
    const { header } = study;
    const keys = connection.write(() => {
      const studyKey = insertStudy(connection, study);
      const { lastInsertRowid } = database
        .prepare(
          'INSERT INTO recordings (id, study_key, position, name, rate, samples, start) VALUES (?, ?, 0, ?, ?, ?, ?)',
        )
        .run(this.recordingId, studyKey, header.name, header.rate, header.samples, header.start ?? null);
      const lead = database.prepare(
        `INSERT INTO leads (recording_key, lead, name, unit, rate, samples, gain, baseline, uncalibrated)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      );
      for (const [index, { name, unit, rate, samples, gain, baseline, uncalibrated }] of header.leads.entries()) {
        lead.run(lastInsertRowid, index, name, unit, rate, samples, gain, baseline, uncalibrated ? 1 : 0);
      }
      const source = database.prepare(
        'INSERT INTO sources (study_key, position, name, size, sha256) VALUES (?, ?, ?, ?, ?)',
      );
      const sources = study.sources.map(({ name, bytes, sha256 }, position) => ({
        key: Number(source.run(studyKey, position, name, bytes, sha256).lastInsertRowid),
        pieces: 0,
      }));
      return { studyKey, recordingKey: Number(lastInsertRowid), sources };
    });
    this.studyKey = keys.studyKey;
    this.recordingKey = keys.recordingKey;
    this.sources = keys.sources;
    this.leads = header.leads.map(({ samples }, index) => ({
      samples: new Int32Array(Math.min(samples, CHUNK_SAMPLES)),
      envelope: new EnvelopeBuilder(samples, (block) => {
        const bytes = encodeEnvelope(block);
        this.later(bytes.length, () => {
          database
            .prepare('INSERT INTO envelope_blocks (recording_key, lead, level, block, bytes) VALUES (?, ?, ?, ?, ?)')
            .run(this.recordingKey, index, block.level, block.block, bytes);
        });
      }),
      filled: 0,
      chunk: 0,
      total: 0,
    }));
  }

  /** The next samples of a lead. @throws Problem `unreadable` when there are more than the header promised. */
  addSignal(block: SignalBlock): void {
    const lead = this.leads[block.lead];
    const promised = this.study.header.leads[block.lead];
    if (!lead || !promised || block.start !== lead.total || lead.total + block.samples.length > promised.samples) {
      throw this.notAsPromised(promised?.name ?? String(block.lead), lead?.total ?? 0, promised?.samples ?? 0);
    }
    lead.envelope.push(block.samples);
    lead.total += block.samples.length;
    for (let at = 0; at < block.samples.length;) {
      const taken = Math.min(block.samples.length - at, lead.samples.length - lead.filled);
      lead.samples.set(block.samples.subarray(at, at + taken), lead.filled);
      lead.filled += taken;
      at += taken;
      if (lead.filled === lead.samples.length) this.storeChunk(block.lead, lead);
    }
  }

  /** The next piece of an original file, `SOURCE_PIECE_BYTES` long but for its last. */
  addSourcePiece(position: number, bytes: Uint8Array): void {
    const source = this.sources[position];
    if (!source || bytes.length > SOURCE_PIECE_BYTES) throw new RangeError('no such source, or too long a piece');
    const piece = source.pieces++;
    const packed = compress(bytes);
    this.later(packed.length, () => {
      this.connection.database
        .prepare('INSERT INTO source_pieces (source_key, piece, bytes) VALUES (?, ?, ?)')
        .run(source.key, piece, packed);
    });
  }

  /** A whole set of annotations that came with the file. `onBlock` hears of every few thousand that are stored. */
  addAnnotations(set: NewAnnotationSet, rows: NewAnnotations, onBlock: () => void = () => {}): void {
    this.flush();
    const setId = this.connection.write(() => this.annotations.createFor(this.recordingKey, set));
    const by = { author: set.annotator, at: set.createdAt };
    for (let from = 0; from < rows.sample.length; from += BLOCK_ANNOTATIONS) {
      this.annotations.add(setId, sliceNewRows(rows, from, from + BLOCK_ANNOTATIONS), by);
      onBlock();
    }
    this.annotations.complete(setId);
  }

  /**
   * Makes the study visible. `warnings` replace the header's; `fingerprint` is that of the file as it may have been
   * quarantined before, whose row then goes.
   * @throws Problem `unreadable` when there are fewer samples than the header promised.
   */
  finish(warnings: readonly string[], fingerprint?: string): void {
    const { header } = this.study;
    for (const [index, lead] of this.leads.entries()) {
      const promised = header.leads[index];
      if (promised && lead.total !== promised.samples) {
        throw this.notAsPromised(promised.name, lead.total, promised.samples);
      }
      if (lead.filled > 0) this.storeChunk(index, lead);
      lead.envelope.finish();
    }
    this.flush();
    const { database } = this.connection;
    this.connection.write(() => {
      database
        .prepare("UPDATE studies SET status = 'new', patient_key = ?, warnings = ? WHERE key = ?")
        .run(patientKey(this.connection, header.patient), JSON.stringify(warnings), this.studyKey);
      database.prepare('INSERT INTO study_search (rowid, text) VALUES (?, ?)').run(this.studyKey, searchText(header));
      const quarantined = database
        .prepare<[string], { key: number }>("SELECT key FROM studies WHERE file_hash = ? AND status = 'quarantined'")
        .all(fingerprint ?? '');
      for (const { key } of quarantined) {
        database.prepare('DELETE FROM study_search WHERE rowid = ?').run(key);
        database.prepare('DELETE FROM studies WHERE key = ?').run(key);
      }
    });
  }

  /** Removes what was written so far. */
  abandon(): void {
    this.pending = [];
    this.pendingBytes = 0;
    removeUnfinished(this.connection, this.study.id);
  }

  private storeChunk(index: number, lead: LeadBuffer): void {
    const bytes = encodeSamples(lead.samples.subarray(0, lead.filled));
    const chunk = lead.chunk++;
    lead.filled = 0;
    this.later(bytes.length, () => {
      this.connection.database
        .prepare('INSERT INTO signal_chunks (recording_key, lead, chunk, bytes) VALUES (?, ?, ?, ?)')
        .run(this.recordingKey, index, chunk, bytes);
    });
  }

  private later(bytes: number, write: () => void): void {
    this.pending.push(write);
    this.pendingBytes += bytes;
    if (this.pendingBytes >= TRANSACTION_BYTES) this.flush();
  }

  private flush(): void {
    const writes = this.pending;
    this.pending = [];
    this.pendingBytes = 0;
    if (writes.length === 0) return;
    this.connection.write(() => {
      for (const write of writes) write();
    });
  }

  private notAsPromised(lead: string, read: number, promised: number): Problem {
    const { name } = this.study.header;
    return new Problem(
      'unreadable',
      `${name}: the header promises ${promised} samples of lead ${lead}, the file holds ${read < promised ? 'only ' : ''}` +
        `${read}${read < promised ? '' : ' or more'}. Copy the file again from its source.`,
    );
  }
}

function insertStudy(connection: Connection, { id, header, synthetic, importedAt }: NewStudy): number {
  const { lastInsertRowid } = connection.database
    .prepare(
      `INSERT INTO studies (id, status, age_years, record_name, format, recorded_at, imported_at, duration_seconds,
         lead_names, synthetic, notes, warnings)
       VALUES (?, 'importing', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      id,
      header.patient.ageYears ?? null,
      header.name,
      header.format,
      header.start ?? null,
      importedAt,
      durationSeconds(header),
      JSON.stringify(header.leads.map(({ name }) => name)),
      synthetic ? 1 : 0,
      JSON.stringify(header.notes),
      JSON.stringify(header.warnings),
    );
  return Number(lastInsertRowid);
}

/** What the worklist's search looks at. */
const searchText = ({ patient, name, format, start, notes }: RecordingHeader): string =>
  foldText([patient.name, patient.id, name, format, start, ...notes].filter(Boolean).join(' '));
