import type { Edit, EditAnswer, EditState, EditSummary } from '../../../shared/contract/editing.ts';
import { editWords } from '../../../shared/edit-words.ts';
import { Problem } from '../../../shared/problem.ts';
import { type AnnotationChange, applyChange, inverse, outdated } from '../../library/annotation-change.ts';
import { emptyAnnotations, type StoredAnnotations } from '../../library/annotation-columns.ts';
import { type RemovedRows, removedRows, touches } from '../../library/editing/edit-log.ts';
import { editRows } from '../../library/editing/edit-rows.ts';
import { planEdit, type PlannedEdit } from '../../library/editing/plan-edit.ts';
import { type ClusterMembers, selectRows } from '../../library/editing/select-rows.ts';
import { rootOf, undoStacks } from '../../library/editing/undo-stacks.ts';
import type { Library } from '../../library/open-library.ts';
import { type ReaderSet, takenOver } from '../../library/reader-sets.ts';
import type { AdjudicatedChoice } from '../../library/review-store.ts';
import type { StudyChanges } from '../changes.ts';
import { requireReader } from './reader.ts';
import { SetCache } from './set-cache.ts';
import { storedSummary } from './stored-summary.ts';

/** A set as an edit finds it. */
export interface OpenSet {
  readonly setId: string;
  readonly recordingId: string;
  readonly author: string;
  readonly next: EditState['nextEdit'];
  /** The rows, as they will stand in the reader's own set. */
  readonly rows: StoredAnnotations;
}

/** Two sets that are being adjudicated, and what there is of it. */
export interface Adjudicating {
  readonly recordingId: string;
  readonly author: string;
  readonly first: string;
  readonly second: string;
  readonly there: ReaderSet | undefined;
}

/** What is done besides, in the same transaction, once the set it went into is known. */
export type Besides = (setId: string) => void;

/** Where edits are made: whose set they go into, all of an edit or nothing, and its way back. */
export class EditDesk {
  readonly sets: SetCache;
  readonly members: ClusterMembers;
  private readonly library: Library;
  private readonly changes: StudyChanges;

  constructor(library: Library, changes: StudyChanges) {
    this.library = library;
    this.changes = changes;
    this.sets = new SetCache(library);
    this.members = (clusteringId, clusters) => {
      const found = library.clusters.find(clusteringId);
      if (!found) throw new Problem('not-found', 'These groups of beats have been made anew. Look at them again.');
      const wanted = new Set(clusters);
      return found.id.filter((_, at) => wanted.has(found.cluster[at] ?? -1));
    };
  }

  /** Whose name edits and signatures bear. @throws Problem `bad-input` */
  reader(): string {
    return requireReader(this.library);
  }

  /** Into which set an edit of what is shown would go. */
  nextEdit(setId: string, author: string | undefined): EditState['nextEdit'] {
    const { recordingId } = this.library.annotations.set(setId);
    const shown = this.library.readerSets.find(setId);
    if (author === undefined) return 'copy';
    if (shown?.author === author) {
      if (shown.signer === null) return 'own';
      const latest =
        shown.kind === 'reader'
          ? this.library.readerSets.latest(recordingId, author)
          : this.library.readerSets.adjudication(author, shown.copiedId, shown.secondId ?? '');
      return latest?.id === setId ? 'version' : 'other';
    }
    return this.library.readerSets.latest(recordingId, author) ? 'other' : 'copy';
  }

  /** @throws Problem `bad-input` where the reader has no name, or has a set of their own to edit instead */
  open(setId: string): OpenSet {
    const author = this.reader();
    const next = this.nextEdit(setId, author);
    if (next === 'other') {
      throw new Problem('bad-input', 'You have annotations of your own of this recording. Show those, then edit.');
    }
    const rows = this.sets.rows(setId);
    const { recordingId } = this.library.annotations.set(setId);
    return { setId, recordingId, author, next, rows: next === 'copy' ? takenOver(rows) : rows };
  }

