import { createHash } from 'node:crypto';
import type { RecordingInfo, StudyDetail, StudyRow, StudyStatus } from '../../shared/contract/library.ts';
import { Problem } from '../../shared/problem.ts';
import type { AnnotationStore } from './annotation-store.ts';
import type { Connection } from './connection.ts';
import type { RecordingTable } from './recordings.ts';
import { foldText, prefixQuery } from './search-text.ts';
import type { SourceStore } from './source-store.ts';
import { STUDY_COLUMNS, type StudyRecord, studyRow } from './study-row.ts';

export interface StudyQuery {
  readonly text: string;
  readonly status?: StudyStatus | undefined;
  /** The newest import first, or the most urgent. */
  readonly order?: 'newest' | 'priority' | undefined;
  readonly offset: number;
  readonly limit: number;
}

export interface StudyPage {
  /** How many match text and status. */
  readonly total: number;
  /** How many match the text, by status. */
  readonly countByStatus: Record<StudyStatus, number>;
  readonly rows: StudyRow[];
}

/** What an analysis found, as the worklist shows it. */
export interface StudySummary {
  readonly beatCount: number;
  readonly ventricularCount: number;
  /** Beats per minute; absent where there are too few beats to tell. */
  readonly meanHeartRate?: number | undefined;
  /** 0 nothing urgent … 3 at once; absent where nothing was said of the rhythm. */
  readonly priority?: number | undefined;
}

export interface QuarantinedFile {
  readonly name: string;
  /** SHA-256 of the file's beginning and its length, hexadecimal; see `fileFingerprint`. */
  readonly fingerprint: string;
  readonly reason: string;
  readonly at: string;
}

const jsonTexts = (json: string): string[] => {
  const value: unknown = JSON.parse(json);
  return Array.isArray(value) ? value.map(String) : [];
};

/** Studies as the worklist and the inspector see them. A study that is being imported is not there yet. */
export class StudyStore {
  private readonly connection: Connection;
  private readonly recordings: RecordingTable;
  private readonly annotations: AnnotationStore;
  private readonly sources: SourceStore;

  constructor(connection: Connection, recordings: RecordingTable, annotations: AnnotationStore, sources: SourceStore) {
    this.connection = connection;
    this.recordings = recordings;
    this.annotations = annotations;
    this.sources = sources;
  }

  search({ text, status, order, offset, limit }: StudyQuery): StudyPage {
    const { database } = this.connection;
    const match = prefixQuery(text);
    const from = match === undefined ? 'studies s' : 'study_search f JOIN studies s ON s.key = f.rowid';
    const where =
      match === undefined ? "s.status <> 'importing'" : "f.study_search MATCH ? AND s.status <> 'importing'";
    const texts = match === undefined ? [] : [match];
    return this.connection.read(() => {
      const countByStatus: Record<StudyStatus, number> = { new: 0, 'in-review': 0, signed: 0, quarantined: 0 };
      const counts = database
        .prepare<string[], { status: StudyStatus; count: number }>(
          `SELECT s.status, count(*) AS count FROM ${from} WHERE ${where} GROUP BY s.status`,
        )
        .all(...texts);
      for (const row of counts) countByStatus[row.status] = row.count;
      const rows = database
        .prepare<(string | number)[], StudyRecord>(
          `SELECT ${STUDY_COLUMNS} FROM ${from} LEFT JOIN patients p ON p.key = s.patient_key
           WHERE ${where}${status === undefined ? '' : ' AND s.status = ?'} ORDER BY ${order === 'priority' ? 's.priority DESC, ' : ''}s.key DESC LIMIT ? OFFSET ?`,
        )
        .all(...texts, ...(status === undefined ? [] : [status]), limit, offset)
        .map(studyRow);
      const total =
        status === undefined
          ? Object.values(countByStatus).reduce((sum, count) => sum + count, 0)
          : countByStatus[status];
      return { total, countByStatus, rows };
    });
  }

  has(studyId: string): boolean {
    return this.find(studyId) !== undefined;
  }

  /** @throws Problem `not-found` */
  row(studyId: string): StudyRow {
    return studyRow(this.record(studyId));
  }

