import { randomUUID } from 'node:crypto';
import { STANDING } from '../../shared/contract/editing.ts';
import { Problem } from '../../shared/problem.ts';
import { decodeAnnotations, encodeAnnotations } from './annotation-codec.ts';
import type { StoredAnnotations } from './annotation-columns.ts';
import type { Connection } from './connection.ts';

/** A set that belongs to a reader, or that a reader made of two. */
export interface ReaderSet {
  readonly key: number;
  readonly id: string;
  readonly recordingId: string;
  readonly author: string;
  readonly kind: 'reader' | 'adjudicated';
  /** The set of a model, the rules or a file that the copies go back to. */
  readonly sourceId: string;
  readonly copiedId: string;
  readonly secondId: string | null;
  /** Events before this one are the copy. */
  readonly firstSequence: number;
  readonly version: number;
  readonly signer: string | null;
  readonly signedAt: string | null;
}

/** What a copy is to be. */
export interface NewReaderSet {
  /** The set it begins as. */
  readonly copied: string;
  readonly author: string;
  /** ISO 8601. */
  readonly at: string;
  readonly kind: ReaderSet['kind'];
  /** The other set of an adjudication. */
  readonly second?: string | undefined;
}

interface SetToCopy {
  readonly key: number;
  readonly recordingKey: number;
  readonly complete: 0 | 1;
  readonly definitions: string;
  readonly count: number;
  readonly countByCode: string;
  readonly nextId: number;
}

/** More rows than a reader will ever insert by hand. */
const IDS_APART = 1 << 17;

const READER_SETS = `SELECT a.key, a.id, r.id AS recordingId, s.author, s.kind, source.id AS sourceId, copied.id AS copiedId,
    second.id AS secondId, s.first_sequence AS firstSequence, s.version, o.signer, o.at AS signedAt
  FROM reader_sets s JOIN annotation_sets a ON a.key = s.set_key JOIN recordings r ON r.key = s.recording_key
  JOIN annotation_sets source ON source.key = s.source_key JOIN annotation_sets copied ON copied.key = s.copied_key
  LEFT JOIN annotation_sets second ON second.key = s.second_key
  LEFT JOIN signed_sets g ON g.set_key = s.set_key LEFT JOIN sign_offs o ON o.key = g.sign_off_key`;

/** Whose annotation sets are. Sets of models, rules and files belong to nobody and are never written to again. */
export class ReaderSets {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Undefined for a set that is no reader's. */
  find(setId: string): ReaderSet | undefined {
    return this.connection.read(() =>
      this.connection.database.prepare<[string], ReaderSet>(`${READER_SETS} WHERE a.id = ?`).get(setId),
    );
  }

