import type { SignedVersion } from '../../shared/contract/signing.ts';
import { Problem } from '../../shared/problem.ts';
import type { Connection } from './connection.ts';

export interface NewSignOff {
  readonly studyId: string;
  readonly signer: string;
  /** ISO 8601. */
  readonly at: string;
  readonly note?: string | undefined;
  /** Readers' sets, complete as they are to be signed. */
  readonly setIds: readonly string[];
}

interface SignOffRecord {
  readonly key: number;
  readonly version: number;
  readonly signer: string;
  readonly at: string;
  readonly note: string | null;
}

/** Signed versions of studies. Neither a signature nor what was signed can be changed afterwards. */
export class SignOffs {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Signs sets as they are; the study becomes `signed`. @throws Problem `not-found` | `bad-input` for a signed set */
  sign({ studyId, signer, at, note, setIds }: NewSignOff): SignedVersion {
    const { database } = this.connection;
    return this.connection.write(() => {
      const study = database.prepare<[string], { key: number }>('SELECT key FROM studies WHERE id = ?').get(studyId);
      if (!study) throw new Problem('not-found', 'This study is not in the library. Refresh the list.');
      const { version } = database
        .prepare<[number], { version: number }>(
          'SELECT coalesce(max(version), 0) + 1 AS version FROM sign_offs WHERE study_key = ?',
        )
        .get(study.key) ?? { version: 1 };
      const { lastInsertRowid } = database
        .prepare('INSERT INTO sign_offs (study_key, version, signer, at, note) VALUES (?, ?, ?, ?, ?)')
        .run(study.key, version, signer, at, note ?? null);
      for (const setId of setIds) {
        const { changes } = database
          .prepare(
            `INSERT OR IGNORE INTO signed_sets (set_key, sign_off_key, revision)
             SELECT a.key, ?, a.next_sequence FROM annotation_sets a JOIN recordings r ON r.key = a.recording_key
             JOIN reader_sets s ON s.set_key = a.key
             WHERE a.id = ? AND r.study_key = ?`,
          )
          .run(lastInsertRowid, setId, study.key);
        if (changes === 0) {
          throw new Problem('bad-input', 'This version is signed already. Edit it first, or open the signed version.');
        }
      }
      database.prepare("UPDATE studies SET status = 'signed' WHERE key = ?").run(study.key);
      return this.version(studyId, version);
    });
  }

  /** Newest first. */
  versions(studyId: string): SignedVersion[] {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[string], SignOffRecord>(
          `SELECT o.key, o.version, o.signer, o.at, o.note FROM sign_offs o JOIN studies s ON s.key = o.study_key
           WHERE s.id = ? ORDER BY o.version DESC`,
        )
        .all(studyId)
        .map((record) => this.withSets(record)),
    );
  }

  /** @throws Problem `not-found` */
  version(studyId: string, version: number): SignedVersion {
    const found = this.versions(studyId).find((each) => each.version === version);
    if (!found) throw new Problem('not-found', `This study has no signed version ${version}.`);
    return found;
  }

  private withSets({ key, note, ...record }: SignOffRecord): SignedVersion {
    const sets = this.connection.database
      .prepare<[number], SignedVersion['sets'][number]>(
        `SELECT r.id AS recordingId, a.id AS setId, g.revision, source.id AS sourceSetId FROM signed_sets g
         JOIN annotation_sets a ON a.key = g.set_key JOIN recordings r ON r.key = a.recording_key
         JOIN reader_sets s ON s.set_key = a.key JOIN annotation_sets source ON source.key = s.source_key
         WHERE g.sign_off_key = ? ORDER BY r.position`,
      )
      .all(key);
    return { ...record, ...(note === null ? {} : { note }), sets };
  }
}
