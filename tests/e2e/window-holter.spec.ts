import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './workstation.ts';

/** Pixels of the canvas that keys go to, as dark as a trace on pink paper. */
const inkOf = (page: Page): Promise<number> =>
  page.locator('canvas[tabindex]').evaluate((canvas: HTMLCanvasElement) => {
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let dark = 0;
    for (let i = 0; i < data.length; i += 4)
      if ((data[i] ?? 255) + (data[i + 1] ?? 255) + (data[i + 2] ?? 255) < 150) dark += 1;
    return dark;
  });

const openHolter = async (page: Page): Promise<void> => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('row').filter({ hasText: 'synthetic-holter' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('synthetic-holter');
  await expect(page.getByRole('region', { name: 'Reading' })).toContainText('Read by', { timeout: 60_000 });
};
const slider = (page: Page) => page.getByRole('slider', { name: 'Position in the recording' });
const violations = async (page: Page): Promise<string[]> =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id);

test('a Holter is looked through in rows, by events and by shapes, and what is found is kept', async ({ page }) => {
  test.setTimeout(150_000); // reads half an hour and groups its beats, wherever it runs
  await openHolter(page);

  await page.getByRole('radio', { name: 'Overview' }).check({ force: true });
  await expect.poll(() => inkOf(page)).toBeGreaterThan(5000);
  const rows = page.getByRole('application', { name: /^Full disclosure/ });
  await rows.focus();
  await page.keyboard.press('Home');
  for (let row = 0; row < 3; row++) await page.keyboard.press('ArrowDown');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(slider(page)).toHaveAttribute('aria-valuenow', /^17\d$/); // three minutes, in the middle of the trace
  await expect.poll(() => inkOf(page)).toBeGreaterThan(1000);

  await page.getByRole('tab', { name: 'Events' }).click();
  const kind = page.getByRole('group', { name: 'Kinds of events' }).getByRole('button', { name: /^Ventricular beats/ });
  await kind.click();
  await page.locator('canvas[tabindex]').focus();
  await page.keyboard.press('n');
  const list = page.getByRole('listbox', { name: 'Events' });
  await expect(list.getByRole('option', { selected: true })).toContainText('Ventricular');

  await page.getByRole('button', { name: 'Bookmark', exact: true }).click();
  await page.getByRole('textbox', { name: /name/i }).fill('Dr. Reader');
  await page.keyboard.press('Enter');
  const kept = page.getByRole('list', { name: 'Strips and bookmarks' });
  await expect(kept.getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'Save strip' }).click();
  await page.getByRole('textbox', { name: 'What is to be seen' }).fill('Bigeminy');
  await page.keyboard.press('Enter');
  await expect(kept).toContainText('Bigeminy');
  expect(await violations(page)).toEqual([]);

  await page.getByRole('radio', { name: 'Shapes' }).check({ force: true });
  const groups = page.getByRole('listbox', { name: 'Groups of beats by shape' });
  await expect(page.getByRole('button', { name: 'Group anew' })).toBeVisible({ timeout: 60_000 });
  await groups.focus();
  await page.keyboard.press('Home');
  const normal = groups.getByRole('option', { name: /^Normal beat/ });
  const before = await normal.count();
  await page.keyboard.press('L');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Change labels' }).click();
  await expect(groups.getByRole('option', { name: /^Left bundle branch block beat/ })).toHaveCount(1);
  await expect(groups).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Control+z');
  await expect(normal).toHaveCount(before);

  const all = groups.getByRole('option');
  const found = await all.count();
  await page.keyboard.press('s');
  await expect(all).toHaveCount(found + 1);
  await page.keyboard.press('Control+z');
  await expect(all).toHaveCount(found);
  await expect(page.getByText('Undone: group split')).toBeVisible();
});
