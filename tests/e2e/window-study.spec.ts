import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './workstation.ts';

const open = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('row').filter({ hasText: name }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
};

/** Pixels of the paper that are as dark as a trace on pink paper. */
const inkOf = (page: Page): Promise<number> =>
  page.locator('canvas[tabindex]').evaluate((canvas: HTMLCanvasElement) => {
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let dark = 0;
    for (let i = 0; i < data.length; i += 4)
      if ((data[i] ?? 255) + (data[i + 1] ?? 255) + (data[i + 2] ?? 255) < 150) dark += 1;
    return dark;
  });

const layoutField = (page: Page) => page.getByRole('combobox', { name: 'Layout' });

test('a resting ECG opens as a sheet with its facts beside it', async ({ page }) => {
  await open(page, 'synthetic-sinus');
  await expect.poll(() => inkOf(page)).toBeGreaterThan(2000);
  await expect(layoutField(page).locator('option:checked')).toHaveText('3×4');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('Synthetic recording, made by the simulator: not a patient.');
  await expect(inspector).toContainText('500 Hz');
  await expect(inspector).toContainText('synthetic-sinus.dat');
  await expect(inspector).toContainText('Research use only');
});

test('every layout draws every time', async ({ page }) => {
  await open(page, 'synthetic-left-bundle-branch-block');
  for (const layout of ['6×2', '12×1', 'Cabrera', 'Strip', '3×4']) {
    await layoutField(page).selectOption(layout);
    await expect.poll(() => inkOf(page)).toBeGreaterThan(2000);
  }
});

test('beats, their counts and the heart rate come with the automatic reading, unconfirmed', async ({ page }) => {
  await open(page, 'synthetic-holter');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByText('Unconfirmed')).toBeVisible();
  const all = inspector.getByRole('row', { name: /^All beats/ });
  await expect.poll(async () => Number((await all.textContent())?.replace(/\D/g, ''))).toBeGreaterThan(1500);
  await expect(inspector.getByText('Mean')).toBeVisible();
  await expect(inspector.getByText('Made by', { exact: true })).toBeVisible();
});

test('the keyboard steps through the list while reading', async ({ page }) => {
  await open(page, 'synthetic-sinus');
  const title = page.getByRole('heading', { level: 1 });
  await page.keyboard.press('Alt+ArrowDown');
  await expect(title).not.toHaveText('synthetic-sinus');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(title).toHaveText('synthetic-sinus');
  await page.keyboard.press('Control+b');
  await expect(page.getByRole('grid')).toHaveCount(0);
  await page.keyboard.press('Control+b');
  await expect(page.getByRole('grid')).toBeVisible();
  await page.keyboard.press('Control+i');
  await expect(page.getByRole('complementary')).toHaveCount(0);
});

test('the status is set in the bar and shows in the list', async ({ page }) => {
  await open(page, 'synthetic-sinus');
  await page.getByRole('radiogroup', { name: 'Status' }).getByText('In review').click();
  await expect(page.getByRole('radio', { name: 'In review' })).toBeChecked();
  await expect(page.getByRole('row').filter({ hasText: 'synthetic-sinus' })).toContainText('In review');
});

test('the paper stays beside the inspector when the window shrinks', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, 'synthetic-holter');
  await expect.poll(() => inkOf(page)).toBeGreaterThan(2000);
  await page.setViewportSize({ width: 1000, height: 640 });
  const overlap = async (): Promise<number> => {
    const paper = await page.locator('canvas[tabindex]').boundingBox();
    const inspector = await page.getByRole('complementary', { name: 'Inspector' }).boundingBox();
    return (paper?.x ?? 0) + (paper?.width ?? Infinity) - (inspector?.x ?? 0);
  };
  await expect.poll(overlap).toBeLessThanOrEqual(1);
});

test('how the trace is shown is remembered for the next study and the next session', async ({ page }) => {
  await open(page, 'synthetic-sinus');
  await layoutField(page).selectOption('12×1');
  await page.getByLabel('Gain').selectOption('20 mm/mV');
  await open(page, 'synthetic-bigeminy');
  await expect(layoutField(page).locator('option:checked')).toHaveText('12×1');
  await page.reload();
  // A window loaded again is where it was.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('synthetic-bigeminy');
  await expect(layoutField(page).locator('option:checked')).toHaveText('12×1');
  await expect(page.getByLabel('Gain').locator('option:checked')).toHaveText('20 mm/mV');
});

test('a calibrated screen is to scale, and only then', async ({ page }) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitem', { name: 'Calibrate this screen…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Calibrate this screen' });
  await expect(dialog).toContainText('the trace is not to scale');
  const save = dialog.getByRole('button', { name: 'Save calibration' });
  await dialog.getByLabel('Length of the bar').fill('5');
  await expect(save).toBeDisabled();
  await dialog.getByLabel('Length of the bar').fill('150');
  await expect(dialog).toContainText('4.000 pixels per millimetre');
  await save.click();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitem', { name: 'Calibrate this screen…' }).click();
  await expect(dialog).toContainText('the trace is to scale');
});

test('an export is one download that holds what was recorded', async ({ page }) => {
  await open(page, 'synthetic-sinus');
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /^WFDB/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('synthetic-sinus-wfdb.zip');
  const bytes = await readFile(await download.path());
  expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
  expect(bytes.toString('latin1')).toContain('synthetic-sinus.hea');
  await expect(page.getByText('synthetic-sinus-wfdb.zip is in your downloads')).toBeVisible();
});

test('names stand in full in the list beside a study', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, 'synthetic-holter');
  for (const name of ['synthetic-left-bundle-branch-block', 'synthetic-right-bundle-branch-block']) {
    const title = page.getByRole('row').filter({ hasText: name }).getByText(name);
    const cut = await title.evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(cut).toBeLessThanOrEqual(0);
  }
});
