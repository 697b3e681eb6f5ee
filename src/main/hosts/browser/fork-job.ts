import { fork } from 'node:child_process';
import type { ChildHandle } from '../../services/host-facilities.ts';

/** Runs a module in a Node process of its own; messages are structured clones, so typed arrays cross as they are. */
export function forkJob(entry: string): ChildHandle {
  const child = fork(entry, [], {
    serialization: 'advanced',
    execArgv: [],
    // A process group of its own: Ctrl-C in a terminal stops the program, and the program stops its jobs in good order.
    detached: process.platform !== 'win32',
    // Standard output belongs to the command that started us: what a job says goes to the log.
    stdio: ['ignore', 2, 2, 'ipc'],
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
      child.once('exit', once);
      child.once('error', once); // it never started
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
