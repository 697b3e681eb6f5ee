import * as z from 'zod';
import { PROBLEM_CODES } from '../problem.ts';

/**
 * What travels between a client and a server. A client opens a request, grants credit for stream values and may
 * cancel; a server answers with values and one end or error. Ids are chosen by the client.
 */
const id = z.number().int().nonnegative();
const Frame = z.discriminatedUnion('t', [
  z.object({ t: z.literal('open'), id, method: z.string().max(100), input: z.unknown() }),
  z.object({ t: z.literal('pull'), id, credit: z.number().int().min(1).max(1024) }),
  z.object({ t: z.literal('cancel'), id }),
  z.object({ t: z.literal('value'), id, value: z.unknown() }),
  z.object({ t: z.literal('end'), id }),
  z.object({ t: z.literal('error'), id, code: z.enum(PROBLEM_CODES), message: z.string() }),
]);
export type Frame = z.infer<typeof Frame>;

/** The frame, or undefined for anything else: what is not a frame is dropped at the edge. */
export const parseFrame = (value: unknown): Frame | undefined => {
  const parsed = Frame.safeParse(value);
  return parsed.success ? parsed.data : undefined;
};

/** A two-way channel of frames; one implementation per transport. Listeners are set once, by the side that uses it. */
export interface Wire {
  post(frame: Frame): void;
  onFrame(listener: (frame: Frame) => void): void;
  onClose(listener: () => void): void;
}
