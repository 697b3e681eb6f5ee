import { startWatchdog } from '../../../src/main/jobs/watchdog.ts';

/** Does what a hostile file could make a parser do, under the watchdog's eyes. */
const [what = ''] = process.argv.slice(2);
const watchdog = startWatchdog(new URL('../../../src/main/jobs/entry.ts', import.meta.url));
const held: Uint8Array[] = [];

function spin(processorMilliseconds: number, each: () => void): void {
  const began = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(began);
    if ((user + system) / 1000 > processorMilliseconds) return;
    each();
  }
}

process.once('message', () => {
  if (what === 'hang') {
    watchdog.guard({ processorMilliseconds: 200, memoryMebibytes: 4096 });
    spin(20_000, () => {});
  } else if (what === 'swell') {
    watchdog.guard({ processorMilliseconds: 60_000, memoryMebibytes: 400 });
    spin(20_000, () => {
      if (held.length < 2000) held.push(new Uint8Array(1024 * 1024).fill(1));
    });
  } else {
    // Long, but with signs of life; and long without them once the danger is over.
    watchdog.guard({ processorMilliseconds: 400, memoryMebibytes: 4096 });
    spin(900, () => watchdog.beat());
    watchdog.rest();
    spin(700, () => {});
  }
  process.exit(0);
});
process.send?.('ready');
