import { isLabelCode } from '../../../shared/annotation-codes.ts';
import { type Edit, type EditSummary, STANDING } from '../../../shared/contract/editing.ts';
import { Problem } from '../../../shared/problem.ts';
import { stripText, STRIP_SUBTYPE } from '../../../shared/strips.ts';
import { type AnnotationChange, outdated } from '../annotation-change.ts';
import {
  emptyAnnotations,
  firstRowAt,
  type GrowingAnnotations,
  pickRows,
  type StoredAnnotations,
} from '../annotation-columns.ts';
import { CODE, planInterval } from './plan-interval.ts';
import { rowsById, selectRows, type ClusterMembers } from './select-rows.ts';

/** What an edit needs to know beside the rows of the set. */
export interface EditSurroundings {
  /** Length of the recording. */
  readonly samples: number;
  /** How many leads it has. */
  readonly leads: number;
  /** The id of the next new row. */
  readonly nextId: number;
  readonly members: ClusterMembers;
  /** Rows that were hidden, as they were. */
  readonly removed: () => StoredAnnotations;
}

/** A change of the set that an edit means, and what there is to say of it. */
export interface PlannedEdit {
  readonly change: AnnotationChange;
  readonly summary: Omit<EditSummary, 'words'>;
}

/** An annotation file holds so many bytes of text. */
const TEXT_BYTES = 255;

/**
 * What an edit changes. Undefined where everything is already as it asks for.
 * @throws Problem `bad-input` with a sentence, for an edit that makes no sense here
 */
export function planEdit(state: StoredAnnotations, edit: Edit, around: EditSurroundings): PlannedEdit | undefined {
  switch (edit.kind) {
    case 'relabel': {
      requireLabel(edit.code);
      const { code } = edit;
      const rows = labels(state, selectRows(state, edit.target, around.members)).filter(
        (row) => state.code[row] !== code || state.standing[row] !== STANDING.reader,
      );
      return planned(state, rows, 'relabel', 'relabel', (after) => {
        after.code.fill(code);
        after.standing.fill(STANDING.reader);
        after.confidence.fill(Number.NaN);
      });
    }
    case 'confirm': {
      const rows = labels(state, selectRows(state, edit.target, around.members)).filter(
        (row) => state.standing[row] !== STANDING.reader,
      );
      return planned(state, rows, 'relabel', 'confirm', (after) => after.standing.fill(STANDING.reader));
    }
    case 'insert': {
      requireLabel(edit.code);
      requireInside(edit.sample, around);
      requireFree(state, edit.sample);
      const { sample, code, channel } = edit;
      if (channel >= around.leads) throw new Problem('bad-input', 'This recording has no such lead.');
      return added(newRow(around.nextId, { sample, code, channel }), 'insert');
    }
    case 'remove': {
      const before = pickRows(state, selectRows(state, edit.target, around.members));
      return summarised({ kind: 'remove', before, after: emptyAnnotations() }, 'remove');
    }
    case 'restore': {
      const removed = around.removed();
      const rows = selectRows(removed, { by: 'ids', ids: edit.ids }, around.members);
      return summarised({ kind: 'add', before: emptyAnnotations(), after: pickRows(removed, rows) }, 'restore');
    }
    case 'move': {
      requireInside(edit.sample, around);
      const row = rowOf(state, edit.id);
      if (state.sample[row] === edit.sample) return undefined;
      const code = state.code[row]!;
      if (code === CODE.rhythm || code === CODE.quality) {
        throw new Problem('bad-input', 'Rhythm and quality are changed as stretches: draw the stretch anew.');
      }
      if (isLabelCode(code)) requireFree(state, edit.sample);
      return planned(state, [row], 'move', 'move', (after) => {
        after.sample.fill(edit.sample);
        after.standing.fill(STANDING.reader);
        after.confidence.fill(Number.NaN);
      });
    }
    case 'rhythm':
    case 'quality': {
      const from = Math.max(0, edit.from);
      const to = Math.min(around.samples, edit.to);
      if (to <= from) throw new Problem('bad-input', 'This stretch lies outside the recording or has no length.');
      const change = planInterval(state, { ...edit, from, to }, around);
      const became = edit.kind === 'rhythm' ? edit.rhythm : edit.level;
      return summarised(change, edit.kind, { from, to, ...(became === undefined ? {} : { state: became }) });
    }
    case 'note':
      requireInside(edit.sample, around);
      return comment(state, around, { ...edit, subtype: 0 });
    case 'strip': {
      requireInside(edit.from, around);
      const length = Math.min(edit.to, around.samples) - edit.from;
      if (length < 0) throw new Problem('bad-input', 'This strip ends before it begins. Mark it again.');
      if (edit.leads.some((lead) => lead >= around.leads)) {
        throw new Problem('bad-input', 'This recording has no such lead.');
      }
      const text = stripText({ length, leads: edit.leads, text: edit.text });
      return comment(state, around, { sample: edit.from, id: edit.id, text, subtype: STRIP_SUBTYPE });
    }
  }
}

