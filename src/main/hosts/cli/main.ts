import type { Command } from './command.ts';
import { bench } from './commands/bench.ts';
import { info } from './commands/info.ts';
import { signal } from './commands/signal.ts';
import { runCommandLine } from './run.ts';

const COMMANDS: readonly Command[] = [info, signal, bench];

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
// A reader that closes early (`| head`) ends the output, not the program with a stack.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCommandLine(COMMANDS, process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  // npm runs scripts in the package's folder and keeps the user's own in INIT_CWD.
  cwd: process.env['INIT_CWD'] ?? process.cwd(),
  signal: interrupted.signal,
});
