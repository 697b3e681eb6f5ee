import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

const PRIORITY = constants.priority.PRIORITY_BELOW_NORMAL;
/** Of a session: a third of the weight of another one. With 10, a ninth, it stands still beside several busy programs. */
const SESSION_PRIORITY = 5;

/** Leaves the processor to the window and to readings; threads that are started from now on inherit it. */
export function stepBack(): void {
  whereAllowed(() => setPriority(PRIORITY));
  if (process.platform !== 'linux') return;
  // There a priority is a thread's own: those that run already keep theirs.
  whereAllowed(() => {
    for (const thread of readdirSync('/proc/self/task')) setPriority(Number(thread), PRIORITY);
  });
  // And it counts among the processes of a session alone; sessions share the processor by priorities of their own
  // (sched(7), "the autogroup feature"). A job of the browser host has one to itself, one of Electron that of the program.
  whereAllowed(() => {
    if (leadsSession()) writeFileSync('/proc/self/autogroup', String(SESSION_PRIORITY));
  });
}

/** By the sixth column of proc_pid_stat(5), counted behind the name. */
function leadsSession(): boolean {
  const columns = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(columns[3]) === process.pid;
}

function whereAllowed(step: () => void): void {
  try {
    step();
  } catch {
    // Not here: the training is then as urgent as anything else.
  }
}
