import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { EditEvent, EditState, EditSummary } from '../../shared/contract/editing.ts';
import { editWords } from '../../shared/edit-words.ts';
import { firstRowAt, pickRows, sliceRows } from '../library/annotation-columns.ts';
import type { EventHead } from '../library/annotation-log.ts';
import { undoneSequences } from '../library/editing/edit-log.ts';
import { codeCounts, editRows, isAsSource, labelCounts } from '../library/editing/edit-rows.ts';
import { selectRows } from '../library/editing/select-rows.ts';
import { rootOf, undoStacks } from '../library/editing/undo-stacks.ts';
import type { Library } from '../library/open-library.ts';
import type { EditDesk } from './editing/edit-desk.ts';
import { readerName } from './editing/reader.ts';
import { snapToPeak } from './editing/snap-to-peak.ts';
import { storedSummary } from './editing/stored-summary.ts';

export type EditingHandlers = Pick<WorkstationHandlers, Extract<keyof WorkstationHandlers, `edit.${string}`>>;

const LOWEST = -0x8000_0000;

/** Edits of annotations, their history, and their way back. */
export const editingHandlers = (library: Library, desk: EditDesk): EditingHandlers => ({
  'edit.rows': ({ setId, from = LOWEST, to }) => {
    const all = desk.sets.rows(setId);
    const rows = sliceRows(
      all,
      firstRowAt(all.sample, from),
      to === undefined ? all.id.length : firstRowAt(all.sample, to),
    );
    return {
      revision: library.annotations.revision(setId),
      rows: editRows(rows, desk.sets.sourceCodes(desk.sourceOf(setId))),
    };
  },
  'edit.state': ({ setId }) => editState(library, desk, setId),
  'edit.count': ({ setId, target }) => {
    const all = desk.sets.rows(setId);
    const rows = pickRows(all, selectRows(all, target, desk.members));
    const { codes, counts } = codeCounts(rows.code);
    return {
      revision: library.annotations.revision(setId),
      count: rows.id.length,
      from: rows.sample[0] ?? 0,
      to: rows.sample.at(-1) ?? 0,
      codes,
      codeCounts: counts,
    };
  },
  'edit.apply': (request) => desk.apply(request),
  'edit.snap': ({ recordingId, sample, lead }) => snapToPeak(library, recordingId, sample, lead),
  'edit.undo': ({ setId, revision }) => desk.undo(setId, revision, 'undo'),
  'edit.redo': ({ setId, revision }) => desk.undo(setId, revision, 'redo'),
  'edit.history': ({ setId, before = Infinity, limit }) => {
    const { rate } = recordingOf(library, setId);
    const heads = editHeads(library, setId);
    const bySequence = new Map(heads.map((head) => [head.sequence, head]));
    const undone = undoneSequences(heads);
    const events = heads
      .filter(({ sequence }) => sequence < before)
      .slice(-limit)
      .reverse()
      .map((head): EditEvent => {
        const { root, isUndo } = rootOf(bySequence, head);
        const isEdit = root.sequence === head.sequence;
        return {
          sequence: head.sequence,
          author: head.author,
          at: head.at,
          act: isEdit ? 'edit' : isUndo ? 'undo' : 'redo',
          ...(isEdit ? {} : { about: root.sequence }),
          undone: undone.has(head.sequence),
          summary: withWords(root, rate),
        };
      });
    return { events };
  },
  'edit.removed': ({ setId }) => {
    const { rows, sequence } = desk.removed(setId);
    return { rows: editRows(rows, desk.sets.sourceCodes(desk.sourceOf(setId))), sequence };
  },
});

const recordingOf = (library: Library, setId: string): ReturnType<Library['signals']['recording']> =>
  library.signals.recording(library.annotations.set(setId).recordingId);

/** The log after the copy that the set began as. */
function editHeads(library: Library, setId: string): EventHead[] {
  const reader = library.readerSets.find(setId);
  return reader ? library.annotations.eventHeads(setId, reader.firstSequence) : [];
}

function withWords(head: EventHead, rate: number): EditSummary {
  const summary = storedSummary(head);
  return { ...summary, words: editWords(summary, rate) };
}

function editState(library: Library, desk: EditDesk, setId: string): EditState {
  const author = readerName(library);
  const reader = library.readerSets.find(setId);
  const { id: recordingId, rate } = recordingOf(library, setId);
  const nextEdit = desk.nextEdit(setId, author);
  const own = author === undefined ? undefined : library.readerSets.latest(recordingId, author);
  const heads = nextEdit === 'own' ? editHeads(library, setId) : [];
  const stacks = undoStacks(heads, author ?? '');
  const bySequence = new Map(heads.map((head) => [head.sequence, head]));
  const headOf = (sequence: number | undefined): EventHead | undefined =>
    sequence === undefined ? undefined : bySequence.get(sequence);
  const said = (head: EventHead): EditSummary => withWords(rootOf(bySequence, head).root, rate);
  const undo = headOf(stacks.undo.at(-1));
  const redo = headOf(stacks.redo.at(-1));
  const takenFrom = desk.takenFrom(setId);
  return {
    ...(author === undefined ? {} : { author }),
    setId,
    revision: library.annotations.revision(setId),
    nextEdit,
    ...(own ? { ownSetId: own.id } : {}),
    sourceSetId: reader?.sourceId ?? setId,
    ...(takenFrom === undefined ? {} : { takenFrom }),
    version: reader?.version ?? 0,
    kind: reader?.kind ?? 'source',
    ...(reader && reader.signer !== null && reader.signedAt !== null
      ? { signed: { signer: reader.signer, at: reader.signedAt } }
      : {}),
    ...(undo ? { undo: said(undo), undoAt: undo.at } : {}),
    ...(redo ? { redo: said(redo) } : {}),
    ...labelCounts(desk.sets.rows(setId)),
    asSource: reader === undefined || isAsSource(desk.sets.rows(setId), desk.sets.rows(reader.sourceId)),
  };
}
