import { Problem } from '../../../shared/problem.ts';
import type { Connection } from '../connection.ts';
import { jsonOrNothing } from './stored-value.ts';

export type StoredJobKind = 'finetune' | 'adapt' | 'pretrain' | 'evaluate';
export type StoredJobState = 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';

export interface NewJob {
  readonly id: string;
  readonly kind: StoredJobKind;
  readonly snapshotId: string | undefined;
  /** JSON values that decide the numbers that come out; never changed afterwards. Undefined where they cannot be read. */
  readonly spec: unknown;
  readonly progress: unknown;
  readonly createdBy: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

export interface StoredJob extends NewJob {
  readonly state: StoredJobState;
  /** JSON values; for the caller to check. */
  readonly course: unknown;
  readonly endedAt: string | undefined;
}

interface JobRecord {
  readonly id: string;
  readonly kind: StoredJobKind;
  readonly snapshotId: string | null;
  readonly spec: string;
  readonly state: StoredJobState;
  readonly progress: string;
  readonly course: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

const JOBS = `SELECT j.id, j.kind, s.id AS snapshotId, j.spec, j.state, j.progress, j.course, j.created_by AS createdBy,
  j.created_at AS createdAt, j.ended_at AS endedAt
  FROM learning_jobs j LEFT JOIN learning_snapshots s ON s.key = j.snapshot_key`;

/** The queue of trainings, which outlives the program. */
export class JobStore {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  add({ id, kind, snapshotId, spec, progress, createdBy, createdAt }: NewJob): void {
    this.connection.write(() => {
      this.connection.database
        .prepare(
          `INSERT INTO learning_jobs (id, kind, snapshot_key, spec, state, progress, course, created_by, created_at)
           VALUES (?, ?, (SELECT key FROM learning_snapshots WHERE id = ?), ?, 'queued', ?, '{}', ?, ?)`,
        )
        .run(id, kind, snapshotId ?? null, JSON.stringify(spec), JSON.stringify(progress), createdBy, createdAt);
    });
  }

  /** Newest first. */
  list(limit = 200): StoredJob[] {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[number], JobRecord>(`${JOBS} ORDER BY j.key DESC LIMIT ?`)
        .all(limit)
        .map(jobOf),
    );
  }

  /** @throws Problem `not-found` */
  find(id: string): StoredJob {
    const record = this.connection.read(() =>
      this.connection.database.prepare<[string], JobRecord>(`${JOBS} WHERE j.id = ?`).get(id),
    );
    if (!record) throw new Problem('not-found', 'There is no such training. "einthoven learn status" lists them.');
    return jobOf(record);
  }

  /** The one whose turn it is: the oldest that waits, leaving out `except`. */
  next(except: readonly string[] = []): StoredJob | undefined {
    const record = this.connection.read(() =>
      this.connection.database
        .prepare<[string], JobRecord>(
          `${JOBS} WHERE j.state = 'queued' AND j.id NOT IN (SELECT value FROM json_each(?)) ORDER BY j.key LIMIT 1`,
        )
        .get(JSON.stringify(except)),
    );
    return record && jobOf(record);
  }

  /** What the end of the program cut off waits again. @param except the one that does run */
  requeueRunning(except?: string): void {
    this.connection.write(() =>
      this.connection.database
        .prepare("UPDATE learning_jobs SET state = 'queued' WHERE state = 'running' AND id IS NOT ?")
        .run(except ?? null),
    );
  }

  /** Ids of the snapshots that a training learned from, unless it was given up and left no model. */
  learnedSnapshots(): string[] {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[], { id: string }>(
          `SELECT DISTINCT s.id FROM learning_jobs j JOIN learning_snapshots s ON s.key = j.snapshot_key
           WHERE j.kind IN ('finetune', 'pretrain')
             AND (j.state <> 'cancelled' OR EXISTS (SELECT 1 FROM learning_candidates c WHERE c.job_key = j.key))`,
        )
        .all()
        .map(({ id }) => id),
    );
  }

  save(
    id: string,
    change: { readonly state: StoredJobState; readonly progress: unknown; readonly course?: unknown },
    endedAt?: string,
  ): void {
    this.connection.write(() => {
      this.connection.database
        .prepare(
          `UPDATE learning_jobs SET state = ?, progress = ?, course = coalesce(?, course), ended_at = coalesce(?, ended_at)
           WHERE id = ?`,
        )
        .run(
          change.state,
          JSON.stringify(change.progress),
          change.course === undefined ? null : JSON.stringify(change.course),
          endedAt ?? null,
          id,
        );
    });
  }
}

const jobOf = (record: JobRecord): StoredJob => ({
  ...record,
  snapshotId: record.snapshotId ?? undefined,
  endedAt: record.endedAt ?? undefined,
  spec: jsonOrNothing(record.spec),
  progress: jsonOrNothing(record.progress),
  course: jsonOrNothing(record.course),
});