  /** @throws Problem `not-found` */
  detail(studyId: string): StudyDetail {
    const record = this.record(studyId);
    return {
      row: studyRow(record),
      recordings: this.recordings.ofStudy(record.key).map(({ id, name, rate, samples, start, leads, key }) => {
        const info: RecordingInfo = {
          id,
          name,
          rate,
          samples,
          leads: leads.map((lead) => ({ ...lead })),
          annotationSets: this.annotations.setsOf(key),
        };
        return start === undefined ? info : { ...info, start };
      }),
      notes: jsonTexts(record.notes),
      warnings: jsonTexts(record.warnings),
      sources: [...this.sources.ofStudy(record.key)],
    };
  }

  /** Recordings that no finished automatic reading exists for, newest study first. */
  withoutAnalysis(limit: number): readonly string[] {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[number], { id: string }>(
          `SELECT r.id FROM studies s JOIN recordings r ON r.study_key = s.key
           WHERE s.status IN ('new', 'in-review', 'signed') AND NOT EXISTS (
             SELECT 1 FROM annotation_sets a
             WHERE a.recording_key = r.key AND a.complete = 1 AND a.origin IN ('rules', 'model'))
           ORDER BY s.key DESC, r.position LIMIT ?`,
        )
        .all(limit)
        .map(({ id }) => id),
    );
  }

  /** @throws Problem `not-found` */
  setStatus(studyId: string, status: Exclude<StudyStatus, 'quarantined'>): void {
    this.connection.write(() => {
      const { changes } = this.connection.database
        .prepare("UPDATE studies SET status = ? WHERE id = ? AND status NOT IN ('importing', 'quarantined')")
        .run(status, studyId);
      if (changes === 0) throw noStudy();
    });
  }

  saveSummary(studyId: string, { beatCount, ventricularCount, meanHeartRate, priority }: StudySummary): void {
    this.connection.write(() => {
      this.connection.database
        .prepare(
          'UPDATE studies SET beat_count = ?, ventricular_count = ?, mean_heart_rate = ?, priority = ? WHERE id = ?',
        )
        .run(beatCount, ventricularCount, meanHeartRate ?? null, priority ?? null, studyId);
    });
  }

  /** Keeps a file that could not be read visible, with the reason. The same bytes keep one row. */
  quarantine({ name, fingerprint, reason, at }: QuarantinedFile): string {
    const id = `q-${createHash('sha256').update(`${name}\n${fingerprint}`).digest('hex').slice(0, 32)}`;
    return this.connection.write(() => {
      this.removeQuarantined(id);
      const { lastInsertRowid } = this.connection.database
        .prepare(
          `INSERT INTO studies (id, status, record_name, format, imported_at, duration_seconds, lead_names, synthetic,
             notes, warnings, reason, file_hash)
           VALUES (?, 'quarantined', ?, '', ?, 0, '[]', 0, '[]', '[]', ?, ?)`,
        )
        .run(id, name, at, reason, fingerprint);
      this.connection.database
        .prepare('INSERT INTO study_search (rowid, text) VALUES (?, ?)')
        .run(lastInsertRowid, foldText(name));
      return id;
    });
  }

  /** @throws Problem `not-found` for anything but a quarantined row. */
  dismiss(studyId: string): void {
    this.connection.write(() => {
      if (!this.removeQuarantined(studyId)) throw noStudy();
    });
  }

  private removeQuarantined(id: string): boolean {
    const { database } = this.connection;
    const row = database
      .prepare<[string], { key: number }>("SELECT key FROM studies WHERE id = ? AND status = 'quarantined'")
      .get(id);
    if (!row) return false;
    database.prepare('DELETE FROM study_search WHERE rowid = ?').run(row.key);
    database.prepare('DELETE FROM studies WHERE key = ?').run(row.key);
    return true;
  }

  private record(studyId: string): StudyRecord {
    const record = this.find(studyId);
    if (!record) throw noStudy();
    return record;
  }

  private find(studyId: string): StudyRecord | undefined {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[string], StudyRecord>(
          `SELECT ${STUDY_COLUMNS} FROM studies s LEFT JOIN patients p ON p.key = s.patient_key
           WHERE s.id = ? AND s.status <> 'importing'`,
        )
        .get(studyId),
    );
  }
}

const noStudy = (): Problem => new Problem('not-found', 'This study is not in the library. Refresh the list.');
