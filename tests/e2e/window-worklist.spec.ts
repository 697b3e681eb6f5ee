import { expect, test } from './workstation.ts';

/** The demo recordings a new library holds: eight resting ECGs and a Holter strip. */
const DEMOS = 9;

test.beforeEach(async ({ page }) => {
  await expect(page.getByRole('row')).toHaveCount(DEMOS + 1);
});

test('a new library shows the demo studies, each marked synthetic, with what is known of them', async ({ page }) => {
  const rows = page.getByRole('row').filter({ hasText: 'Synthetic' });
  await expect(rows).toHaveCount(DEMOS);
  const holter = page.getByRole('row').filter({ hasText: 'synthetic-holter' });
  await expect(holter).toContainText('II, V1, V5');
  await expect(holter).toContainText('30 min');
  await expect(page.getByRole('row').filter({ hasText: 'synthetic-sinus' })).toContainText('12 leads');
});

test('search narrows the list while typing and is cleared by Escape', async ({ page }) => {
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search patient or record')).toBeFocused();
  await page.keyboard.type('bundle');
  await expect(page.getByRole('row').filter({ hasText: 'Synthetic' })).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row')).toHaveCount(DEMOS + 1);
  await page.keyboard.type('no such study');
  await expect(page.getByText('No study matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all studies' }).click();
  await expect(page.getByRole('row')).toHaveCount(DEMOS + 1);
});

test('the list is worked through with the keyboard alone', async ({ page }) => {
  const grid = page.getByRole('grid', { name: 'Worklist' });
  await grid.focus();
  for (const key of ['Home', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
  const third = page.getByRole('row').nth(3);
  await expect(third).toHaveAttribute('aria-selected', 'true');
  await expect(grid).toHaveAttribute('aria-activedescendant', (await third.getAttribute('id')) ?? '');

  await page.keyboard.press('2');
  await expect(page.getByRole('button', { name: 'In review' })).toContainText('1');
  await expect(third).toContainText('In review');

  const name = (await third.getByRole('gridcell').nth(1).locator('span').first().textContent()) ?? '';
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.locator('canvas[tabindex]')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1, name: 'Einthoven' })).toBeVisible();
  await expect(grid).toBeFocused();
});

test('the status filter shows the studies of one status and how many there are of each', async ({ page }) => {
  const filter = page.getByRole('group', { name: 'Filter by status' });
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('2');
  await filter.getByRole('button', { name: 'In review' }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(filter.getByRole('button', { name: 'New' })).toContainText(String(DEMOS - 1));
  await filter.getByRole('button', { name: 'All' }).click();
  await expect(page.getByRole('row')).toHaveCount(DEMOS + 1);
});

test('theme and width of the worklist are remembered', async ({ page }) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('row').filter({ hasText: 'synthetic-sinus' }).click();
  const edge = page.getByRole('separator', { name: 'Width of the worklist' });
  await edge.focus();
  await page.keyboard.press('ArrowRight');
  const width = await edge.getAttribute('aria-valuenow');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('row').filter({ hasText: 'synthetic-sinus' }).click();
  await expect(edge).toHaveAttribute('aria-valuenow', width ?? '');
});

test('the window says so when the workstation is gone', async ({ page, workstation }) => {
  await workstation.stop();
  await expect(page.getByRole('alertdialog')).toContainText('The connection to the workstation was lost');
  await expect(page.getByRole('button', { name: 'Reload' })).toBeFocused();
});
