import type { Connection } from './connection.ts';
import type { RecordingTable } from './recordings.ts';

/** Recordings that a person asked to be read again and that were not, yet. They outlive the program. */
export class WantedReadings {
  private readonly connection: Connection;
  private readonly recordings: RecordingTable;

  constructor(connection: Connection, recordings: RecordingTable) {
    this.connection = connection;
    this.recordings = recordings;
  }

  /** Those that are wanted already stay so. @param at ISO 8601 */
  add(recordingIds: readonly string[], at: string): void {
    this.connection.write(() => {
      const add = this.connection.database.prepare(
        'INSERT OR IGNORE INTO wanted_readings (recording_key, asked_at) SELECT key, ? FROM recordings WHERE id = ?',
      );
      for (const id of recordingIds) add.run(at, id);
    });
  }

  /** Whether it was there. @throws Problem `not-found` */
  remove(recordingId: string): boolean {
    const { key } = this.recordings.get(recordingId);
    return this.connection.write(
      () =>
        this.connection.database.prepare('DELETE FROM wanted_readings WHERE recording_key = ?').run(key).changes > 0,
    );
  }

  /** Gives all of them up; returns how many. */
  clear(): number {
    return this.connection.write(() => this.connection.database.prepare('DELETE FROM wanted_readings').run().changes);
  }

  /** @throws Problem `not-found` */
  has(recordingId: string): boolean {
    const { key } = this.recordings.get(recordingId);
    return this.connection.read(
      () =>
        this.connection.database.prepare('SELECT 1 FROM wanted_readings WHERE recording_key = ?').get(key) !==
        undefined,
    );
  }

  count(): number {
    const row = this.connection.read(() =>
      this.connection.database.prepare<[], { count: number }>('SELECT count(*) AS count FROM wanted_readings').get(),
    );
    return row?.count ?? 0;
  }

  /** Of the newest study but for those that `skip` names; undefined where none is left. */
  next(skip: (recordingId: string) => boolean): string | undefined {
    return this.connection.read(() => {
      const rows = this.connection.database
        .prepare<[], { id: string }>(
          `SELECT r.id FROM wanted_readings w JOIN recordings r ON r.key = w.recording_key
           ORDER BY r.study_key DESC, r.position`,
        )
        .iterate();
      for (const { id } of rows) if (!skip(id)) return id;
      return undefined;
    });
  }
}
