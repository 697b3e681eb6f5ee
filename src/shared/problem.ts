/**
 * What can go wrong in ways a person can do something about. The set is closed: each code has one meaning
 * on every wire, in every log line and as the exit status of the command line.
 */
export const PROBLEM_CODES = [
  'bad-input', // a request that does not fit the contract
  'unknown-method', // a request the contract does not name
  'not-found', // a study, recording or lead that is not there
  'unreadable', // a file that is damaged, truncated or lies about itself
  'unsupported', // a file that is sound but of a kind not read yet
  'needs-mapping', // a file that does not say what its columns mean; ask, never guess
  'locked', // the library is in use by another instance
  'disk', // the disk is full or refuses to be written
  'cancelled',
  'disconnected',
  'failed', // a fault of our own; details stay in this process
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

/**
 * The one error class of the expected kind. `message` is a sentence a clinician understands and says what to do
 * next; it may name a file, a field and an offset, never a patient. Anything else that is thrown is a fault.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  constructor(code: ProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const UNEXPECTED = 'Something went wrong inside Einthoven. Nothing was changed; please try again.';

/** What may cross a wire or reach a screen of whatever was thrown: problems as they are, faults as one sentence. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') return new Problem('cancelled', 'Cancelled.');
  return new Problem('failed', UNEXPECTED, { cause: thrown });
}
