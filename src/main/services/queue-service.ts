import type { WorkstationHandlers } from '../../shared/contract.ts';
import { isBlind, seedOf } from '../../shared/blind-sample.ts';
import { STANDING } from '../../shared/contract/editing.ts';
import { QueuePlan } from '../../shared/contract/review-queue.ts';
import { outdated } from '../library/annotation-change.ts';
import { pickRows } from '../library/annotation-columns.ts';
import { reviewOrder } from '../library/editing/review-order.ts';
import type { Library } from '../library/open-library.ts';
import type { EditDesk } from './editing/edit-desk.ts';
import { labelStory } from './readings/label-story.ts';

export type QueueHandlers = Pick<WorkstationHandlers, Extract<keyof WorkstationHandlers, `queue.${string}`>>;

/** What is to be looked at next, and how far readers and sources agree. */
export const queueHandlers = (library: Library, desk: EditDesk): QueueHandlers => {
  const savedPlan = (recordingId: string, author: string): QueuePlan => {
    // Saved by another version, it may not fit any more: then the usual one applies.
    const saved = QueuePlan.safeParse(library.reviews.plan(recordingId, author) ?? {});
    return saved.success ? saved.data : QueuePlan.parse({});
  };
  return {
    'queue.open': async ({ setId, plan: asked, limit }) => {
      const author = desk.reader();
      const { recordingId } = library.annotations.set(setId);
      if (asked) await library.whenFree(() => library.reviews.savePlan(recordingId, author, asked));
      const plan = asked ?? savedPlan(recordingId, author);
      const state = desk.sets.rows(setId);
      const sourceId = desk.sourceOf(setId);
      const order = reviewOrder(state, plan, seedOf(sourceId));
      const rows = pickRows(state, order.rows.subarray(0, limit));
      const blind = Uint8Array.from(order.blind.subarray(0, limit));
      return {
        setId,
        revision: library.annotations.revision(setId),
        plan,
        id: Int32Array.from(rows.id),
        sample: Int32Array.from(rows.sample),
        code: Uint8Array.from(rows.code, (code, row) => (blind[row] === 1 ? 0 : code)),
        confidence: Float32Array.from(rows.confidence, (confidence, row) =>
          blind[row] === 1 ? Number.NaN : confidence,
        ),
        blind,
        total: order.total,
        done: order.done,
        blindAgreement: library.reviews.agreement(sourceId, author, true),
        openAgreement: library.reviews.agreement(sourceId, author, false),
      };
    },
    'queue.answer': ({ setId, revision, id, code }) => {
      const author = desk.reader();
      const { recordingId } = library.annotations.set(setId);
      const state = desk.sets.rows(setId);
      const row = state.id.indexOf(id);
      if (row < 0) throw outdated();
      const sourceId = desk.sourceOf(setId);
      const sourceCode = desk.sets.sourceCodes(sourceId)[id] ?? 0;
      const { blindShare } = savedPlan(recordingId, author);
      const isOpen = state.standing[row] === STANDING.source;
      // What was asked about: an adapted model may have said something else than the source since.
      const shown = isOpen ? (state.code[row] ?? 0) : sourceCode;
      const shownBy =
        shown === sourceCode || sourceCode === 0 ? undefined : labelStory(library, desk.sets, setId, id).madeBy;
      const blind = isOpen && isBlind(id, blindShare, seedOf(sourceId));
      const target = { by: 'ids', ids: Int32Array.of(id) } as const;
      const edit =
        state.code[row] === code
          ? ({ kind: 'confirm', target } as const)
          : ({ kind: 'relabel', target, code } as const);
      return desk.apply({ setId, revision, edit }, () => {
        // A row that a reader inserted has no label of the source to agree with.
        if (sourceCode === 0) return;
        const at = new Date().toISOString();
        const answer = { sourceId, author, rowId: id, sourceCode: shown, givenCode: code, blind, at };
        library.reviews.addAnswer({ ...answer, madeBy: shownBy });
      });
    },
  };
};
