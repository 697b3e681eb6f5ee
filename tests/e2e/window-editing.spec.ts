import type { Page } from '@playwright/test';
import { violations } from './harness.ts';
import { expect, test } from './workstation.ts';

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });
const countOf = async (page: Page, kind: string): Promise<number> => {
  const row = inspector(page).getByRole('row', { name: new RegExp(kind) });
  return Number((await row.getByRole('cell').last().textContent())?.replace(/\D/g, ''));
};

/** Opens a demo study and waits until it has been read; the keys are the trace's. */
async function read(page: Page, name: string): Promise<void> {
  await page.getByRole('row').filter({ hasText: name }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(inspector(page).getByText('Made', { exact: true })).toBeVisible();
  await page.locator('canvas[tabindex]').focus();
}

/** The first beat becomes V: the first edit asks who reads. */
async function firstEdit(page: Page): Promise<void> {
  for (const key of ['e', 'ArrowRight', 'V', 'Enter']) await page.keyboard.press(key);
  await page.getByRole('textbox', { name: 'Your name' }).fill('Dr Example');
  await page.keyboard.press('Enter');
  await expect.poll(() => countOf(page, 'Ventricular')).toBe(1);
}

test('an edit that was undone is still undone in a window entered anew, and can be done again', async ({ page }) => {
  await read(page, 'synthetic-sinus');
  await firstEdit(page);
  await expect(page.getByRole('radio', { name: 'In review' })).toBeChecked();
  await page.locator('canvas[tabindex]').focus();
  for (const key of ['ArrowRight', 'S', 'Enter']) await page.keyboard.press(key);
  await expect.poll(() => countOf(page, 'Supraventricular')).toBe(1);
  await page.keyboard.press('Control+z');
  await expect.poll(() => countOf(page, 'Supraventricular')).toBe(0);
  expect(await violations(page)).toEqual([]);

  await page.reload();
  await read(page, 'synthetic-sinus');
  await expect.poll(() => countOf(page, 'Ventricular')).toBe(1);
  expect(await countOf(page, 'Supraventricular')).toBe(0);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => countOf(page, 'Supraventricular')).toBe(1);
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(inspector(page)).toContainText('Dr Example');
  await expect(inspector(page)).toContainText('Done again: Relabel beat N to S');
});

test('a study is signed with a name; an edit after that begins version 2', async ({ page }) => {
  await read(page, 'synthetic-sinus');
  await firstEdit(page);
  await page.getByRole('radiogroup', { name: 'Status' }).getByText('Signed').click();
  await expect(page.getByRole('radio', { name: 'In review' })).toBeChecked();
  await page.getByRole('button', { name: 'Sign as Dr Example' }).click();
  await expect(page.getByText('Version 1 is signed by Dr Example.')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Signed' })).toBeChecked();
  expect(await violations(page)).toEqual([]);

  await page.locator('canvas[tabindex]').focus();
  for (const key of ['ArrowRight', 'S', 'Enter']) await page.keyboard.press(key);
  await expect(page.getByRole('radio', { name: 'In review' })).toBeChecked();
  await expect(inspector(page)).toContainText('Changed since version 1');
  await page.getByRole('tab', { name: 'Findings' }).click();
  await expect(inspector(page).getByRole('combobox', { name: 'Annotations shown' })).toContainText(
    'Dr Example, version 2',
  );
});
