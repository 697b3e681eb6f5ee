import type { ParseArgsOptionsConfig } from 'node:util';
import type { Problem, ProblemCode } from '../../../shared/problem.ts';

/** What a command has of the world: streams, a folder, and a signal that Ctrl-C aborts. */
export interface CommandContext {
  readonly positionals: readonly string[];
  /** Options as given; presence and type follow the command's own `options`. */
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  /** Relative paths are meant from here. */
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Writes to standard output; resolves when there is room for more. */
  out(text: string): Promise<void>;
  /** One line on standard error. */
  note(line: string): void;
  /**
   * Progress on standard error, shown only for work that lasts over a second. `fraction` is 0–1; the time left is
   * reckoned from it unless it is given.
   */
  progress(label: string, fraction: number, secondsLeft?: number): void;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** The arguments after the name, as help shows them. */
  readonly usage: string;
  readonly options: ParseArgsOptionsConfig;
  /** Help lines for `options`, in order. */
  readonly help: readonly (readonly [option: string, meaning: string])[];
  /** Returns the exit status when it is not 0. */
  run(context: CommandContext): Promise<number | undefined>;
}

/** Exit statuses, documented in README and `einthoven help`. */
export const EXIT = {
  ok: 0,
  /** A fault of the program. */
  fault: 1,
  /** The command or a file cannot be used as it is: wrong arguments, an unreadable or unknown file. */
  input: 2,
  /** No such study, lead or recording. */
  notFound: 3,
  /** The library is in use by another instance. */
  locked: 4,
  /** The disk is full or refuses to be written. */
  disk: 5,
  /** Stopped by Ctrl-C. */
  cancelled: 130,
} as const;

const EXIT_OF: Readonly<Record<ProblemCode, number>> = {
  'bad-input': EXIT.input,
  'unknown-method': EXIT.fault,
  'not-found': EXIT.notFound,
  unreadable: EXIT.input,
  unsupported: EXIT.input,
  'needs-mapping': EXIT.input,
  locked: EXIT.locked,
  disk: EXIT.disk,
  cancelled: EXIT.cancelled,
  disconnected: EXIT.fault,
  failed: EXIT.fault,
};
export const exitStatus = (problem: Problem): number => EXIT_OF[problem.code];
