import { Problem } from '../../../shared/problem.ts';
import type { Connection } from '../connection.ts';

export interface StoredCandidate {
  readonly modelId: string;
  readonly jobId: string;
  /** JSON values; for the caller to check. */
  readonly manifest: unknown;
  /** ISO 8601. */
  readonly at: string;
}

/** A candidate beside the model that was in use then. */
export interface StoredComparison {
  readonly modelId: string;
  readonly incumbentId: string;
  readonly passed: boolean;
  readonly content: Uint8Array;
  /** ISO 8601. */
  readonly at: string;
}

export type DecisionKind = 'promote' | 'refuse' | 'roll-back' | 'import' | 'export';

export interface StoredDecision {
  readonly kind: DecisionKind;
  readonly actor: string;
  /** ISO 8601. */
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly modelId: string;
  readonly reason?: string | undefined;
  readonly overridden: boolean;
}

interface CandidateRecord {
  readonly modelId: string;
  readonly jobId: string;
  readonly manifest: string;
  readonly at: string;
}

const CANDIDATES = `SELECT c.model_id AS modelId, j.id AS jobId, c.manifest, c.at
  FROM learning_candidates c JOIN learning_jobs j ON j.key = c.job_key`;

/** Models that were made or brought here, and every decision on them. */
export class CandidateStore {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Keeps a candidate; one of the same id is there already and stays as it was. */
  add({ modelId, jobId, manifest, at }: StoredCandidate): void {
    this.connection.write(() => {
      this.connection.database
        .prepare(
          `INSERT OR IGNORE INTO learning_candidates (model_id, job_key, manifest, at)
           SELECT ?, key, ?, ? FROM learning_jobs WHERE id = ?`,
        )
        .run(modelId, JSON.stringify(manifest), at, jobId);
    });
  }

  addComparison({ modelId, incumbentId, passed, content, at }: StoredComparison): void {
    this.connection.write(() => {
      this.connection.database
        .prepare(
          'INSERT INTO learning_comparisons (model_id, incumbent_id, passed, content, at) VALUES (?, ?, ?, ?, ?)',
        )
        .run(modelId, incumbentId, passed ? 1 : 0, content, at);
    });
  }

  /** Newest first. */
  list(): StoredCandidate[] {
    return this.connection.read(() =>
      this.connection.database.prepare<[], CandidateRecord>(`${CANDIDATES} ORDER BY c.key DESC`).all().map(candidateOf),
    );
  }

  /** @throws Problem `not-found` */
  find(modelId: string): StoredCandidate {
    const record = this.connection.read(() =>
      this.connection.database.prepare<[string], CandidateRecord>(`${CANDIDATES} WHERE c.model_id = ?`).get(modelId),
    );
    if (!record) throw noCandidate(modelId);
    return candidateOf(record);
  }

  /** The model that a job made; undefined where it made none, or one that was there before. */
  ofJob(jobId: string): string | undefined {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[string], { id: string }>(
          'SELECT c.model_id AS id FROM learning_candidates c JOIN learning_jobs j ON j.key = c.job_key WHERE j.id = ?',
        )
        .get(jobId),
    )?.id;
  }

  /** Comparisons of a candidate in which the gate refused it, newest first. */
  *refusals(modelId: string): Generator<StoredComparison, void, undefined> {
    const keys = this.connection.read(() =>
      this.connection.database
        .prepare<[string], { key: number }>(
          'SELECT key FROM learning_comparisons WHERE model_id = ? AND passed = 0 ORDER BY key DESC',
        )
        .all(modelId),
    );
    for (const { key } of keys) {
      const record = this.connection.read(() =>
        this.connection.database
          .prepare<[number], Omit<StoredComparison, 'passed'>>(
            'SELECT model_id AS modelId, incumbent_id AS incumbentId, content, at FROM learning_comparisons WHERE key = ?',
          )
          .get(key),
      );
      if (record) yield { ...record, passed: false };
    }
  }

  /** The latest of a candidate; undefined where there is none yet. */
  comparison(modelId: string): StoredComparison | undefined {
    const record = this.connection.read(() =>
      this.connection.database
        .prepare<[string], Omit<StoredComparison, 'passed'> & { passed: 0 | 1 }>(
          `SELECT model_id AS modelId, incumbent_id AS incumbentId, passed, content, at FROM learning_comparisons
           WHERE model_id = ? ORDER BY key DESC LIMIT 1`,
        )
        .get(modelId),
    );
    return record && { ...record, passed: record.passed === 1 };
  }

  addDecision({ kind, actor, at, from, to, modelId, reason, overridden }: StoredDecision): void {
    this.connection.write(() => {
      this.connection.database
        .prepare(
          `INSERT INTO learning_decisions (kind, actor, at, from_model, to_model, model_id, reason, overridden)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(kind, actor, at, from, to, modelId, reason ?? null, overridden ? 1 : 0);
    });
  }

  /** Newest first. */
  decisions(): StoredDecision[] {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[], Omit<StoredDecision, 'reason' | 'overridden'> & { reason: string | null; overridden: 0 | 1 }>(
          `SELECT kind, actor, at, from_model AS "from", to_model AS "to", model_id AS modelId, reason, overridden
           FROM learning_decisions ORDER BY key DESC`,
        )
        .all()
        .map(({ reason, overridden, ...decision }) => ({
          ...decision,
          ...(reason === null ? {} : { reason }),
          overridden: overridden === 1,
        })),
    );
  }

  /** The name under which models of this key were accepted before. */
  signer(fingerprint: string): string | undefined {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[string], { name: string }>('SELECT name FROM learning_signers WHERE fingerprint = ?')
        .get(fingerprint),
    )?.name;
  }

  trust(fingerprint: string, name: string, by: string, at: string): void {
    this.connection.write(() => {
      this.connection.database
        .prepare(
          'INSERT OR IGNORE INTO learning_signers (fingerprint, name, trusted_by, trusted_at) VALUES (?, ?, ?, ?)',
        )
        .run(fingerprint, name, by, at);
    });
  }

  saveAdaptation(jobId: string, content: Uint8Array): void {
    this.connection.write(() => {
      this.connection.database
        .prepare(
          'INSERT OR REPLACE INTO learning_adaptations (job_key, content) SELECT key, ? FROM learning_jobs WHERE id = ?',
        )
        .run(content, jobId);
    });
  }

  /** @throws Problem `not-found` */
  adaptation(jobId: string): Uint8Array {
    const record = this.connection.read(() =>
      this.connection.database
        .prepare<[string], { content: Uint8Array }>(
          'SELECT a.content FROM learning_adaptations a JOIN learning_jobs j ON j.key = a.job_key WHERE j.id = ?',
        )
        .get(jobId),
    );
    if (!record) throw new Problem('not-found', 'This training has made no offer. Wait for its end, or start another.');
    return record.content;
  }
}

const noCandidate = (modelId: string): Problem =>
  new Problem('not-found', `There is no candidate ${modelId}. "einthoven learn status" lists them.`);

const candidateOf = ({ manifest, ...record }: CandidateRecord): StoredCandidate => ({
  ...record,
  manifest: JSON.parse(manifest) as unknown,
});
