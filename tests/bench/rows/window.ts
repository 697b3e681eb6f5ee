import type { BenchRow } from '../row.ts';
import { labelOne, labelRange, markScreen } from '../window-editing.ts';
import { DAY, enterWindow, leaveWindow, panning, RESTING, type WindowSession, zooming } from '../window-session.ts';
import { editing, SECONDS_UNZOOMED, zoomedTo } from '../window-views.ts';

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

/** A bulk change, and a stretch of the day that holds so many beats. */
const BULK = 10_000;
const BULK_SECONDS = 9000;

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
