import * as z from 'zod';
import { call, stream } from '../../../shared/rpc/contract.ts';
import { LearningEvent, LearningTask } from '../tasks/task.ts';

const Empty = z.object({});
const Done = z.object({ ok: z.literal(true) });

/** What is asked of a training process: one task at a time. */
export const learningContract = {
  /** Events up to and including the result. Cancelled, it keeps what was done; `learning.settled` tells when. */
  'learning.run': stream(LearningTask, LearningEvent),
  'learning.pause': call(Empty, Done),
  'learning.resume': call(Empty, Done),
  /** Answers once nothing runs any more; `last` is the sentence a stopped task ended with. */
  'learning.settled': call(Empty, z.object({ last: z.string().optional() })),
} as const;
export type LearningContract = typeof learningContract;
