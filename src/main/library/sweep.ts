import type { Connection } from './connection.ts';

/** Rows to a transaction: a few milliseconds of work. */
const STEP_ROWS = 64;

/** The tables whose rows belong to an unfinished study, children first, and how they are found from its key. */
const OF_STUDY = {
  signal_chunks: 'recording_key IN (SELECT key FROM recordings WHERE study_key = ?)',
  envelope_blocks: 'recording_key IN (SELECT key FROM recordings WHERE study_key = ?)',
  source_pieces: 'source_key IN (SELECT key FROM sources WHERE study_key = ?)',
  annotation_blocks: `set_key IN (SELECT a.key FROM annotation_sets a JOIN recordings r ON r.key = a.recording_key
    WHERE r.study_key = ?)`,
  annotation_events: `set_key IN (SELECT a.key FROM annotation_sets a JOIN recordings r ON r.key = a.recording_key
    WHERE r.study_key = ?)`,
} as const;

/** Removes what unfinished imports left, in short transactions; of one study where its id is given. Returns how many. */
export function removeUnfinished(connection: Connection, studyId?: string): number {
  const { database } = connection;
  const studies = connection.read(() =>
    database
      .prepare<(string | null)[], { key: number }>(
        "SELECT key FROM studies WHERE status = 'importing' AND (? IS NULL OR id = ?)",
      )
      .all(studyId ?? null, studyId ?? null),
  );
  for (const { key } of studies) {
    for (const [table, rows] of Object.entries(OF_STUDY)) {
      const step = database.prepare(
        `DELETE FROM ${table} WHERE key IN (SELECT key FROM ${table} WHERE ${rows} LIMIT ${STEP_ROWS})`,
      );
      while (connection.write(() => step.run(key).changes) > 0);
    }
    // What is left is small; it goes with the study by its foreign keys.
    connection.write(() => database.prepare('DELETE FROM studies WHERE key = ?').run(key));
  }
  return studies.length;
}

/** Removes readings that an analysis did not finish. */
export function removeUnfinishedReadings(connection: Connection): void {
  connection.write(() => connection.database.prepare('DELETE FROM annotation_sets WHERE complete = 0').run());
}
