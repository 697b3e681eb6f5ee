import type { BenchRow } from '../row.ts';
import { enterWindowBeside, leaveWindowBeside, type WindowBeside } from '../window-beside.ts';
import { labelOne } from '../window-editing.ts';
import { DAY, panning, RESTING, type WindowSession } from '../window-session.ts';
import { editing, SECONDS_UNZOOMED, zoomedTo } from '../window-views.ts';

const FRAMES = 60;

/** A row over the window of the built program while a training runs in it. */
function windowRow(
  name: string,
  budget: number,
  run: (session: WindowSession) => Promise<number>,
  before: (session: WindowSession) => Promise<unknown> = () => Promise.resolve(),
): BenchRow {
  let beside: WindowBeside | undefined;
  return {
    name,
    unit: 'ms',
    budget,
    higherIsBetter: false,
    setup: async () => {
      const entered = await enterWindowBeside();
      if (typeof entered === 'string') return entered;
      beside = entered;
      await before(entered.session);
      return undefined;
    },
    run: () => {
      if (!beside) throw new Error('the window was not entered');
      const { session, training } = beside;
      return training.during(() => run(session));
    },
  };
}

const rows: readonly BenchRow[] = [
  windowRow('while-learning-open-day', 500, async ({ open }) => {
    await open(RESTING);
    return open(DAY);
  }),
  windowRow('while-learning-pan', 8, ({ page }) => panning(page, FRAMES), zoomedTo(SECONDS_UNZOOMED)),
  windowRow(
    'while-learning-key-to-paint',
    50,
    ({ page }) => labelOne(page),
    async (session) => {
      await editing(SECONDS_UNZOOMED)(session);
      await session.page.keyboard.press('ArrowRight');
    },
  ),
];
export default rows;

export const leave = leaveWindowBeside;