  /**
   * Makes an edit. Where the set has changed since the window's revision, only if that was elsewhere.
   * @throws Problem `bad-input` and nothing is stored
   */
  apply(
    { setId, revision, expected, edit }: { setId: string; revision: number; expected?: number | undefined; edit: Edit },
    besides?: Besides,
  ): Promise<EditAnswer> {
    return this.library.whenFree(() => {
      const set = this.open(setId);
      const { annotations, signals } = this.library;
      const recording = signals.recording(set.recordingId);
      const plan = planEdit(set.rows, edit, {
        samples: recording.samples,
        leads: recording.leads.length,
        nextId: annotations.nextId(setId),
        members: this.members,
        removed: () => {
          const { rows } = this.removed(setId);
          return set.next === 'copy' ? takenOver(rows) : rows;
        },
      });
      const target = 'target' in edit ? edit.target : undefined;
      const touched = target ? selectRows(set.rows, target, this.members).length : (plan?.summary.count ?? 0);
      if (expected !== undefined && touched !== expected) throw outdated();
      this.requireFresh(setId, revision, plan, target);
      return this.store(set, plan, besides);
    });
  }

  /** Puts a planned edit into the reader's set, which is made first where there is none. Within `whenFree`. */
  store(set: OpenSet, plan: PlannedEdit | undefined, besides?: Besides): EditAnswer {
    const { library } = this;
    const at = new Date().toISOString();
    const { target, studyId } = library.transaction(() => {
      const into = plan && set.next !== 'own' ? this.copy(set, at) : set.setId;
      if (plan) {
        library.annotations.change(into, plan.change, { author: set.author, at, summary: plan.summary });
      }
      besides?.(into);
      return { target: into, studyId: plan && this.underReview(set.recordingId) };
    });
    if (plan) {
      this.sets.keep(target, library.annotations.revision(target), applyChange(set.rows, plan.change));
    }
    if (studyId !== undefined) this.changes.changed(studyId);
    return this.answer(target, set.recordingId, plan);
  }

  /** The rows that an adjudication goes on from: at first those of its first set, as they will stand in the copy. */
  asAdjudicated(setId: string, there: ReaderSet | undefined): StoredAnnotations {
    const rows = this.sets.rows(setId);
    return there || !this.library.readerSets.find(setId) ? rows : takenOver(rows);
  }

  /** Puts decisions into the adjudicated set, which is made first where there is none, or none open. Within `whenFree`. */
  adjudicate(
    { recordingId, author, first, second, there }: Adjudicating,
    plan: PlannedEdit | undefined,
    choices: readonly AdjudicatedChoice[],
  ): EditAnswer {
    const { library } = this;
    const at = new Date().toISOString();
    const rows = this.asAdjudicated(there?.id ?? first, there);
    const into = library.transaction(() => {
      let setId = there?.id;
      if (!there) setId = library.readerSets.copy({ copied: first, author, at, kind: 'adjudicated', second });
      else if (there.signer !== null) {
        setId = this.copy({ setId: there.id, recordingId, author, next: 'version', rows }, at);
      }
      const target = setId ?? first;
      if (plan) library.annotations.change(target, plan.change, { author, at, summary: plan.summary });
      library.reviews.saveChoices(target, choices);
      this.underReview(recordingId);
      return target;
    });
    if (plan) this.sets.keep(into, library.annotations.revision(into), applyChange(rows, plan.change));
    this.changes.changed(library.signals.recording(recordingId).studyId);
    return this.answer(into, recordingId, plan);
  }

  undo(setId: string, revision: number, act: 'undo' | 'redo'): Promise<EditAnswer> {
    return this.library.whenFree(() => {
      const { annotations, readerSets } = this.library;
      const set = this.open(setId);
      const reader = readerSets.find(setId);
      const heads = reader && set.next === 'own' ? annotations.eventHeads(setId, reader.firstSequence) : [];
      const sequence = undoStacks(heads, set.author)[act].at(-1);
      if (sequence === undefined) throw new Problem('bad-input', `There is nothing to ${act}.`);
      if (annotations.revision(setId) !== revision) throw outdated();
      const event = annotations.event(setId, sequence);
      const { root } = rootOf(new Map(heads.map((head) => [head.sequence, head])), event);
      const summary = storedSummary(root);
      const change = inverse(event);
      const rows = applyChange(set.rows, change);
      const at = new Date().toISOString();
      annotations.change(setId, change, { author: set.author, at, summary }, sequence);
      this.sets.keep(setId, annotations.revision(setId), rows);
      return this.answer(setId, set.recordingId, { change, summary });
    });
  }

