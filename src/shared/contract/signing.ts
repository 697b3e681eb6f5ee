import * as z from 'zod';
import { call } from '../rpc/contract.ts';
import { Count, Id } from './columns.ts';

/** A signed version of a study. Its sets can never be changed again: edits after it make new ones. */
export const SignedVersion = z.object({
  version: z.number().int().min(1),
  signer: z.string(),
  /** ISO 8601. */
  at: z.string(),
  note: z.string().optional(),
  /** The set of each recording that was signed; `revision` is its last. */
  sets: z.array(z.object({ recordingId: Id, setId: Id, revision: Count, sourceSetId: Id })),
});
export type SignedVersion = z.infer<typeof SignedVersion>;

export const signingContract = {
  /**
   * Signs what the reader has seen of every recording of the study; the study becomes `signed`. A set that is no reader's
   * is signed as a copy of the reader's own. Refused where a set has changed since `revision`, or is signed already.
   */
  'sign.study': call(
    z.object({
      studyId: Id,
      sets: z
        .array(z.object({ setId: Id, revision: Count }))
        .min(1)
        .max(64),
      note: z.string().trim().max(1_000).optional(),
    }),
    SignedVersion,
  ),
  /** Newest first. */
  'sign.versions': call(z.object({ studyId: Id }), z.object({ versions: z.array(SignedVersion) })),
  /** @throws `not-found`; the rows themselves are read with `edit.rows` */
  'sign.version': call(z.object({ studyId: Id, version: z.number().int().min(1) }), SignedVersion),
} as const;
