import type { Page } from '@playwright/test';
import { beginEditing, edited } from './window-editing.ts';
import { DAY, RESTING, type WindowSession } from './window-session.ts';

/** Each press of minus shows half as much again. */
const ZOOM = 1.5;
/** About what a strip shows at 25 mm/s on a screen of 1920 pixels. */
export const SECONDS_UNZOOMED = 14;

async function zoomOut(page: Page, seconds: number): Promise<void> {
  const presses = Math.round(Math.log(seconds / SECONDS_UNZOOMED) / Math.log(ZOOM));
  for (let press = 0; press < presses; press++) await page.keyboard.press('-');
}

/** The day as a reader has begun to edit it, no beat in focus, editing switched on, so many seconds on the screen. */
export const editing =
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
export const zoomedTo =
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
