import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { PDFDocument } from '@cantoo/pdf-lib';
import { expect, test, violations } from './harness.ts';

test.use({ locale: 'en-GB' });

const open = async (page: Page, origin: string, theme = 'light'): Promise<void> => {
  await page.goto(`${origin}?theme=${theme}`);
  await page.getByRole('row').filter({ hasText: 'Synthetic sinus rhythm' }).click();
  await expect(page.locator('canvas[tabindex]')).toHaveAttribute('aria-busy', 'false');
};
const millimetres = (points: number): number => Math.round((points / 72) * 25.4);

test('a page is previewed, saved as a PDF and printed at its true size', async ({ page, harness }) => {
  test.setTimeout(120_000);
  await open(page, harness.origin);
  await page.keyboard.press('Control+p');
  const dialog = page.getByRole('dialog', { name: 'Print' });
  await expect(dialog.getByRole('img', { name: 'Page 1 of 1' })).toBeVisible();
  expect(await violations(page)).toEqual([]);

  // What the printer is given, without a printer: the browser's own pages.
  await page.evaluate(() => (window.print = () => {}));
  await dialog.getByRole('button', { name: 'Print', exact: true }).click();
  await expect(page.locator('.printed-pages img')).toBeAttached();
  const printed = await PDFDocument.load(await page.pdf({ preferCSSPageSize: true }));
  const [sheet, ...others] = printed.getPages();
  expect(others).toEqual([]);
  expect([millimetres(sheet?.getWidth() ?? 0), millimetres(sheet?.getHeight() ?? 0)]).toEqual([297, 210]);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(page.locator('.printed-pages')).toHaveCount(0);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save as PDF' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('sinus-rhythm-12.pdf');
  const saved = await PDFDocument.load(await readFile(await download.path()));
  expect(saved.getPageCount()).toBe(1);
  await expect(dialog).toHaveCount(0);
});

test('calipers are set, moved and removed with the keys, and say what they measure', async ({ page, harness }) => {
  await open(page, harness.origin, 'dark');
  const canvas = page.locator('canvas[tabindex]');
  await canvas.focus();
  await page.keyboard.press('c');
  const bar = page.getByRole('toolbar', { name: 'Calipers' });
  await page.keyboard.press('Enter');
  await expect(bar.getByRole('status')).toHaveText('Second end, II: 800 ms · 75 bpm · 1.00 mV');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(bar.getByRole('status')).toContainText('820 ms · 73 bpm · 0.99 mV');
  await page.keyboard.press('Shift+Tab');
  await expect(bar.getByRole('status')).toContainText('First end');
  await page.keyboard.press('Control+z');
  await expect(bar.getByRole('status')).toContainText('800 ms');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
});
