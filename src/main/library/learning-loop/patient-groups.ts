import { setImmediate } from 'node:timers/promises';
import type { Connection } from '../connection.ts';
import { decodeSamples } from '../sample-codec.ts';
import { signalMark } from './signal-marks.ts';

interface StudyRecord {
  readonly recordingKey: number;
  readonly patient: string;
  readonly statedId: string | null;
}

/** What a snapshot says of its patients, in the order of the snapshots. */
interface Known {
  readonly patients: Set<string>;
  readonly recordingIds: Set<string>;
  upTo: number;
}

/**
 * Which patients' keys mean one patient, as far as splits are concerned: those whose files state the same id, however
 * they spell the name, and those whose recordings are the same signal. Who is joined wrongly is held out or learned from
 * together, which costs nothing; who is not joined would judge a model that has seen the same beats.
 */
export class PatientGroups {
  private readonly connection: Connection;
  /** By recording key. A recording never changes. */
  private readonly marks = new Map<number, readonly string[]>();
  private readonly known: Known = { patients: new Set(), recordingIds: new Set(), upTo: 0 };

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Looks at the signals that were not looked at yet, and lets other work in between two recordings. */
  async prepare(): Promise<void> {
    for (const recordingKey of this.learnable()) {
      if (this.marks.has(recordingKey)) continue;
      this.marksOf(recordingKey);
      await setImmediate();
    }
  }

  /** For every patient's key the one that stands for the group: the first that a snapshot knows, else the first import. */
  standing(): ReadonlyMap<string, string> {
    return new Map([...this.groups().values()].flatMap((own) => own.map((key) => [key, own[0] ?? key])));
  }

  /** The keys, and all others that mean one of the same patients. */
  withOthers(keys: Iterable<string>): Set<string> {
    const groups = this.groups();
    return new Set([...keys].flatMap((key) => [key, ...(groups.get(key) ?? [])]));
  }

  /** Every key with all of its group, the one that stands for it first. */
  private groups(): ReadonlyMap<string, readonly string[]> {
    const studies = this.studies();
    const learnable = new Set(this.learnable());
    const groupOf = new Map<string, string[]>();
    const firstWith = new Map<string, string>();
    for (const { recordingKey, patient, statedId } of studies) {
      const own = groupOf.get(patient) ?? [patient];
      groupOf.set(patient, own);
      const id = statedId?.trim().toLowerCase() ?? '';
      const signs = learnable.has(recordingKey) ? this.marksOf(recordingKey).map((mark) => `signal ${mark}`) : [];
      for (const sign of id === '' ? signs : [`id ${id}`, ...signs]) {
        const other = groupOf.get(firstWith.get(sign) ?? '');
        if (other) joinGroups(groupOf, other, groupOf.get(patient) ?? own);
        else firstWith.set(sign, patient);
      }
    }
    const order = new Map([...this.known.patients].map((key, at) => [key, at]));
    const place = (key: string): number => order.get(key) ?? Infinity;
    return new Map(
      [...groupOf].map(([key, own]) => [
        key,
        own.length === 1 ? own : own.toSorted((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b))),
      ]),
    );
  }

  /** In the order of import. */
  private studies(): StudyRecord[] {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[], StudyRecord>(
          `SELECT r.key AS recordingKey, p.stated_id AS statedId,
             CASE WHEN t.patient_key IS NULL THEN 'study-' || t.key ELSE 'patient-' || t.patient_key END AS patient
           FROM recordings r JOIN studies t ON t.key = r.study_key LEFT JOIN patients p ON p.key = t.patient_key
           WHERE t.status IN ('new', 'in-review', 'signed') ORDER BY r.key`,
        )
        .all(),
    );
  }

  /** Keys of the recordings that somebody has labelled, or that a snapshot holds. */
  private learnable(): number[] {
    this.readSnapshots();
    return this.connection.read(() =>
      this.connection.database
        .prepare<[], { key: number; id: string; labelled: 0 | 1 }>(
          `SELECT key, id, EXISTS (SELECT 1 FROM reader_sets s WHERE s.recording_key = r.key) AS labelled
           FROM recordings r ORDER BY key`,
        )
        .all()
        .flatMap(({ key, id, labelled }) => (labelled === 1 || this.known.recordingIds.has(id) ? [key] : [])),
    );
  }

  /** A snapshot never changes: each is looked through once. */
  private readSnapshots(): void {
    const { known } = this;
    const { database } = this.connection;
    this.connection.read(() => {
      const newer = database
        .prepare<[number], { key: number }>(
          'SELECT key FROM learning_snapshots WHERE key > ? AND json_valid(content) ORDER BY key',
        )
        .all(known.upTo);
      const patients = database.prepare<[number], { value: string | null }>(
        `SELECT json_extract(p.value, '$.key') AS value FROM learning_snapshots s, json_each(s.content, '$.patients') p
         WHERE s.key = ?`,
      );
      const recordings = database.prepare<[number], { value: string | null }>(
        `SELECT json_extract(r.value, '$.recordingId') AS value
         FROM learning_snapshots s, json_each(s.content, '$.recordings') r WHERE s.key = ?`,
      );
      for (const { key } of newer) {
        for (const { value } of patients.all(key)) if (value !== null) known.patients.add(value);
        for (const { value } of recordings.all(key)) if (value !== null) known.recordingIds.add(value);
        known.upTo = key;
      }
    });
  }

  /** A mark for every lead that can be told from others, of its first stored stretch. */
  private marksOf(recordingKey: number): readonly string[] {
    const before = this.marks.get(recordingKey);
    if (before) return before;
    const chunks = this.connection.read(() =>
      this.connection.database
        .prepare<[number], { bytes: Uint8Array }>(
          'SELECT bytes FROM signal_chunks WHERE recording_key = ? AND chunk = 0 ORDER BY lead',
        )
        .all(recordingKey),
    );
    const marks = chunks.flatMap(({ bytes }) => signalMark(samplesOf(bytes)) ?? []);
    this.marks.set(recordingKey, marks);
    return marks;
  }
}

/** What cannot be decoded is like nothing; whoever reads the signal is told that it is damaged. */
function samplesOf(bytes: Uint8Array): Int32Array {
  try {
    return decodeSamples(bytes);
  } catch {
    return new Int32Array(0);
  }
}

function joinGroups(groupOf: Map<string, string[]>, first: string[], second: string[]): void {
  if (first === second) return;
  first.push(...second);
  for (const key of second) groupOf.set(key, first);
}
