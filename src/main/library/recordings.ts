import type { Lead } from '../../shared/recording.ts';
import { Problem } from '../../shared/problem.ts';
import type { Connection } from './connection.ts';

/** What the stores need to know of a visible recording. It never changes once it is visible. */
export interface RecordingEntry {
  readonly key: number;
  readonly id: string;
  readonly studyId: string;
  readonly name: string;
  readonly rate: number;
  readonly samples: number;
  readonly start: string | undefined;
  readonly leads: readonly Lead[];
}

interface RecordingRecord {
  readonly key: number;
  readonly id: string;
  readonly studyId: string;
  readonly name: string;
  readonly rate: number;
  readonly samples: number;
  readonly start: string | null;
}

interface LeadRecord {
  readonly name: string;
  readonly unit: string;
  readonly rate: number;
  readonly samples: number;
  readonly gain: number;
  readonly baseline: number;
  readonly uncalibrated: 0 | 1;
}

const COLUMNS = `r.key, r.id, s.id AS studyId, r.name, r.rate, r.samples, r.start
  FROM recordings r JOIN studies s ON s.key = r.study_key`;

/** Finds recordings and their leads; what was found is remembered. */
export class RecordingTable {
  private readonly connection: Connection;
  private readonly byId = new Map<string, RecordingEntry>();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** @throws Problem `not-found` */
  get(recordingId: string): RecordingEntry {
    const known = this.byId.get(recordingId);
    if (known) return known;
    const record = this.connection.read(() =>
      this.connection.database
        .prepare<[string], RecordingRecord>(`SELECT ${COLUMNS} WHERE r.id = ? AND s.status <> 'importing'`)
        .get(recordingId),
    );
    if (!record) throw new Problem('not-found', 'This recording is not in the library.');
    const entry = this.withLeads(record);
    if (this.byId.size >= 256) this.byId.clear();
    this.byId.set(recordingId, entry);
    return entry;
  }

  /** In the order of the study. */
  ofStudy(studyKey: number): readonly RecordingEntry[] {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[number], RecordingRecord>(`SELECT ${COLUMNS} WHERE r.study_key = ? ORDER BY r.position`)
        .all(studyKey)
        .map((record) => this.withLeads(record)),
    );
  }

  private withLeads(record: RecordingRecord): RecordingEntry {
    const leads = this.connection.database
      .prepare<[number], LeadRecord>(
        'SELECT name, unit, rate, samples, gain, baseline, uncalibrated FROM leads WHERE recording_key = ? ORDER BY lead',
      )
      .all(record.key);
    return {
      ...record,
      start: record.start ?? undefined,
      leads: leads.map(({ uncalibrated, ...lead }) => (uncalibrated ? { ...lead, uncalibrated: true } : lead)),
    };
  }
}
