import { randomUUID } from 'node:crypto';
import { mnemonicOf } from '../../shared/annotation-codes.ts';
import type { AnnotationSetInfo } from '../../shared/contract/library.ts';
import { Problem } from '../../shared/problem.ts';
import type { AnnotationColumns, AnnotationDefinition } from '../../shared/recording.ts';
import { AnnotationBlocks } from './annotation-blocks.ts';
import { type AnnotationChange, type AnnotationEvent, inverse } from './annotation-change.ts';
import { encodeAnnotations } from './annotation-codec.ts';
import { emptyAnnotations, firstRowAt, joinRows, sliceRows, type StoredAnnotations } from './annotation-columns.ts';
import { AnnotationLog, type EventHead } from './annotation-log.ts';
import type { Connection } from './connection.ts';
import type { RecordingTable } from './recordings.ts';

export interface NewAnnotationSet {
  readonly annotator: string;
  readonly origin: AnnotationSetInfo['origin'];
  /** Version of what makes it. */
  readonly madeBy: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** What the file says of codes of its own. */
  readonly definitions?: readonly AnnotationDefinition[] | undefined;
}

/** Annotations to be added: ids are given by the library. */
export type NewAnnotations = AnnotationColumns & {
  /** 0–1; NaN where unknown. Absent when the annotator gives none at all. */
  readonly confidence?: Float32Array | undefined;
};

/** Rows [from, to) of annotations to be added. */
export const sliceNewRows = (rows: NewAnnotations, from: number, to: number): NewAnnotations => ({
  sample: rows.sample.subarray(from, to),
  code: rows.code.subarray(from, to),
  subtype: rows.subtype.subarray(from, to),
  channel: rows.channel.subarray(from, to),
  num: rows.num.subarray(from, to),
  aux: new Map([...rows.aux].filter(([row]) => row >= from && row < to).map(([row, text]) => [row - from, text])),
  confidence: rows.confidence?.subarray(from, to),
});

/** Who changes a set, and when (ISO 8601). */
export interface ChangedBy {
  readonly author: string;
  readonly at: string;
  /** What a reader's edit did, for the log; see `AnnotationEvent`. */
  readonly summary?: unknown;
}

interface SetRecord {
  readonly key: number;
  readonly id: string;
  readonly recordingId: string;
  readonly annotator: string;
  readonly origin: AnnotationSetInfo['origin'];
  readonly madeBy: string;
  readonly createdAt: string;
  readonly definitions: string;
  readonly complete: 0 | 1;
  readonly count: number;
  /** JSON: WFDB code → count. */
  readonly countByCode: string;
  readonly nextId: number;
  readonly nextSequence: number;
}

const SET_COLUMNS = `a.key, a.id, r.id AS recordingId, a.annotator, a.origin, a.made_by AS madeBy,
  a.created_at AS createdAt, a.definitions, a.complete, a.count, a.count_by_code AS countByCode, a.next_id AS nextId,
  a.next_sequence AS nextSequence`;
const SETS = 'annotation_sets a JOIN recordings r ON r.key = a.recording_key';

const LOWEST = -0x8000_0000;
const HIGHEST = 0x7fff_ffff;

/** Annotation sets: each an append-only log of changes, with the state it leads to kept beside it. */
export class AnnotationStore {
  private readonly connection: Connection;
  private readonly recordings: RecordingTable;
  private readonly blocks: AnnotationBlocks;
  private readonly log: AnnotationLog;

  constructor(connection: Connection, recordings: RecordingTable) {
    this.connection = connection;
    this.recordings = recordings;
    this.blocks = new AnnotationBlocks(connection);
    this.log = new AnnotationLog(connection);
  }

