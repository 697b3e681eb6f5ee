import { createHash } from 'node:crypto';
import type { Connection } from '../connection.ts';

/** A reader's set that labels of a recording can be taken from. */
export interface LabelSource {
  readonly setId: string;
  readonly setKey: number;
  readonly author: string;
  readonly kind: 'reader' | 'adjudicated';
  readonly signed: boolean;
  readonly revision: number;
}

/** A recording with whom it is of, for splits by patient. */
export interface PatientRecording {
  readonly recordingId: string;
  readonly studyId: string;
  readonly name: string;
  /** Recordings of one patient share this; where no file states an id, a study is a patient (see `PatientGroups`). */
  readonly patient: string;
  /** Whether its file states whom it is of. */
  readonly statesPatient: boolean;
  readonly patientName: string | undefined;
  readonly seconds: number;
  /** The readers' set the labels are taken from; undefined where nobody has edited. */
  readonly source: LabelSource | undefined;
}

interface RecordingRecord {
  readonly recordingKey: number;
  readonly recordingId: string;
  readonly studyId: string;
  readonly studyKey: number;
  readonly name: string;
  readonly patientKey: number | null;
  readonly patientName: string | null;
  readonly statedId: string | null;
  readonly seconds: number;
}

/** A readers' set, as it may be chosen. */
export interface SetRecord {
  readonly recordingKey: number;
  readonly setId: string;
  readonly setKey: number;
  readonly author: string;
  readonly kind: 'reader' | 'adjudicated';
  readonly signed: 0 | 1;
  readonly revision: number;
}

/** Finds where the labels of recordings come from. */
export class LabelSources {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Every recording that can be read, in the order of import, each with the one set that counts. */
  recordings(): PatientRecording[] {
    const { database } = this.connection;
    return this.connection.read(() => {
      const sets = Map.groupBy(
        database
          .prepare<[], SetRecord>(
            `SELECT s.recording_key AS recordingKey, a.id AS setId, a.key AS setKey, s.author, s.kind,
               EXISTS (SELECT 1 FROM signed_sets g WHERE g.set_key = a.key) AS signed, a.next_sequence AS revision
             FROM reader_sets s JOIN annotation_sets a ON a.key = s.set_key ORDER BY a.key`,
          )
          .all(),
        ({ recordingKey }) => recordingKey,
      );
      return database
        .prepare<[], RecordingRecord>(
          `SELECT r.key AS recordingKey, r.id AS recordingId, t.id AS studyId, t.key AS studyKey, t.record_name AS name,
             t.patient_key AS patientKey, p.name AS patientName, p.stated_id AS statedId,
             r.samples / r.rate AS seconds
           FROM recordings r JOIN studies t ON t.key = r.study_key LEFT JOIN patients p ON p.key = t.patient_key
           WHERE t.status IN ('new', 'in-review', 'signed') ORDER BY r.key`,
        )
        .all()
        .map(({ recordingKey, studyKey, patientKey, patientName, statedId, ...recording }) => ({
          ...recording,
          patientName: patientName ?? undefined,
          statesPatient: (statedId?.trim() ?? '') !== '',
          patient: patientKey === null ? `study-${studyKey}` : `patient-${patientKey}`,
          source: chosen(sets.get(recordingKey) ?? []),
        }));
    });
  }

  /** SHA-256 of a set's whole log, hexadecimal: it differs as soon as one event does. */
  logHash(setKey: number): string {
    const hash = createHash('sha256');
    this.connection.read(() => {
      const events = this.connection.database
        .prepare<[number], { head: string; before: Uint8Array | null; after: Uint8Array | null }>(
          `SELECT json_array(sequence, kind, author, at, undoes, summary) AS head, before, after FROM annotation_events WHERE set_key = ? ORDER BY sequence`,
        )
        .iterate(setKey);
      for (const { head, before, after } of events) {
        for (const part of [Buffer.from(head), before ?? EMPTY, after ?? EMPTY]) {
          hash.update(`${part.length} `);
          hash.update(part);
        }
      }
    });
    return hash.digest('hex');
  }
}

const EMPTY = new Uint8Array(0);

/**
 * Of several readers' sets: an adjudicated one before a signed one before any other, and of those of one kind the latest.
 * Of one reader only the latest version counts.
 */
export function chosen(sets: readonly SetRecord[]): LabelSource | undefined {
  const latest = [...Map.groupBy(sets, ({ author, kind }) => `${kind} ${author}`).values()].flatMap(
    (own) => own.at(-1) ?? [],
  );
  const rank = ({ kind, signed }: SetRecord): number => (kind === 'adjudicated' ? 2 : signed);
  const [best] = latest.toSorted((a, b) => rank(b) - rank(a) || b.setKey - a.setKey);
  return best && { ...best, signed: best.signed === 1 };
}
