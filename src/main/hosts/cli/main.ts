import type { Command } from './command.ts';
import { bench } from './commands/bench.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { info } from './commands/info.ts';
import { list } from './commands/list.ts';
import { serve } from './commands/serve.ts';
import { show } from './commands/show.ts';
import { signal } from './commands/signal.ts';
import { simulate } from './commands/simulate.ts';
import { runCommandLine } from './run.ts';

const COMMANDS: readonly Command[] = [info, signal, importCommand, list, show, exportCommand, serve, simulate, bench];

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
