import { isMainThread } from 'node:worker_threads';

// The module every job process starts with. Its watchdog runs the same module on a thread of its own, so that the
// program has one entry to build, and loads nothing of the work.
if (isMainThread) {
  void import('./job-process-main.ts').then(({ runJobProcess }) => runJobProcess(new URL(import.meta.url)));
} else {
  void import('./watchdog-thread.ts').then(({ watch }) => watch());
}