  /** The latest version of a reader's own set of a recording. */
  latest(recordingId: string, author: string): ReaderSet | undefined {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[string, string], ReaderSet>(
          `${READER_SETS} WHERE r.id = ? AND s.author = ? AND s.kind = 'reader' ORDER BY a.key DESC LIMIT 1`,
        )
        .get(recordingId, author),
    );
  }

  /** A reader's latest adjudication of two sets, or of earlier versions that led to them. */
  adjudication(author: string, first: string, second: string): ReaderSet | undefined {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[string, string, string], ReaderSet>(
          `${READER_SETS} WHERE s.author = ? AND s.kind = 'adjudicated' AND copied.id = ? AND second.id = ?
           ORDER BY a.key DESC LIMIT 1`,
        )
        .get(author, first, second),
    );
  }

  /**
   * A set of the reader's own that begins as a copy, with the same ids. What another reader said stays marked as that.
   * @throws Problem `not-found` | `bad-input` for a set that is still being made
   */
  copy({ copied, author, at, kind, second }: NewReaderSet): string {
    const { database } = this.connection;
    return this.connection.write(() => {
      const from = database
        .prepare<[string], SetToCopy>(
          `SELECT key, recording_key AS recordingKey, complete, definitions, count, count_by_code AS countByCode,
             next_id AS nextId FROM annotation_sets WHERE id = ?`,
        )
        .get(copied);
      if (!from) throw new Problem('not-found', 'These annotations are not in the library. Open the study again.');
      if (!from.complete) {
        throw new Problem('bad-input', 'The automatic reading is still under way. Wait for its end, then edit.');
      }
      const before = this.find(copied);
      const own = before?.author === author && before.kind === kind;
      const version = own ? before.version + 1 : 1;
      const id = randomUUID();
      const { lastInsertRowid } = database
        .prepare(
          `INSERT INTO annotation_sets (id, recording_key, annotator, origin, made_by, created_at, definitions, complete,
             count, count_by_code, next_id, next_sequence)
           VALUES (?, ?, ?, 'reader', ?, ?, ?, 1, ?, ?, ?, 0)`,
        )
        .run(
          id,
          from.recordingKey,
          kind === 'adjudicated' ? `${author}, adjudicated` : author,
          version === 1 ? author : `${author}, version ${version}`,
          at,
          from.definitions,
          from.count,
          from.countByCode,
          // Rows that the first set gains later get other ids than those that the adjudication adds.
          kind === 'adjudicated' && !own ? from.nextId + IDS_APART : from.nextId,
        );
      const key = Number(lastInsertRowid);
      const blocks = this.copyBlocks(from.key, key, { author, at }, before !== undefined && !own);
      database
        .prepare(
          `INSERT INTO reader_sets (set_key, recording_key, author, kind, source_key, copied_key, second_key,
             first_sequence, version)
           VALUES (?, ?, ?, ?, coalesce((SELECT source_key FROM reader_sets WHERE set_key = ?), ?), ?,
             (SELECT key FROM annotation_sets WHERE id = ?), ?, ?)`,
        )
        .run(
          key,
          from.recordingKey,
          author,
          kind,
          from.key,
          from.key,
          // A new version of an adjudication is still one of the same two sets.
          own && before.kind === 'adjudicated' ? this.keyOf(before.copiedId) : from.key,
          second ?? (own ? before.secondId : null),
          blocks,
          version,
        );
      return id;
    });
  }

  /** Blocks as they are, each also as an event of the new log; returns how many. */
  private copyBlocks(from: number, to: number, by: { author: string; at: string }, anothers: boolean): number {
    const { database } = this.connection;
    const blocks = database
      .prepare<
        [number],
        { first_sample: number; first_id: number; last_sample: number; count: number; columns: Uint8Array }
      >(
        `SELECT first_sample, first_id, last_sample, count, columns FROM annotation_blocks WHERE set_key = ?
         ORDER BY first_sample, first_id`,
      )
      .all(from);
    const block = database.prepare(
      `INSERT INTO annotation_blocks (set_key, first_sample, first_id, last_sample, count, columns)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    const event = database.prepare(
      "INSERT INTO annotation_events (set_key, sequence, kind, author, at, after) VALUES (?, ?, 'add', ?, ?, ?)",
    );
    blocks.forEach(({ first_sample, first_id, last_sample, count, columns }, sequence) => {
      const bytes = anothers ? asAnothers(columns) : columns;
      block.run(to, first_sample, first_id, last_sample, count, bytes);
      event.run(to, sequence, by.author, by.at, bytes);
    });
    database.prepare('UPDATE annotation_sets SET next_sequence = ? WHERE key = ?').run(blocks.length, to);
    return blocks.length;
  }

  private keyOf(setId: string): number | null {
    const row = this.connection.database
      .prepare<[string], { key: number }>('SELECT key FROM annotation_sets WHERE id = ?')
      .get(setId);
    return row?.key ?? null;
  }
}

const asAnothers = (columns: Uint8Array): Uint8Array => encodeAnnotations(takenOver(decodeAnnotations(columns)));

/** What a reader set or confirmed, as it stands in a copy of another reader. */
export const takenOver = (rows: StoredAnnotations): StoredAnnotations => ({
  ...rows,
  standing: rows.standing.map((value) => (value === STANDING.reader ? STANDING.otherReader : value)),
});
