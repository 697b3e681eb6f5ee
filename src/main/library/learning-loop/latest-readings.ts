import type { StudyStatus } from '../../../shared/contract/library.ts';
import type { Connection } from '../connection.ts';

/** The latest automatic reading of a recording that came to its end. */
export interface LatestReading {
  readonly recordingKey: number;
  readonly recordingId: string;
  readonly studyId: string;
  readonly status: Exclude<StudyStatus, 'quarantined'>;
  readonly setId: string;
  readonly origin: 'model' | 'rules';
  /** As it was written down: `ecg-nat-base-1 on cpu`, `rules 3`. */
  readonly madeBy: string;
  /** How many rows there are of each WFDB code. */
  readonly countByCode: ReadonlyMap<number, number>;
}

/**
 * Of recordings that were read, in the order of import: of at most so many behind one. Joined crosswise, which SQLite
 * does in the order that is written: by the recordings' keys, so that it can stop early.
 */
export const latestReadings = (connection: Connection, afterKey: number, limit: number): LatestReading[] =>
  connection.read(() =>
    connection.database
      .prepare<[number, number], Omit<LatestReading, 'countByCode'> & { readonly countByCode: string }>(
        `SELECT r.key AS recordingKey, r.id AS recordingId, t.id AS studyId, t.status, a.id AS setId, a.origin, a.made_by AS madeBy,
           a.count_by_code AS countByCode
         FROM recordings r CROSS JOIN studies t ON t.key = r.study_key CROSS JOIN annotation_sets a ON a.key = (
           SELECT max(l.key) FROM annotation_sets l
           WHERE l.recording_key = r.key AND l.complete = 1 AND l.origin IN ('rules', 'model'))
         WHERE r.key > ? AND t.status IN ('new', 'in-review', 'signed') ORDER BY r.key LIMIT ?`,
      )
      .all(afterKey, limit)
      .map(({ countByCode, ...reading }) => ({ ...reading, countByCode: countsOf(countByCode) })),
  );

const countsOf = (json: string): ReadonlyMap<number, number> =>
  new Map(Object.entries(JSON.parse(json) as Record<string, number>).map(([code, count]) => [Number(code), count]));
