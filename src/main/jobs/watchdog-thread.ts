import { workerData } from 'node:worker_threads';
import { SLOT } from './watchdog.ts';

const LOOK_EVERY_MILLISECONDS = 50;

/** The watchdog's thread: ends the process when the watched thread used more than it may since its last sign of life. */
export function watch(): void {
  if (!(workerData instanceof Int32Array)) throw new TypeError('the watchdog needs its shared memory');
  const shared = workerData;
  let beats = -1;
  let since = 0;
  setInterval(() => {
    const now = Atomics.load(shared, SLOT.beats);
    const { user, system } = process.cpuUsage();
    const used = (user + system) / 1000;
    if (now !== beats) {
      beats = now;
      since = used;
    }
    const allowed = Atomics.load(shared, SLOT.processorMilliseconds);
    const memory = Atomics.load(shared, SLOT.memoryMebibytes);
    const tooLong = allowed > 0 && used - since > allowed;
    const tooMuch = memory > 0 && process.memoryUsage.rss() > memory * 1024 * 1024;
    if (tooLong || tooMuch) process.kill(process.pid, 'SIGKILL');
  }, LOOK_EVERY_MILLISECONDS);
}
