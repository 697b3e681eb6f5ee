import * as z from 'zod';
import { DeviceName } from './analysis.ts';
import { Count } from './columns.ts';

/** What a reader should know of a job, as a code with its figures; the words are each language's. */
export const JobNotice = z.discriminatedUnion('code', [
  /** The program or what it rehearses was replaced since it was begun. */
  z.object({ code: z.literal('began-anew') }),
  /** It goes on with the CPU. */
  z.object({ code: z.literal('device-lost'), device: DeviceName }),
  /** There are more labels than fit in memory: so many half hours were left out. */
  z.object({ code: z.literal('labels-left-out'), halfHours: Count }),
  /** As an earlier version of the program said it, in English. */
  z.object({ code: z.literal('text'), text: z.string() }),
]);
export type JobNotice = z.infer<typeof JobNotice>;

/** Notices of jobs of earlier versions are English sentences. */
export const StoredNotice = JobNotice.or(z.string().transform((text): JobNotice => ({ code: 'text', text })));

/**
 * Why a job failed or waits: a `ProblemCode`, or `crashed` for a process that ended several times; and the sentence in
 * English, which is the more exact one.
 */
export const JobProblem = z.object({ code: z.string(), text: z.string() });
export type JobProblem = z.infer<typeof JobProblem>;

/** Why a model cannot be used, with the sentence in English. */
export const ModelProblem = z.object({
  /** `unusable`: whole, but made for another version of the program. */
  code: z.enum(['gone', 'damaged', 'unusable']),
  text: z.string(),
  /** Id of the model that reads in the place of this one, which was chosen. */
  reads: z.string().optional(),
});
export type ModelProblem = z.infer<typeof ModelProblem>;

/** A model that should read, or came with the program, and is not sound. `reads` absent: rules read. */
export const ModelTrouble = ModelProblem.extend({
  /** Absent where its card cannot be read. */
  modelId: z.string().optional(),
  origin: z.enum(['shipped', 'local']),
});
export type ModelTrouble = z.infer<typeof ModelTrouble>;

/** The key that models are signed with is another one than before: who knows the old one has to be told. */
export const KeyReplacement = z.object({
  /** When that was noticed, ISO 8601. */
  at: z.string(),
  /** SHA-256 of the public key, in groups of four hexadecimal digits: of the new one, and of the old one where it is known. */
  fingerprint: z.string(),
  before: z.string().optional(),
  /** File name of the old key where it could not be read; absent where it was gone. */
  keptAs: z.string().optional(),
});
export type KeyReplacement = z.infer<typeof KeyReplacement>;

/** Why an adaptation cannot be taken over into a set. */
export const AdaptationObstacle = z.enum(['no-reader', 'signed', 'another-reader']);
export type AdaptationObstacle = z.infer<typeof AdaptationObstacle>;
