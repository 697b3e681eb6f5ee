import type { Agreement, QueuePlan } from '../../shared/contract/review-queue.ts';
import { isSameClass } from '../../shared/annotation-codes.ts';
import type { Connection } from './connection.ts';
import type { RecordingTable } from './recordings.ts';

/** An answer that a reader gave to a row of the review queue. */
export interface QueueAnswer {
  /** The set whose label the row has by nature: of a model, the rules or a file. */
  readonly sourceId: string;
  readonly author: string;
  readonly rowId: number;
  /** Of the label that was asked about. */
  readonly sourceCode: number;
  /** What had made that label, where it was not the source itself: a model adapted to the recording. */
  readonly madeBy?: string | undefined;
  readonly givenCode: number;
  /** Whether it was given without the source's label in sight. */
  readonly blind: boolean;
  /** ISO 8601. */
  readonly at: string;
}

export interface AdjudicatedChoice {
  readonly firstId: number;
  readonly secondId: number;
  readonly choice: number;
  /** The row of the adjudicated set that came of it; −1 where none did. */
  readonly rowId: number;
}

/** How far reviews are: plans of queues, answers that measure agreement, choices of adjudicators. */
export class ReviewStore {
  private readonly connection: Connection;
  private readonly recordings: RecordingTable;

  constructor(connection: Connection, recordings: RecordingTable) {
    this.connection = connection;
    this.recordings = recordings;
  }

  /** The plan a reader used last, for the caller to check. @throws Problem `not-found` */
  plan(recordingId: string, author: string): unknown {
    const { key } = this.recordings.get(recordingId);
    const row = this.connection.read(() =>
      this.connection.database
        .prepare<[number, string], { plan: string }>(
          'SELECT plan FROM queue_plans WHERE recording_key = ? AND author = ?',
        )
        .get(key, author),
    );
    return row && (JSON.parse(row.plan) as unknown);
  }

  savePlan(recordingId: string, author: string, plan: QueuePlan): void {
    const { key } = this.recordings.get(recordingId);
    this.connection.write(() => {
      this.connection.database
        .prepare(
          `INSERT INTO queue_plans (recording_key, author, plan) VALUES (?, ?, ?)
           ON CONFLICT (recording_key, author) DO UPDATE SET plan = excluded.plan`,
        )
        .run(key, author, JSON.stringify(plan));
    });
  }

  /** Keeps the first answer to each row: later ones were given by somebody who knew. */
  addAnswer({ sourceId, author, rowId, sourceCode, madeBy, givenCode, blind, at }: QueueAnswer): void {
    this.connection.write(() => {
      this.connection.database
        .prepare(
          `INSERT OR IGNORE INTO queue_answers (source_key, author, row_id, source_code, given_code, blind, at, made_by)
           SELECT key, ?, ?, ?, ?, ?, ?, ? FROM annotation_sets WHERE id = ?`,
        )
        .run(author, rowId, sourceCode, givenCode, blind ? 1 : 0, at, madeBy ?? null, sourceId);
    });
  }

  agreement(sourceId: string, author: string, blind: boolean): Agreement {
    const rows = this.connection.read(() =>
      this.connection.database
        .prepare<[string, string, number], { sourceCode: number; givenCode: number; count: number }>(
          `SELECT q.source_code AS sourceCode, q.given_code AS givenCode, count(*) AS count FROM queue_answers q
           JOIN annotation_sets a ON a.key = q.source_key WHERE a.id = ? AND q.author = ? AND q.blind = ?
           GROUP BY 1, 2 ORDER BY 1, 2`,
        )
        .all(sourceId, author, blind ? 1 : 0),
    );
    const sum = (counted: typeof rows): number => counted.reduce((total, { count }) => total + count, 0);
    return {
      asked: sum(rows),
      agreed: sum(rows.filter(({ sourceCode, givenCode }) => isSameClass(sourceCode, givenCode))),
      sourceCode: Uint8Array.from(rows, ({ sourceCode }) => sourceCode),
      givenCode: Uint8Array.from(rows, ({ givenCode }) => givenCode),
      count: Int32Array.from(rows, ({ count }) => count),
    };
  }

  choices(setId: string): AdjudicatedChoice[] {
    return this.connection.read(() =>
      this.connection.database
        .prepare<[string], AdjudicatedChoice>(
          `SELECT c.first_id AS firstId, c.second_id AS secondId, c.choice, c.row_id AS rowId FROM adjudication_choices c
           JOIN annotation_sets a ON a.key = c.set_key WHERE a.id = ?`,
        )
        .all(setId),
    );
  }

  saveChoices(setId: string, choices: readonly AdjudicatedChoice[]): void {
    this.connection.write(() => {
      const save = this.connection.database.prepare(
        `INSERT INTO adjudication_choices (set_key, first_id, second_id, choice, row_id)
         SELECT key, ?, ?, ?, ? FROM annotation_sets WHERE id = ?
         ON CONFLICT (set_key, first_id, second_id) DO UPDATE SET choice = excluded.choice, row_id = excluded.row_id`,
      );
      for (const { firstId, secondId, choice, rowId } of choices) save.run(firstId, secondId, choice, rowId, setId);
    });
  }
}
