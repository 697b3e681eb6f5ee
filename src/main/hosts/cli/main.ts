import { COMMANDS } from './commands.ts';
import { runCommandLine } from './run.ts';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
// A reader that closes early (`| head`) ends the output, not the program with a stack.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

// What was only said beside it may go unheard (`serve 2>&1 | head`): that ends nothing.
process.stderr.on('error', () => {});

process.exitCode = await runCommandLine(COMMANDS, process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  // npm runs scripts in the package's folder and keeps the user's own in INIT_CWD.
  cwd: process.env['INIT_CWD'] ?? process.cwd(),
  signal: interrupted.signal,
});
