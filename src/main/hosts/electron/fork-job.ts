import { utilityProcess } from 'electron';
import type { ChildHandle, ChildVoice } from '../../services/host-facilities.ts';
import { keepWords } from '../../services/kept-words.ts';

/** Runs a module in a utility process; messages are structured clones, so typed arrays cross as they are. */
export function forkUtilityJob(entry: string, voice: ChildVoice = 'log'): ChildHandle {
  const kept = voice === 'kept';
  const child = utilityProcess.fork(entry, [], { serviceName: 'Einthoven job', stdio: kept ? 'pipe' : 'inherit' });
  return {
    postMessage: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', listener),
    onClose: (listener) => child.once('exit', () => listener()),
    kill: () => void child.kill(),
    ...(kept ? { said: keepWords(child.stdout, child.stderr) } : {}),
  };
}
