import { isSameClass } from '../../../shared/annotation-codes.ts';
import type { Connection } from '../connection.ts';

/** A first answer of the review queue that names another class than the model. */
export interface StoredDifference {
  readonly studyId: string;
  readonly recordingId: string;
  /** The set that was asked about, and the row in it. */
  readonly setId: string;
  readonly rowId: number;
  /** What made the label: a reading, or a model adapted to the recording. */
  readonly madeBy: string;
  readonly sourceCode: number;
  readonly givenCode: number;
  readonly blind: boolean;
  readonly at: string;
}

/** The latest answers that differ, newest first. */
export function differingAnswers(connection: Connection, most: number): StoredDifference[] {
  const found: StoredDifference[] = [];
  connection.read(() => {
    const answers = connection.database
      .prepare<[], Omit<StoredDifference, 'blind'> & { blind: 0 | 1 }>(
        `SELECT s.id AS studyId, r.id AS recordingId, a.id AS setId, q.row_id AS rowId,
           coalesce(q.made_by, a.made_by) AS madeBy, q.source_code AS sourceCode, q.given_code AS givenCode, q.blind, q.at
         FROM queue_answers q JOIN annotation_sets a ON a.key = q.source_key
         JOIN recordings r ON r.key = a.recording_key JOIN studies s ON s.key = r.study_key
         WHERE (a.origin = 'model' OR q.made_by IS NOT NULL) AND q.source_code <> q.given_code ORDER BY q.at DESC`,
      )
      .iterate();
    for (const { blind, ...answer } of answers) {
      // Another code of the same class is the same answer.
      if (isSameClass(answer.sourceCode, answer.givenCode)) continue;
      found.push({ ...answer, blind: blind === 1 });
      if (found.length >= most) break;
    }
  });
  return found;
}
