import { createHash } from 'node:crypto';
import { Problem } from '../../shared/problem.ts';
import { decompress } from './compression.ts';
import type { Connection } from './connection.ts';
import { damagedLibrary } from './damage.ts';

/** Bytes of an original file to a stored piece. */
export const SOURCE_PIECE_BYTES = 262_144;

export interface SourceFile {
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** The original files, byte for byte. */
export class SourceStore {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  ofStudy(studyKey: number): readonly SourceFile[] {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[number], SourceFile>(
          'SELECT name, size AS bytes, sha256 FROM sources WHERE study_key = ? ORDER BY position',
        )
        .all(studyKey),
    );
  }

  /**
   * The file in pieces. They are checked against its SHA-256 as they pass: what was yielded counts once the loop ended.
   * @throws Problem `not-found` | `unreadable`
   */
  *read(studyId: string, name: string): Generator<Uint8Array, void, undefined> {
    const { database } = this.connection;
    const source = this.connection.read(() =>
      database
        .prepare<[string, string], { key: number; size: number; sha256: string }>(
          `SELECT f.key, f.size, f.sha256 FROM sources f JOIN studies s ON s.key = f.study_key
           WHERE s.id = ? AND f.name = ? AND s.status <> 'importing'`,
        )
        .get(studyId, name),
    );
    if (!source) throw new Problem('not-found', 'This original file is not in the library.');
    const piece = database.prepare<[number, number], { bytes: Uint8Array }>(
      'SELECT bytes FROM source_pieces WHERE source_key = ? AND piece = ?',
    );
    const hash = createHash('sha256');
    for (let number = 0; number * SOURCE_PIECE_BYTES < source.size; number++) {
      const row = this.connection.read(() => piece.get(source.key, number));
      if (!row) throw damagedLibrary('a piece of an original file is missing');
      const length = Math.min(SOURCE_PIECE_BYTES, source.size - number * SOURCE_PIECE_BYTES);
      const bytes = decompress(row.bytes, length);
      hash.update(bytes);
      yield bytes;
    }
    if (hash.digest('hex') !== source.sha256) throw damagedLibrary('an original file no longer has its SHA-256');
  }
}
