import type { ServerLog } from '../../../shared/rpc/server.ts';

/** The server's reports as lines of the host's log: the procedure's name, its time, a fault's stack. */
export const serverLog = (log: (line: string) => void): ServerLog => ({
  slow: (method, milliseconds) => log(`slow: ${method} took ${Math.round(milliseconds)} ms`),
  fault: (method, thrown) => log(`fault in ${method}: ${stackOf(thrown)}`),
});

/** Where something was thrown. Its message is left out: it may quote what was being read. */
export function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown;
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [thrown.name, ...frames].join('\n');
}
