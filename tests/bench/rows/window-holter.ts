import { readFileSync } from 'node:fs';
import type { BenchRow } from '../row.ts';
import {
  DAY,
  enterWindow,
  leaveWindow,
  rendererProcess,
  RESTING,
  scrolling,
  simulatedInTwelveLeads,
  startWindow,
  TWELVE_LEADS,
  type WindowSession,
} from '../window-session.ts';

const FRAMES = 60;

/** A row over the page of rows of the day, with its true beats, rows of so many seconds. */
function disclosureRow(name: string, rowText: string): BenchRow {
  let session: WindowSession | undefined;
  return {
    name,
    unit: 'ms',
    budget: 8,
    higherIsBetter: false,
    setup: async () => {
      const entered = await enterWindow();
      if (typeof entered === 'string') return entered;
      session = entered;
      await entered.open(RESTING);
      await entered.open(DAY);
      await showRows(entered, rowText);
      return undefined;
    },
    run: () => {
      if (!session) throw new Error('the window was not entered');
      return scrolling(session.page, FRAMES);
    },
    teardown: leaveWindow,
  };
}

async function showRows({ page }: WindowSession, rowText: string): Promise<void> {
  const readings = page.locator('select').filter({ hasText: 'sim' });
  if ((await readings.count()) > 0) await readings.selectOption({ label: 'Annotations in the file · sim' });
  await page.getByRole('radio', { name: 'Overview' }).check({ force: true });
  await page.locator('select').filter({ hasText: '10 min' }).selectOption({ label: rowText });
  await page.locator('canvas[tabindex][aria-busy=false]').waitFor();
}

let memory: WindowSession | undefined;

const rows: readonly BenchRow[] = [
  disclosureRow('window-disclosure-1min', '1 min'),
  disclosureRow('window-disclosure-10min', '10 min'),
  {
    name: 'window-renderer-memory',
    unit: 'MB',
    budget: 600,
    higherIsBetter: false,
    runs: 1,
    setup: async () => {
      if (process.platform !== 'linux') return 'the memory of a process is read from /proc';
      const entered = await startWindow(simulatedInTwelveLeads);
      if (typeof entered === 'string') return entered;
      memory = entered;
      return undefined;
    },
    /** After a day of twelve leads and 100,000 beats was opened, looked through in rows from one end to the other, and read at some zooms. */
    run: async () => {
      if (!memory) throw new Error('the window was not entered');
      const { page, open } = memory;
      await open(RESTING);
      await open(TWELVE_LEADS);
      await page.locator('canvas[tabindex]').focus();
      for (let press = 0; press < 12; press++) await page.keyboard.press('-');
      for (let press = 0; press < 12; press++) await page.keyboard.press('+');
      await showRows(memory, '1 min');
      await scrolling(page, FRAMES);
      const status = readFileSync(`/proc/${String(await rendererProcess(page))}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000;
    },
    teardown: () => memory?.close(),
  },
];
export default rows;