/** A change with its summary; undefined where it changes nothing. */
export function summarised(
  change: AnnotationChange,
  kind: EditSummary['kind'],
  span?: { readonly from: number; readonly to: number; readonly state?: string },
): PlannedEdit | undefined {
  const { before, after } = change;
  const count = Math.max(before.id.length, after.id.length);
  if (count === 0) return undefined;
  let from = 0x7fff_ffff;
  let to = -0x8000_0000;
  for (const { sample } of [before, after]) {
    for (const each of sample) {
      if (each < from) from = each;
      if (each > to) to = each;
    }
  }
  const fromCode = onlyCode(before.code);
  const toCode = onlyCode(after.code);
  const confirms = kind === 'relabel' && fromCode !== undefined && fromCode === toCode;
  return {
    change,
    summary: {
      kind: confirms ? 'confirm' : kind,
      count,
      ...(fromCode === undefined ? {} : { fromCode }),
      ...(toCode === undefined ? {} : { toCode }),
      from: span?.from ?? from,
      to: span?.to ?? to,
      ...(span?.state === undefined ? {} : { state: span.state }),
    },
  };
}

/** A row that a reader makes. */
export function newRow(
  id: number,
  row: { readonly sample: number; readonly code: number; readonly channel?: number | undefined },
): GrowingAnnotations {
  const made = emptyAnnotations(1);
  made.id[0] = id;
  made.sample[0] = row.sample;
  made.code[0] = row.code;
  made.channel[0] = row.channel ?? 0;
  made.confidence[0] = Number.NaN;
  made.standing[0] = STANDING.reader;
  return made;
}

function planned(
  state: StoredAnnotations,
  rows: ArrayLike<number>,
  kind: AnnotationChange['kind'],
  does: EditSummary['kind'],
  alter: (after: GrowingAnnotations) => unknown,
): PlannedEdit | undefined {
  const after = pickRows(state, rows);
  alter(after);
  return summarised({ kind, before: pickRows(state, rows), after }, does);
}

const added = (after: StoredAnnotations, does: EditSummary['kind']): PlannedEdit | undefined =>
  summarised({ kind: 'add', before: emptyAnnotations(), after }, does);

function comment(
  state: StoredAnnotations,
  around: EditSurroundings,
  said: {
    readonly sample: number;
    readonly text: string;
    readonly subtype: number;
    readonly id?: number | undefined;
  },
): PlannedEdit | undefined {
  const { sample, text, subtype, id } = said;
  const does = subtype === STRIP_SUBTYPE ? 'strip' : 'note';
  if (Buffer.byteLength(text) > TEXT_BYTES) {
    throw new Problem('bad-input', 'This text is too long for an annotation file. Shorten it to 200 letters.');
  }
  const alter = (after: GrowingAnnotations): void => {
    after.sample[0] = sample;
    after.subtype[0] = subtype;
    after.standing[0] = STANDING.reader;
    after.aux.set(0, text);
  };
  if (id === undefined) {
    const after = newRow(around.nextId, { sample, code: CODE.comment });
    alter(after);
    return added(after, does);
  }
  const row = rowOf(state, id);
  if (state.code[row] !== CODE.comment) throw new Problem('bad-input', 'This annotation is no note.');
  const same = state.sample[row] === sample && state.aux.get(row) === text && state.subtype[row] === subtype;
  return same ? undefined : planned(state, [row], 'relabel', does, alter);
}

function onlyCode(codes: Uint8Array): number | undefined {
  const [first] = codes;
  return codes.every((code) => code === first) ? first : undefined;
}

function rowOf(state: StoredAnnotations, id: number): number {
  const row = rowsById(state)[id] ?? -1;
  if (row < 0) throw outdated();
  return row;
}

function labels(state: StoredAnnotations, rows: Int32Array): Int32Array {
  if (rows.some((row) => !isLabelCode(state.code[row]!))) {
    throw new Problem('bad-input', 'Only beats have labels: rhythm, quality and notes are changed otherwise.');
  }
  return rows;
}

function requireLabel(code: number): void {
  if (!isLabelCode(code)) throw new Problem('bad-input', 'This code is no label of a beat. Choose another.');
}

function requireInside(sample: number, { samples }: EditSurroundings): void {
  if (sample < 0 || sample >= samples) throw new Problem('bad-input', 'This place lies outside the recording.');
}

function requireFree(state: StoredAnnotations, sample: number): void {
  for (let row = firstRowAt(state.sample, sample); state.sample[row] === sample; row++) {
    if (isLabelCode(state.code[row]!)) {
      throw new Problem('bad-input', 'There is a label at this place already. Relabel it, or choose another place.');
    }
  }
}
