import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** At this size the log is set aside at the next start; one older log is kept. */
const MAX_LOG_BYTES = 1024 * 1024;

/** A log for a program without a terminal. Lines hold names, times and stacks, never patient data. */
export function openLogFile(folder: string): (line: string) => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'einthoven.log');
  if (existsSync(file) && statSync(file).size > MAX_LOG_BYTES) renameSync(file, `${file}.old`);
  return (line) => {
    appendFileSync(file, `${new Date().toISOString()} ${line}\n`);
    process.stderr.write(`${line}\n`);
  };
}
