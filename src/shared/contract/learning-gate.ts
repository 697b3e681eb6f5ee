import * as z from 'zod';
import { Count, Figure } from './columns.ts';

const GroupName = z.enum(['clinic', 'reference']);
const AamiName = z.enum(['N', 'S', 'V', 'F', 'Q']);
const Measure = z.enum(['sensitivity', 'predictivity', 'f1']);

/** One guarded class of one group. */
export const GateRow = z.object({
  group: GroupName,
  aamiClass: AamiName,
  measure: Measure,
  /** Percent. */
  candidate: Figure,
  incumbent: Figure,
  /** Candidate less incumbent, in percentage points, and how far below zero it may lie. */
  difference: Figure,
  margin: z.number(),
  /** The lower end of the 95 % interval of the difference (paired over patients); NaN where there are too few. */
  lowest: Figure,
  beats: Count,
  /** What it is held against: the model in use where absent, or the one that came with the program. */
  beside: z.literal('shipped').optional(),
  /** `open`: too few beats to say anything. */
  outcome: z.enum(['held', 'worse', 'open']),
});
export type GateRow = z.infer<typeof GateRow>;

/** A reason of the gate, as a code with its figures; the words are each language's (`gate-words.ts` in English). */
export const GateSentence = z.discriminatedUnion('code', [
  /** A guarded figure falls further than its margin allows. */
  z.object({
    code: z.literal('falls'),
    ...GateRow.pick({ group: true, aamiClass: true, measure: true, margin: true, beside: true }).shape,
    ...GateRow.pick({ candidate: true, incumbent: true, difference: true }).shape,
  }),
  z.object({ code: z.literal('too-few-beats') }),
  /** `shipped`: nor than the model that came with the program, where that is another one. */
  z.object({ code: z.literal('not-worse'), shipped: z.boolean() }),
  /** No held-out patient could judge. */
  z.object({ code: z.literal('reference-alone') }),
  /** Held-out patients see nothing gained. */
  z.object({ code: z.literal('not-better') }),
  /** Without the reference set nobody has looked at what was forgotten. */
  z.object({ code: z.literal('reference-missing') }),
  /** Held-out patients that do not judge, since one of the models has learned from them. */
  z.object({ code: z.literal('taken-out'), patients: Count }),
  /**
   * Recordings of a clinic that a model has learned from and this library cannot name: held-out patients of this library
   * may be among them, and then speak for it without knowing better.
   */
  z.object({
    code: z.literal('learned-elsewhere'),
    whose: z.enum(['candidate', 'incumbent']),
    recordings: Count,
  }),
  /** This comparison passes, but one before it beside the same model refused the candidate. */
  z.object({
    code: z.literal('refused-before'),
    incumbentId: z.string(),
    /** ISO 8601. */
    at: z.string(),
    /** Held-out patients that judge now, and that judged then, where that can still be told. */
    patients: Count,
    patientsBefore: Count.optional(),
  }),
  /** How to go on after a refusal that stays. */
  z.object({ code: z.literal('go-on') }),
  /** Where the margins come from: two standard deviations between trainings that differ in their seed alone. */
  z.object({ code: z.literal('margins-between-seeds') }),
  /** As an earlier version of the program said it, in English. */
  z.object({ code: z.literal('text'), text: z.string() }),
]);
export type GateSentence = z.infer<typeof GateSentence>;

/** Verdicts of earlier versions hold English sentences. */
const StoredSentence = GateSentence.or(z.string().transform((text): GateSentence => ({ code: 'text', text })));

export const GateVerdict = z.object({
  passed: z.boolean(),
  rows: z.array(GateRow),
  /** One a reason, the first the most important. */
  sentences: z.array(StoredSentence),
  /** Where the margins come from. */
  source: StoredSentence,
});
export type GateVerdict = z.infer<typeof GateVerdict>;
