import { setFlagsFromString } from 'node:v8';
import { processWire } from '../../shared/rpc/message-port.ts';
import { serve } from '../../shared/rpc/server.ts';
import { portToMain } from './job-port.ts';
import { createJobHandlers } from './job-handlers.ts';
import { jobContract } from './job-contract.ts';
import { startWatchdog } from './watchdog.ts';

/** Objects of a job: samples lie outside this heap, so a parser that needs more is being led astray. */
const HEAP_MEBIBYTES = 512;

/** Serves main until it is gone. */
export function runJobProcess(entry: URL): void {
  setFlagsFromString(`--max-old-space-size=${HEAP_MEBIBYTES}`);
  const port = portToMain();
  const handlers = createJobHandlers(startWatchdog(entry), entry);
  serve(jobContract, handlers, processWire(port), {
    slow: () => {}, // jobs are slow
    fault: (method, thrown) => {
      process.stderr.write(`fault in ${method}: ${placeOf(thrown)}\n`);
    },
  });
  // Without main nobody would end this process; what it was writing is swept at the next start.
  port.onClose(() => process.exit(0));
}

/** Where something was thrown. Its message is left out: it may quote a recording. */
const placeOf = (thrown: unknown): string =>
  thrown instanceof Error
    ? [thrown.name, ...(thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))].join('\n')
    : typeof thrown;
