import * as z from 'zod';
import { call, stream } from '../rpc/contract.ts';
import { Count, Id } from './columns.ts';
import { ClassCounts } from './learning-data.ts';

/** `adapted`: a model fine-tuned on the first minutes of the recording itself, taken over by a reader. */
export const LabelMakerKind = z.enum(['model', 'rules', 'file', 'adapted', 'reader']);
export type LabelMakerKind = z.infer<typeof LabelMakerKind>;

/** Who or what gave a label, and when. */
export const LabelMaker = z.object({
  kind: LabelMakerKind,
  /** `ecg-nat-base-1 on cpu`, `rules 3`, a file's annotator, `ecg-nat-base-1, adapted by <job>`, or a reader's name. */
  madeBy: z.string(),
  /** ISO 8601. */
  at: z.string(),
});
export type LabelMaker = z.infer<typeof LabelMaker>;

export const LabelStory = LabelMaker.extend({
  code: Count,
  /** Who has looked at it and let it stand, where somebody has. */
  confirmed: z.object({ by: z.string(), at: z.string() }).optional(),
  /** What the reading or file it goes back to said, where that is something else; absent where it said nothing. */
  source: LabelMaker.extend({ code: Count }).optional(),
});
export type LabelStory = z.infer<typeof LabelStory>;

/** One that makes labels, and how much of what stands in the library is its. */
export const MakerLine = z.object({
  /** All files are one line, and so are all readers and all adaptations. */
  kind: LabelMakerKind,
  /** Of a model its id; `rules 3`; empty for the lines that stand for many. */
  id: z.string(),
  /** As the model calls itself; absent where its files are gone. */
  name: z.string().optional(),
  inUse: z.boolean(),
  /** When it was last taken into use by a person, ISO 8601, and by whom. */
  promotedAt: z.string().optional(),
  promotedBy: z.string().optional(),
  /** Recordings whose latest automatic reading is its. */
  recordings: Count,
  /** Of these, those of studies that nobody has signed. */
  unsigned: Count,
  /** Beats as they stand at present: in the readers' set that counts, else in the latest automatic reading. */
  labels: ClassCounts,
});
export type MakerLine = z.infer<typeof MakerLine>;

export const Makers = z.object({
  lines: z.array(MakerLine),
  /** Id of the model that reads, or `rules 3` where none can. */
  inUse: z.string(),
  /** What "read again" would be about: unsigned and not read with what is in use. */
  again: z.object({ recordings: Count, studies: Count }),
});
export type Makers = z.infer<typeof Makers>;

/** How far the recordings are that were asked to be read again. */
export const AgainProgress = z.object({
  /** Asked for and not read yet, with the one that is being read. */
  left: Count,
  /** Since the first of them was asked for, or the program started. */
  done: Count,
  failed: Count,
  /** Of the whole, 0–1. */
  fraction: z.number(),
  current: z.object({ recordingId: Id, studyId: Id }).optional(),
});
export type AgainProgress = z.infer<typeof AgainProgress>;

const Recording = z.object({ recordingId: Id });

export const readingsContract = {
  /**
   * Has a recording read again with the model in use, or by rules where there is none; `analysis.watch` tells how it
   * goes. The earlier reading is kept, and no set of a reader is touched.
   * @throws `bad-input` where the study is signed, or the model in use has read it already
   */
  'readings.again': call(Recording, z.object({ ok: z.literal(true) })),
  /** The same of every unsigned recording that something else has read, when nothing else is to be read. */
  'readings.againAll': call(z.object({}), z.object({ asked: Count })),
  /** Gives up what was asked for and not read yet; what was read stays. */
  'readings.cancelAgain': call(z.object({}), z.object({ cancelled: Count })),
  /** How it stands, at once and whenever that has changed. */
  'readings.watchAgain': stream(z.object({}), AgainProgress),
  /** Which model made what. */
  'readings.makers': call(z.object({}), Makers),
  /** Who or what gave a label, by its row in a set. @throws `not-found` */
  'readings.label': call(z.object({ setId: Id, id: Count }), LabelStory),
} as const;
export type ReadingsContract = typeof readingsContract;
