import { utilityProcess } from 'electron';
import type { ChildHandle } from '../../services/host-facilities.ts';

/** Runs a module in a utility process; messages are structured clones, so typed arrays cross as they are. */
export function forkUtilityJob(entry: string): ChildHandle {
  const child = utilityProcess.fork(entry, [], { serviceName: 'Einthoven job', stdio: 'inherit' });
  return {
    postMessage: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', listener),
    onClose: (listener) => child.once('exit', () => listener()),
    kill: () => void child.kill(),
  };
}
