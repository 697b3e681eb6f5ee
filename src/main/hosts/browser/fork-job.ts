import { fork } from 'node:child_process';
import type { ChildHandle, ChildVoice } from '../../services/host-facilities.ts';
import { keepWords } from '../../services/kept-words.ts';

/** How long after its end a process may leave its last words unsaid. */
const LAST_WORDS_MILLISECONDS = 500;

/** Runs a module in a Node process of its own; messages are structured clones, so typed arrays cross as they are. */
export function forkJob(entry: string, voice: ChildVoice = 'log'): ChildHandle {
  const kept = voice === 'kept';
  const child = fork(entry, [], {
    serialization: 'advanced',
    execArgv: [],
    // A process group of its own: Ctrl-C in a terminal stops the program, and the program stops its jobs in good order.
    detached: process.platform !== 'win32',
    // Standard output belongs to the command that started us: what a job says goes to the log.
    stdio: kept ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 2, 2, 'ipc'],
  });
  return {
    postMessage: (message) => {
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => child.on('message', listener),
    onClose: (listener) => {
      let over = false;
      const once = (): void => {
        if (!over) listener();
        over = true;
      };
      child.once('close', once);
      // What it said is complete only when its streams have ended too, which something it started may hold open.
      child.once('exit', () => (kept ? setTimeout(once, LAST_WORDS_MILLISECONDS) : once()));
      child.once('error', once); // it never started
    },
    kill: () => void child.kill('SIGKILL'),
    ...(kept ? { said: keepWords(child.stdout, child.stderr) } : {}),
  };
}
