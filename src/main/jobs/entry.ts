import { isMainThread, workerData } from 'node:worker_threads';

// The module every job process starts with. The threads of the process run the same module, so that the program has one
// entry to build, and load nothing but their own work: the watchdog is given the memory it shares.
if (isMainThread) {
  void import('./job-process-main.ts').then(({ runJobProcess }) => runJobProcess(new URL(import.meta.url)));
} else if (workerData instanceof Int32Array) {
  void import('./watchdog-thread.ts').then(({ watch }) => watch());
} else {
  void import('../inference/reading/signal-thread.ts').then(({ serveSignalThread }) => serveSignalThread());
}
