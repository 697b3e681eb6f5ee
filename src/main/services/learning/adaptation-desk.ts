import { STANDING } from '../../../shared/contract/editing.ts';
import { type AdaptationObstacle, AdaptationOffer } from '../../../shared/contract/learning.ts';
import { OBSTACLE_WORDS } from '../../../shared/learning-words.ts';
import { adaptedName } from '../../../shared/makers.ts';
import { Problem } from '../../../shared/problem.ts';
import { outdated } from '../../library/annotation-change.ts';
import { pickRows } from '../../library/annotation-columns.ts';
import { storedValue } from '../../library/learning-loop/stored-value.ts';
import type { Library } from '../../library/open-library.ts';
import type { StudyChanges } from '../changes.ts';
import { specOf } from './job-progress.ts';

/** Takes what an adapted model says over into a reader's set, when the reader says so. */
export class AdaptationDesk {
  private readonly library: Library;
  private readonly changes: StudyChanges;
  private readonly actor: () => string;

  constructor(library: Library, changes: StudyChanges, actor: () => string) {
    this.library = library;
    this.changes = changes;
    this.actor = actor;
  }

  /** @throws Problem `not-found` */
  offer(jobId: string): AdaptationOffer {
    const parsed = AdaptationOffer.safeParse(storedValue(this.library.learning.candidates.adaptation(jobId)));
    if (!parsed.success) {
      throw new Problem('unreadable', 'This offer was made by another version of Einthoven. Adapt the model anew.');
    }
    const problem = this.obstacle(parsed.data.setId);
    return problem === undefined ? parsed.data : { ...parsed.data, problem };
  }

  /**
   * One change of the reader's own set, which undo takes back. Rows that somebody has confirmed or relabelled since stay
   * as they are; those that are changed stay unconfirmed.
   * @throws Problem `bad-input` where the set is signed, another reader's, or was changed since `revision`
   */
  async take(jobId: string, revision: number): Promise<{ setId: string; revision: number; changed: number }> {
    const by = this.actor();
    const { setId, id, fromCode, toCode, confidence, problem } = this.offer(jobId);
    if (problem !== undefined) throw new Problem('bad-input', OBSTACLE_WORDS[problem]);
    const { annotations } = this.library;
    const madeBy = adaptedName(specOf(this.library.learning.jobs.find(jobId)).model, jobId);
    const changed = await this.library.whenFree(() =>
      this.library.transaction(() => {
        if (annotations.revision(setId) !== revision) throw outdated();
        const state = annotations.read(setId);
        const rowOf = new Map(Array.from(state.id, (one, row): [number, number] => [one, row]));
        const wanted = Array.from(id, (one, at) => ({ row: rowOf.get(one) ?? -1, at })).filter(
          ({ row, at }) => row >= 0 && state.standing[row] === STANDING.source && state.code[row] === fromCode[at],
        );
        if (wanted.length === 0) return 0;
        const rows = wanted.map(({ row }) => row);
        const before = pickRows(state, rows);
        const after = {
          ...pickRows(state, rows),
          code: Uint8Array.from(wanted, ({ at }) => toCode[at] ?? 0),
          confidence: Float32Array.from(wanted, ({ at }) => confidence[at] ?? Number.NaN),
        };
        const from = before.sample.reduce((least, one) => Math.min(least, one), Infinity);
        const to = before.sample.reduce((most, one) => Math.max(most, one), -Infinity);
        // With what made the labels: a label's maker is always to be found.
        const summary = { kind: 'relabel', count: rows.length, from, to, madeBy };
        annotations.change(
          setId,
          { kind: 'relabel', before, after },
          { author: by, at: new Date().toISOString(), summary },
        );
        return rows.length;
      }),
    );
    const { recordingId } = annotations.set(setId);
    this.changes.changed(this.library.signals.recording(recordingId).studyId);
    return { setId, revision: annotations.revision(setId), changed };
  }

  private obstacle(setId: string): AdaptationObstacle | undefined {
    const set = this.library.readerSets.find(setId);
    if (!set) return 'no-reader';
    if (set.signer !== null) return 'signed';
    if (set.author !== this.actor()) return 'another-reader';
    return undefined;
  }
}
