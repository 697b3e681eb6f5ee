import type { Page } from '@playwright/test';
import { violations } from './harness.ts';
import { expect, test } from './workstation.ts';

/** Corrects one beat of a demo study and confirms some more, as somebody with a name. */
async function label(page: Page): Promise<void> {
  await page.getByRole('row').filter({ hasText: 'synthetic-ventricular-ectopy' }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByText('Made', { exact: true })).toBeVisible();
  await page.locator('canvas[tabindex]').focus();
  for (const key of ['e', 'ArrowRight', 'V']) await page.keyboard.press(key);
  const name = page.getByRole('textbox', { name: 'Your name' });
  // A reading that has just been made cannot be edited in the same instant.
  await expect(async () => {
    await page.keyboard.press('Enter');
    await expect(name).toBeVisible({ timeout: 1000 });
  }).toPass();
  await name.fill('Dr Example');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'In review' })).toBeChecked();
  await page.locator('canvas[tabindex]').focus();
  for (let beat = 0; beat < 12; beat++) {
    for (const key of ['ArrowRight', 'Space']) await page.keyboard.press(key);
  }
}

test('corrections become a candidate that is compared, promoted and rolled back', async ({ page }) => {
  test.slow();
  await label(page);
  await page.getByRole('button', { name: 'Learning' }).click();
  await expect(page.getByRole('tab', { name: 'Data' })).toBeFocused();
  const panel = page.getByRole('tabpanel');
  await expect(panel.getByRole('row', { name: /^Learned from/ })).toContainText(/[1-9]/);
  await panel.getByRole('button', { name: 'Keep snapshot' }).click();

  await expect(page.getByRole('tab', { name: 'Train' })).toHaveAttribute('aria-selected', 'true');
  await panel.getByRole('spinbutton', { name: 'Steps' }).fill('2');
  await panel.getByRole('spinbutton', { name: 'Threads' }).fill('1');
  await panel.getByRole('spinbutton', { name: 'Threads' }).press('Tab');
  await expect(panel).toContainText('2 steps of');
  await panel.getByRole('button', { name: 'Start training' }).click();
  await panel.getByRole('button', { name: 'Compare' }).click({ timeout: 90_000 });

  await expect(panel.getByRole('heading', { name: /^The gate/ })).toBeVisible();
  await expect(panel.getByRole('table').filter({ hasText: 'All right' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await panel.getByRole('button', { name: /^Promote/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Decided by Dr Example');
  const reason = dialog.getByRole('textbox', { name: 'Reason' });
  if (await reason.isVisible()) await reason.fill('To see how it reads.');
  await dialog.getByRole('button', { name: /^Promote/ }).click();
  await expect(page.getByRole('status').filter({ hasText: 'is in use now.' })).toBeVisible();

  await page.getByRole('tab', { name: 'History' }).click();
  await expect(panel.getByRole('row', { name: /In use/ })).toContainText('Trained here');
  await panel.getByRole('button', { name: 'Roll back…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'is in use again.' })).toBeVisible();
  await expect(panel.getByRole('row', { name: /Rolled back/ })).toContainText('Dr Example');

  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('synthetic-ventricular-ectopy');
});
