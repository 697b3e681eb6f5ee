import * as z from 'zod';
import { call } from '../rpc/contract.ts';
import { Bytes, Count, Float32, Id, Int32, Int8, SampleIndex } from './columns.ts';

/**
 * Editing of annotations. What a model, the rules or a file said is never changed: the first edit of a reader makes a set
 * of the reader's own as a copy of the one that is shown, with the same row ids, and every edit is one event with author
 * and time in its append-only log. The author is the name in the preferences.
 */

/** Whose a row of a reader's set is. Not a colour alone: hollow for 0, filled for 1 and 2, 2 with another's initials. */
export const STANDING = {
  /** As the source (model, rules or file) has it; nobody has looked at it. */
  source: 0,
  /** Set or confirmed by the reader whose set this is. */
  reader: 1,
  /** Taken over from another reader's set. */
  otherReader: 2,
} as const;

/** Annotations as columns of equal length, ordered by sample. */
export const EditRows = z.object({
  /** Names the row in every later call; survives moves and relabels, and equals the source's id of the same row. */
  id: Int32,
  sample: Int32,
  code: Bytes,
  subtype: Int8,
  channel: Bytes,
  num: Int8,
  /** 0–1; NaN where a person decided or the annotator gives none. */
  confidence: Float32,
  /** See `STANDING`. */
  standing: Bytes,
  /** What the source says of this row; 0 where it has none (inserted by a reader). */
  sourceCode: Bytes,
  /** Auxiliary texts: `auxText[i]` belongs to row `auxRow[i]`. */
  auxRow: Int32,
  auxText: z.array(z.string()),
});
export type EditRows = z.infer<typeof EditRows>;

/** A code a beat may be given: any beat of WFDB, `|` (no beat, an artifact), `x` (blocked P wave), `!` (flutter wave). */
export const LabelCode = z.number().int().min(1).max(49);

/** Which rows. Ranges and clusters take labels only (see `LabelCode`), never rhythm, quality or comments. */
export const EditTarget = z.discriminatedUnion('by', [
  z.object({ by: z.literal('ids'), ids: Int32 }),
  z.object({
    by: z.literal('range'),
    from: SampleIndex,
    to: SampleIndex,
    codes: z.array(LabelCode).max(49).optional(),
  }),
  z.object({ by: z.literal('clusters'), clusteringId: Id, clusters: z.array(Count).min(1).max(1_000) }),
]);
export type EditTarget = z.infer<typeof EditTarget>;

/** Longest text of a note, a strip or a rhythm: an annotation file holds 255 bytes. */
const NoteText = z.string().trim().min(1).max(200);
/** As WFDB writes it after the bracket: `AFIB`; see rhythm-codes.ts. */
const RhythmName = z.string().regex(/^[A-Z0-9_]{1,12}$/i);
export const QualityLevel = z.enum(['clean', 'noisy', 'unreadable']);
export type QualityLevel = z.infer<typeof QualityLevel>;

export const Edit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('relabel'), target: EditTarget, code: LabelCode }),
  /** The label stands, and somebody has looked at it. */
  z.object({ kind: z.literal('confirm'), target: EditTarget }),
  /** Exactly at `sample`; ask `edit.snap` first for the nearest R peak. */
  z.object({
    kind: z.literal('insert'),
    sample: SampleIndex,
    code: LabelCode,
    channel: z.number().int().min(0).max(255),
  }),
  /** Hides rows of any kind; `edit.removed` lists them, `restore` brings them back as they were. */
  z.object({ kind: z.literal('remove'), target: EditTarget }),
  z.object({ kind: z.literal('restore'), ids: Int32 }),
  z.object({ kind: z.literal('move'), id: Count, sample: SampleIndex }),
  /**
   * The rhythm of [from, to), stored as WFDB does: `+` rows whose text `(AFIB` holds until the next. What held at `to`
   * before goes on there. Absent `rhythm`: what holds just before `from` goes on, which removes an interval; moving an
   * edge is painting the stretch between its old and its new place.
   */
  z.object({ kind: z.literal('rhythm'), from: SampleIndex, to: SampleIndex, rhythm: RhythmName.optional() }),
  /**
   * Signal quality of [from, to) in some leads, or in all: `~` rows that hold until the next. Text: a letter a lead (c, n,
   * u); subtype: WFDB's bits of the first four leads. Removing an interval is painting it clean.
   */
  z.object({
    kind: z.literal('quality'),
    from: SampleIndex,
    to: SampleIndex,
    level: QualityLevel,
    leads: z.array(Count).min(1).max(64).optional(),
  }),
  /** A comment (`"`) at a time; with `id` the text of one that is there is changed. */
  z.object({ kind: z.literal('note'), sample: SampleIndex, text: NoteText, id: Count.optional() }),
  /**
   * A strip for the report, or a bookmark where `to` equals `from`: a `"` row of subtype 1 with text
   * `[strip <length> <leads>] <text>`, see shared/strips.ts. With `id`, one that is there is changed.
   */
  z.object({
    kind: z.literal('strip'),
    from: SampleIndex,
    to: SampleIndex,
    leads: z.array(Count).max(16).default([]),
    text: z.string().trim().max(160).default(''),
    id: Count.optional(),
  }),
]);
export type Edit = z.infer<typeof Edit>;

