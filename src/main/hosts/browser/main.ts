import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Problem, toProblem } from '../../../shared/problem.ts';
import { exitStatus } from '../cli/command.ts';
import { stackOf } from '../workstation/server-log.ts';
import { runBrowserHost } from './run.ts';

/** The browser host as a program of its own: what `npm start` runs where there is no Electron. */
const stop = new AbortController();
// Once: a second Ctrl-C ends a program that does not come to its end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());

// A reader that is gone (`npm start | head`) ends what is said, not the workstation.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const log = (line: string): void => void process.stderr.write(`${line}\n`);

function parse() {
  try {
    return parseArgs({
      options: { library: { type: 'string' }, port: { type: 'string' }, 'no-window': { type: 'boolean' } },
    }).values;
  } catch (cause) {
    throw new Problem('bad-input', 'The options are --library DIR, --port NUMBER and --no-window.', { cause });
  }
}

function readArguments() {
  const values = parse();
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new Problem('bad-input', '--port takes a number from 0 to 65535.');
  }
  return {
    // npm runs scripts in the package's folder and keeps the person's own in INIT_CWD.
    library: values.library === undefined ? undefined : resolve(process.env['INIT_CWD'] ?? '.', values.library),
    port,
    openWindow: values['no-window'] !== true,
  };
}

try {
  await runBrowserHost({
    ...readArguments(),
    signal: stop.signal,
    say: (line) => void process.stdout.write(`${line}\n`),
    log,
  });
} catch (thrown) {
  const problem = toProblem(thrown);
  if (problem.code === 'failed') log(stackOf(thrown));
  log(problem.message);
  process.exitCode = exitStatus(problem);
}
