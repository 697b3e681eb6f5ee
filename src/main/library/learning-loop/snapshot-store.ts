import { Problem } from '../../../shared/problem.ts';
import { decodeAnnotations, encodeAnnotations } from '../annotation-codec.ts';
import type { StoredAnnotations } from '../annotation-columns.ts';
import type { Connection } from '../connection.ts';
import { jsonOrNothing } from './stored-value.ts';

/** What a snapshot says of itself, beside its labels. */
export interface SnapshotHead {
  readonly id: string;
  readonly hash: string;
  readonly madeBy: string;
  /** ISO 8601. */
  readonly madeAt: string;
  /** JSON values; for the caller to check. Undefined where they cannot be read. */
  readonly content: unknown;
}

interface HeadRecord extends Omit<SnapshotHead, 'content'> {
  readonly content: string;
}

const HEAD = 'id, hash, made_by AS madeBy, made_at AS madeAt, content';

/** Snapshots of labels: kept for good, never changed. */
export class SnapshotStore {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** All of it or nothing. @param labels by recording id */
  add(head: SnapshotHead, labels: ReadonlyMap<string, StoredAnnotations>): void {
    const { database } = this.connection;
    this.connection.write(() => {
      const { lastInsertRowid } = database
        .prepare('INSERT INTO learning_snapshots (id, hash, made_by, made_at, content) VALUES (?, ?, ?, ?, ?)')
        .run(head.id, head.hash, head.madeBy, head.madeAt, JSON.stringify(head.content));
      const add = database.prepare(
        `INSERT INTO learning_snapshot_recordings (snapshot_key, recording_key, columns)
         SELECT ?, key, ? FROM recordings WHERE id = ?`,
      );
      for (const [recordingId, rows] of labels) {
        if (add.run(lastInsertRowid, encodeAnnotations(rows), recordingId).changes === 0) {
          throw new Problem('not-found', 'A recording of this selection is not in the library. Choose again.');
        }
      }
    });
  }

  /** Newest first. */
  list(): SnapshotHead[] {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[], HeadRecord>(`SELECT ${HEAD} FROM learning_snapshots ORDER BY key DESC`)
        .all()
        .map(headOf),
    );
  }

  /** Ids, newest first. */
  ids(): string[] {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[], { id: string }>('SELECT id FROM learning_snapshots ORDER BY key DESC')
        .all()
        .map(({ id }) => id),
    );
  }

  /** The latest whose content has this hash. */
  withHash(hash: string): string | undefined {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[string], { id: string }>('SELECT id FROM learning_snapshots WHERE hash = ? ORDER BY key DESC LIMIT 1')
        .get(hash),
    )?.id;
  }

  /**
   * Keys of the patients on each side of a snapshot: told without reading the rest of it. Of one that says nothing of its
   * patients any more, all whose labels it holds were learned from: nobody can tell otherwise.
   */
  sides(id: string): { readonly kind: string; readonly train: string[]; readonly heldOut: string[] } {
    const rows = this.connection.read(() =>
      this.connection.database
        .prepare<[string], { kind: string; patient: string; side: string }>(
          `SELECT json_extract(s.content, '$.scope.kind') AS kind, json_extract(p.value, '$.key') AS patient,
             json_extract(p.value, '$.side') AS side
           FROM learning_snapshots s, json_each(iif(json_valid(s.content), s.content, '{}'), '$.patients') p
           WHERE s.id = ?`,
        )
        .all(id),
    );
    if (rows.length === 0) return { kind: '', train: this.labelled(id), heldOut: [] };
    const of = (wanted: string): string[] => rows.filter(({ side }) => side === wanted).map(({ patient }) => patient);
    return { kind: rows[0]?.kind ?? '', train: of('train'), heldOut: of('held-out') };
  }

  /** Keys of the patients whose labels a snapshot holds. */
  private labelled(id: string): string[] {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[string], { patient: string }>(
          `SELECT DISTINCT CASE WHEN t.patient_key IS NULL THEN 'study-' || t.key ELSE 'patient-' || t.patient_key END
             AS patient
           FROM learning_snapshots s JOIN learning_snapshot_recordings l ON l.snapshot_key = s.key
           JOIN recordings r ON r.key = l.recording_key JOIN studies t ON t.key = r.study_key WHERE s.id = ?`,
        )
        .all(id)
        .map(({ patient }) => patient),
    );
  }

  /** @throws Problem `not-found` */
  find(id: string): SnapshotHead {
    const record = this.connection.read(() =>
      this.connection.database
        .prepare<[string], HeadRecord>(`SELECT ${HEAD} FROM learning_snapshots WHERE id = ?`)
        .get(id),
    );
    if (!record) throw new Problem('not-found', 'There is no such snapshot. "einthoven learn snapshot" makes one.');
    return headOf(record);
  }

  /** The labels of a recording as they were; undefined where the snapshot holds none. */
  labels(id: string, recordingId: string): StoredAnnotations | undefined {
    const row = this.connection.read(() =>
      this.connection.database
        .prepare<[string, string], { columns: Uint8Array }>(
          `SELECT l.columns FROM learning_snapshot_recordings l JOIN learning_snapshots s ON s.key = l.snapshot_key
           JOIN recordings r ON r.key = l.recording_key WHERE s.id = ? AND r.id = ?`,
        )
        .get(id, recordingId),
    );
    return row && decodeAnnotations(row.columns);
  }
}

const headOf = ({ content, ...head }: HeadRecord): SnapshotHead => ({
  ...head,
  content: jsonOrNothing(content),
});