/** What an event did, for words in any language; `words` says it in English. */
export const EditSummary = z.object({
  kind: z.enum([
    'relabel',
    'confirm',
    'insert',
    'remove',
    'restore',
    'move',
    'rhythm',
    'quality',
    'note',
    'strip',
    'adjudicate',
  ]),
  /** Rows it touched. */
  count: Count,
  /** The codes before and after, where each is one and the same for all rows. */
  fromCode: Count.optional(),
  toCode: Count.optional(),
  /** First and last sample it touched. */
  from: SampleIndex,
  to: SampleIndex,
  /** Of `rhythm` and `quality`: what the stretch was set to, a rhythm's code or a level; absent where it was removed. */
  state: z.string().optional(),
  words: z.string(),
});
export type EditSummary = z.infer<typeof EditSummary>;

/** What changed, to be patched by id into what the window holds: rows not named are as they were. */
export const EditAnswer = z.object({
  /** The set the edit is in: another one than was asked for where a reader's set, or a new version, had to be made. */
  setId: Id,
  /** Of that set, after the edit. */
  revision: Count,
  /** Rows that are gone. */
  removed: Int32,
  /** Rows that are new or changed, as they are now. */
  rows: EditRows,
  summary: EditSummary,
});
export type EditAnswer = z.infer<typeof EditAnswer>;

/** How an edit is asked for: refused where what it is about has changed since `revision`. */
const OnSet = z.object({ setId: Id, revision: Count });

export const EditState = z.object({
  /** The name in the preferences; absent until there is one, and nothing can be edited. */
  author: z.string().optional(),
  setId: Id,
  revision: Count,
  /** `own`: edits go into this set. `copy`: the next edit makes a set of the reader's own. `version`: signed, a new version. `other`: the reader has a set of their own, edit that. */
  nextEdit: z.enum(['own', 'copy', 'version', 'other']),
  /** The reader's latest set of this recording, where there is one. */
  ownSetId: Id.optional(),
  /** The set whose labels `sourceCode` tells. */
  sourceSetId: Id,
  /** Whose labels those of standing `otherReader` are, where the set began as another reader's. */
  takenFrom: z.string().optional(),
  /** 1 for the first; 0 for a set that is no reader's. */
  version: Count,
  kind: z.enum(['source', 'reader', 'adjudicated']),
  signed: z.object({ signer: z.string(), at: z.string() }).optional(),
  undo: EditSummary.optional(),
  /** When that was made (ISO 8601). */
  undoAt: z.string().optional(),
  redo: EditSummary.optional(),
  /** Labels in the set, and how many of them a reader set or confirmed. */
  labels: Count,
  confirmed: Count,
  /** Beats and rhythm are all as the source has them: what was told of the source holds of this set too. */
  asSource: z.boolean(),
});
export type EditState = z.infer<typeof EditState>;

export const EditEvent = z.object({
  sequence: Count,
  author: z.string(),
  at: z.string(),
  /** `undo` and `redo` name the event they are about. */
  act: z.enum(['edit', 'undo', 'redo']),
  about: Count.optional(),
  /** Taken back by a later event. */
  undone: z.boolean(),
  summary: EditSummary,
});
export type EditEvent = z.infer<typeof EditEvent>;

export const editingContract = {
  /** Rows with `from ≤ sample < to`; all where both are absent. Works for every set. */
  'edit.rows': call(
    z.object({ setId: Id, from: SampleIndex.optional(), to: SampleIndex.optional() }),
    z.object({ revision: Count, rows: EditRows }),
  ),
  'edit.state': call(z.object({ setId: Id }), EditState),
  /** How many rows an edit of this target would touch, for the question before it. */
  'edit.count': call(
    z.object({ setId: Id, target: EditTarget }),
    z.object({ revision: Count, count: Count, from: SampleIndex, to: SampleIndex, codes: Bytes, codeCounts: Int32 }),
  ),
  /** @param expected refuses the edit where it is about another number of rows than `edit.count` told */
  'edit.apply': call(OnSet.extend({ edit: Edit, expected: Count.optional() }), EditAnswer),
  /** The nearest R peak to a click, found in the signal; `snapped` is false where there is none near. */
  'edit.snap': call(
    z.object({ recordingId: Id, sample: SampleIndex, lead: Count.optional() }),
    z.object({ sample: SampleIndex, channel: Count, snapped: z.boolean() }),
  ),
  /** Takes back the reader's own latest edit of the set; without limit, across restarts. */
  'edit.undo': call(OnSet, EditAnswer),
  'edit.redo': call(OnSet, EditAnswer),
  /** Newest first; `before` is the sequence to go on from. */
  'edit.history': call(
    z.object({ setId: Id, before: Count.optional(), limit: z.number().int().min(1).max(500).default(100) }),
    z.object({ events: z.array(EditEvent) }),
  ),
  /** Hidden rows as they were, with the position of the event that hid each; −1 where an earlier version hid it. */
  'edit.removed': call(z.object({ setId: Id }), z.object({ rows: EditRows, sequence: Int32 })),
} as const;
