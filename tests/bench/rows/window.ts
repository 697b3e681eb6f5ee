import type { Page } from '@playwright/test';
import type { BenchRow } from '../row.ts';
import { beginEditing, edited, labelOne, labelRange, markScreen } from '../window-editing.ts';
import { DAY, enterWindow, leaveWindow, panning, RESTING, type WindowSession, zooming } from '../window-session.ts';

const FRAMES = 60;

/** A row over the shared window: the built program in real Chromium at 1920 × 1080. */
function windowRow(
  name: string,
  budget: number,
  run: (session: WindowSession) => Promise<number>,
  before: (session: WindowSession) => Promise<unknown> = () => Promise.resolve(),
): BenchRow {
  let session: WindowSession | undefined;
  return {
    name,
    unit: 'ms',
    budget,
    higherIsBetter: false,
    setup: async () => {
      const entered = await enterWindow();
      if (typeof entered === 'string') return entered;
      session = entered;
      await before(entered);
      return undefined;
    },
    run: () => {
      if (!session) throw new Error('the window was not entered');
      return run(session);
    },
    teardown: leaveWindow,
  };
}

/** Each press of minus shows half as much again. */
const ZOOM = 1.5;
/** About what a strip shows at 25 mm/s on a screen of 1920 pixels. */
const SECONDS_UNZOOMED = 14;

/** A bulk change, and a stretch of the day that holds so many beats. */
const BULK = 10_000;
const BULK_SECONDS = 9000;

async function zoomOut(page: Page, seconds: number): Promise<void> {
  const presses = Math.round(Math.log(seconds / SECONDS_UNZOOMED) / Math.log(ZOOM));
  for (let press = 0; press < presses; press++) await page.keyboard.press('-');
}

/** The day as a reader has begun to edit it, no beat in focus, editing switched on. */
const editing =
  (seconds: number) =>
  async (session: WindowSession): Promise<void> => {
    const { page, open } = session;
    await open(RESTING);
    await open(DAY);
    const readings = page.locator('select').filter({ hasText: 'sim' });
    if (!(await readings.textContent())?.includes('Reader')) {
      await readings.selectOption({ label: 'Annotations in the file · sim' });
      await beginEditing(session);
      await open(RESTING);
      await open(DAY);
    }
    await page.locator('canvas[tabindex]').focus();
    await page.keyboard.press('e');
    await edited(page);
    await zoomOut(page, seconds);
  };

/** Opens the day with its true beats, 100,000 of them, as a strip that shows about so many seconds. */
const zoomedTo =
  (seconds: number) =>
  async ({ page, open }: WindowSession): Promise<void> => {
    await open(RESTING);
    await open(DAY);
    const readings = page.locator('select').filter({ hasText: 'sim' });
    if ((await readings.count()) > 0) await readings.selectOption({ label: 'Annotations in the file · sim' });
    await page.locator('canvas[tabindex]').focus();
    await zoomOut(page, seconds);
    // Away from the start, where a drag could go one way only.
    for (let screen = 0; screen < 3; screen++) await page.keyboard.press('PageDown');
  };

const rows: readonly BenchRow[] = [
  windowRow('window-start', 1500, ({ enter }) => enter()),
  windowRow('window-open-resting', 150, async ({ open }) => {
    await open(DAY);
    return open(RESTING);
  }),
  windowRow('window-open-day', 500, async ({ open }) => {
    await open(RESTING);
    return open(DAY);
  }),
  windowRow('window-pan-10s', 8, ({ page }) => panning(page, FRAMES), zoomedTo(SECONDS_UNZOOMED)),
  windowRow('window-pan-1min', 8, ({ page }) => panning(page, FRAMES), zoomedTo(60)),
  windowRow('window-pan-1h', 8, ({ page }) => panning(page, FRAMES), zoomedTo(3600)),
  windowRow('window-zoom-24h', 8, ({ page }) => zooming(page, FRAMES), zoomedTo(86_400)),
  windowRow(
    'window-key-to-paint',
    50,
    ({ page }) => labelOne(page),
    async (session) => {
      await editing(SECONDS_UNZOOMED)(session);
      await session.page.keyboard.press('ArrowRight');
    },
  ),
  windowRow(
    'window-relabel-10000',
    200,
    ({ page }) => labelRange(page, BULK),
    async (session) => {
      await editing(BULK_SECONDS)(session);
      await markScreen(session.page);
    },
  ),
];
export default rows;