  /** In the order in which they were made. */
  setsOf(recordingKey: number): AnnotationSetInfo[] {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[number], SetRecord>(`SELECT ${SET_COLUMNS} FROM ${SETS} WHERE a.recording_key = ? ORDER BY a.key`)
        .all(recordingKey)
        .map(setInfo),
    );
  }

  /** @throws Problem `not-found` */
  sets(recordingId: string): AnnotationSetInfo[] {
    return this.setsOf(this.recordings.get(recordingId).key);
  }

  /** @throws Problem `not-found` */
  set(setId: string): AnnotationSetInfo & { readonly recordingId: string } {
    const record = this.record(setId);
    return { ...setInfo(record), recordingId: record.recordingId };
  }

  /** What the set's file said of codes of its own. @throws Problem `not-found` */
  definitions(setId: string): readonly AnnotationDefinition[] {
    return JSON.parse(this.record(setId).definitions) as AnnotationDefinition[];
  }

  /** Annotations with `from ≤ sample < to`, in the order of time. @throws Problem `not-found` */
  read(setId: string, from = LOWEST, to = HIGHEST): StoredAnnotations {
    const { key } = this.record(setId);
    return this.connection.read(() => {
      const parts = this.blocks.read(key, from, to).map((rows) => {
        const first = firstRowAt(rows.sample, from);
        // The highest position is part of "all of it".
        const end = to === HIGHEST ? rows.sample.length : firstRowAt(rows.sample, to);
        return first === 0 && end === rows.sample.length ? rows : sliceRows(rows, first, end);
      });
      return joinRows(parts);
    });
  }

  /** The log from event `sequence` on, oldest first. */
  events(setId: string, sequence = 0): AnnotationEvent[] {
    return this.log.read(this.record(setId).key, sequence);
  }

  /** @throws Problem `not-found` */
  event(setId: string, sequence: number): AnnotationEvent {
    const event = this.log.one(this.record(setId).key, sequence);
    if (!event) throw new Problem('not-found', 'There is no such change of these annotations.');
    return event;
  }

  /** The log without the rows. */
  eventHeads(setId: string, sequence = 0): EventHead[] {
    return this.log.heads(this.record(setId).key, sequence);
  }

  /** How many events there are: a set that has been changed has another revision. @throws Problem `not-found` */
  revision(setId: string): number {
    return this.record(setId).nextSequence;
  }

  /** The id that the next new annotation is given. @throws Problem `not-found` */
  nextId(setId: string): number {
    return this.record(setId).nextId;
  }

  /** A new set, empty and incomplete. @throws Problem `not-found` for an unknown recording. */
  create(recordingId: string, set: NewAnnotationSet): string {
    return this.connection.write(() => this.createFor(this.recordings.get(recordingId).key, set));
  }

  /** The same for a recording that is still being imported. Must run within a transaction. */
  createFor(
    recordingKey: number,
    { annotator, origin, madeBy, createdAt, definitions = [] }: NewAnnotationSet,
  ): string {
    const id = randomUUID();
    this.connection.database
      .prepare(
        `INSERT INTO annotation_sets (id, recording_key, annotator, origin, made_by, created_at, definitions, complete,
           count, count_by_code, next_id, next_sequence)
         VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, '{}', 0, 0)`,
      )
      .run(id, recordingKey, annotator, origin, madeBy, createdAt, JSON.stringify(definitions));
    return id;
  }

  /** Adds annotations and gives them ids in the order of the columns. */
  add(setId: string, rows: NewAnnotations, by: ChangedBy): void {
    this.connection.write(() => {
      const { nextId } = this.record(setId);
      const count = rows.sample.length;
      const after: StoredAnnotations = {
        ...rows,
        id: Int32Array.from({ length: count }, (_, row) => nextId + row),
        confidence: rows.confidence ?? new Float32Array(count).fill(Number.NaN),
        standing: new Uint8Array(count),
      };
      this.change(setId, { kind: 'add', before: emptyAnnotations(), after }, by);
    });
  }

  /**
   * Appends a change to the log and to the state, both or neither.
   * @throws Problem `bad-input` when `before` is not how the rows are now; `not-found`
   */
  change(setId: string, change: AnnotationChange, by: ChangedBy, undoes?: number): void {
    const { before, after, kind } = change;
    if (before.sample.length + after.sample.length === 0) return;
    this.connection.write(() => {
      const { database } = this.connection;
      const record = this.record(setId);
      this.blocks.apply(record.key, change);
      database
        .prepare(
          `INSERT INTO annotation_events (set_key, sequence, kind, author, at, undoes, before, after, summary)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          record.key,
          record.nextSequence,
          kind,
          by.author,
          by.at,
          undoes ?? null,
          before.sample.length > 0 ? encodeAnnotations(before) : null,
          after.sample.length > 0 ? encodeAnnotations(after) : null,
          by.summary === undefined ? null : JSON.stringify(by.summary),
        );
      const counts = countsOf(record.countByCode);
      for (const code of before.code) counts[code] = (counts[code] ?? 0) - 1;
      for (const code of after.code) counts[code] = (counts[code] ?? 0) + 1;
      const present = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
      const nextId = after.id.reduce((next, id) => Math.max(next, id + 1), record.nextId);
      database
        .prepare(
          'UPDATE annotation_sets SET count = ?, count_by_code = ?, next_id = ?, next_sequence = ? WHERE key = ?',
        )
        .run(
          record.count - before.sample.length + after.sample.length,
          JSON.stringify(present),
          nextId,
          record.nextSequence + 1,
          record.key,
        );
    });
  }

  /** Takes an event back by a further event. @throws Problem `not-found` | `bad-input` when the rows have changed since. */
  undo(setId: string, sequence: number, by: ChangedBy): void {
    this.connection.write(() => {
      this.change(setId, inverse(this.event(setId, sequence)), by, sequence);
    });
  }

  /** From now on the set is kept for good: its log can only grow. */
  complete(setId: string): void {
    this.connection.write(() => {
      this.connection.database.prepare('UPDATE annotation_sets SET complete = 1 WHERE id = ?').run(setId);
    });
  }

  /** Removes the unfinished sets of a recording. */
  discardIncomplete(recordingId: string): void {
    const { key } = this.recordings.get(recordingId);
    this.connection.write(() => {
      this.connection.database.prepare('DELETE FROM annotation_sets WHERE recording_key = ? AND complete = 0').run(key);
    });
  }

  private record(setId: string): SetRecord {
    const record = this.connection.read(() =>
      this.connection.database
        .prepare<[string], SetRecord>(`SELECT ${SET_COLUMNS} FROM ${SETS} WHERE a.id = ?`)
        .get(setId),
    );
    if (!record) throw new Problem('not-found', 'These annotations are not in the library. Open the study again.');
    return record;
  }
}

const countsOf = (json: string): Record<string, number> => {
  const value: unknown = JSON.parse(json);
  return Object.fromEntries(Object.entries(value ?? {}).map(([code, count]) => [code, Number(count)]));
};

const setInfo = (record: SetRecord): AnnotationSetInfo => ({
  id: record.id,
  annotator: record.annotator,
  origin: record.origin,
  createdAt: record.createdAt,
  madeBy: record.madeBy,
  complete: record.complete === 1,
  count: record.count,
  countByCode: Object.fromEntries(
    Object.entries(countsOf(record.countByCode)).map(([code, count]) => [mnemonicOf(Number(code)), count]),
  ),
});
