import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { COMMANDS } from '../../src/main/hosts/cli/commands.ts';
import { runCommandLine } from '../../src/main/hosts/cli/run.ts';

/** What a command line said, and how it ended. */
export interface Said {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface Circumstances {
  /** What relative paths are meant from. */
  readonly cwd: string;
  /** Told of all that is said on standard output, as it comes. */
  readonly onOutput?: (text: string) => void;
  /** Ctrl-C. */
  readonly signal?: AbortSignal;
}

/** Runs one command line as a terminal would. */
export async function commandLine(argv: readonly string[], { cwd, onOutput, signal }: Circumstances): Promise<Said> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  if (onOutput) stdout.on('data', (chunk: Buffer) => onOutput(chunk.toString()));
  const said = Promise.all([text(stdout), text(stderr)]);
  const status = await runCommandLine(COMMANDS, argv, {
    stdout,
    stderr,
    cwd,
    signal: signal ?? new AbortController().signal,
  });
  stdout.end();
  stderr.end();
  const [out, err] = await said;
  return { status, out, err };
}
