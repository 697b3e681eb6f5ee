import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = join(import.meta.dirname, 'killed-main.ts');

/**
 * Runs the program until it has heard of `steps` steps in this sitting and kills it with the child it trains in, or lets
 * it come to its end.
 * @returns the candidate, where it came to its end
 */
export async function runUntil(program: readonly string[], steps: number): Promise<string | undefined> {
  const child = spawn(process.execPath, [PROGRAM, ...program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let heard = 0;
  let ended: string | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('ended ')) ended = line.slice('ended '.length);
    if (line.startsWith('training ') && ++heard === steps) child.kill('SIGKILL');
  }
  await exited;
  return ended;
}