  /**
   * What is hidden in a set, and was in those that it began as. An adjudication begins anew.
   * @param until ISO 8601: a set goes on after another reader has copied it
   */
  removed(setId: string, until?: string): RemovedRows {
    const { annotations, readerSets } = this.library;
    const reader = readerSets.find(setId);
    if (!reader) return { rows: emptyAnnotations(), sequence: new Int32Array(0) };
    const events = annotations.events(setId, reader.firstSequence);
    const isFrom = reader.kind === 'reader' ? readerSets.find(reader.copiedId) : undefined;
    let earlier: StoredAnnotations | undefined;
    if (isFrom) {
      const { rows } = this.removed(isFrom.id, annotations.set(setId).createdAt);
      earlier = isFrom.author === reader.author ? rows : takenOver(rows);
    }
    return removedRows(
      until === undefined ? events : events.filter(({ at }) => at <= until),
      (head) => storedSummary(head).kind,
      earlier,
    );
  }

  /** The reader's own set of what is shown, with what an adjudicator has chosen so far. Within a transaction. */
  copy({ setId, author }: OpenSet, at: string): string {
    const { readerSets, reviews } = this.library;
    const shown = readerSets.find(setId);
    const kind = shown?.author === author ? shown.kind : 'reader';
    const copy = readerSets.copy({ copied: setId, author, at, kind });
    if (kind === 'adjudicated') reviews.saveChoices(copy, reviews.choices(setId));
    return copy;
  }

  /** Whose labels those are that stand in a set as another reader's; undefined where there are none. */
  takenFrom(setId: string): string | undefined {
    const { readerSets } = this.library;
    const shown = readerSets.find(setId);
    let from = shown && readerSets.find(shown.copiedId);
    while (from && from.author === shown?.author) from = readerSets.find(from.copiedId);
    return from?.author;
  }

  sourceOf(setId: string): string {
    return this.library.readerSets.find(setId)?.sourceId ?? setId;
  }

  answer(setId: string, recordingId: string, plan: Pick<PlannedEdit, 'change' | 'summary'> | undefined): EditAnswer {
    const { rate } = this.library.signals.recording(recordingId);
    const { before, after }: Omit<AnnotationChange, 'kind'> = plan?.change ?? {
      before: emptyAnnotations(),
      after: emptyAnnotations(),
    };
    const there = new Set(after.id);
    const summary: Omit<EditSummary, 'words'> = plan?.summary ?? { kind: 'confirm', count: 0, from: 0, to: 0 };
    return {
      setId,
      revision: this.library.annotations.revision(setId),
      removed: before.id.filter((id) => !there.has(id)),
      rows: editRows(after, this.sets.sourceCodes(this.sourceOf(setId))),
      summary: { ...summary, words: editWords(summary, rate) },
    };
  }

  /** @throws Problem `bad-input` where what an edit is about has changed since `revision` */
  private requireFresh(
    setId: string,
    revision: number,
    plan: PlannedEdit | undefined,
    target: Parameters<typeof touches>[2],
  ): void {
    const { annotations } = this.library;
    const now = annotations.revision(setId);
    if (revision === now) return;
    if (revision > now) throw outdated();
    const since = annotations.events(setId, revision);
    // What is drawn as a stretch depends on all of its kind.
    const isStretch = plan?.summary.kind === 'rhythm' || plan?.summary.kind === 'quality';
    if (isStretch || touches(since, plan?.change.before.id ?? new Int32Array(0), target)) throw outdated();
  }

  /** A study that is edited is under review, signed or not. Returns its id where that is news. */
  private underReview(recordingId: string): string | undefined {
    const { studyId } = this.library.signals.recording(recordingId);
    if (this.library.studies.row(studyId).status === 'in-review') return undefined;
    this.library.studies.setStatus(studyId, 'in-review');
    return studyId;
  }
}
