import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { realData } from '../real-data.ts';
import { expect, test } from './workstation.ts';

interface Upload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const file = (name: string, content: string | Buffer): Upload => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content),
});

const choose = async (page: Page, files: readonly (Upload | string)[]): Promise<void> => {
  const picked = page.getByLabel('Choose files…').locator('visible=false').first();
  if (files.every((one) => typeof one === 'string')) await picked.setInputFiles([...files]);
  else await picked.setInputFiles(files.filter((one) => typeof one !== 'string'));
};

/** Three leads' worth of a slow sine, as a monitor might write it: no units, no rate. */
const TABLE = [
  'clock,a,b',
  ...Array.from({ length: 2000 }, (_, i) => `${i * 4},${Math.round(900 * Math.sin(i / 9))},${i % 40}`),
].join('\n');

test.beforeEach(async ({ page }) => {
  await expect(page.getByRole('row').nth(1)).toBeVisible();
});

test('a file that cannot be read stays in the list with its sentence until it is removed', async ({ page }) => {
  await choose(page, [file('broken.hea', 'broken 2 360 1000000000000\nbroken.dat 212 200 11 1024 0 0 0 MLII\n')]);
  const panel = page.getByRole('region', { name: 'Import' });
  await expect(panel).toContainText('1 could not be read');
  await expect(panel).toContainText('broken');

  const row = page.getByRole('row').filter({ hasText: 'Quarantined' });
  await expect(row).toContainText('broken');
  await row.click();
  const reason = page.getByRole('article');
  await expect(reason).toContainText('This file could not be read');
  await expect(reason).toContainText('broken');
  await page.getByRole('button', { name: 'Remove from the worklist' }).click();
  await expect(row).toHaveCount(0);
});

test('a table is asked about, nothing chosen beforehand, and imported once everything is said', async ({ page }) => {
  await choose(page, [file('monitor.csv', TABLE)]);
  const dialog = page.getByRole('dialog', { name: 'What do the columns mean?' });
  const button = dialog.getByRole('button', { name: 'Import' });
  await expect(dialog).toContainText('monitor.csv');
  await expect(button).toBeDisabled();
  for (const column of ['clock', 'a', 'b']) {
    await expect(dialog.getByLabel(`Meaning of column ${column}`)).toHaveValue('unused');
  }
  await dialog.getByLabel('Meaning of column clock').selectOption('Time');
  await dialog.getByLabel('Time is in').selectOption('milliseconds');
  await dialog.getByLabel('Meaning of column a').selectOption('Lead');
  await dialog.getByLabel('Lead name for column a').fill('II');
  await expect(button).toBeDisabled();
  await dialog.getByLabel('Amplitude is in').selectOption('µV');
  await button.click();

  const panel = page.getByRole('region', { name: 'Import' });
  await expect(panel).toContainText('1 imported');
  await panel.getByRole('button', { name: 'Open monitor.csv' }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('250 Hz');
  await expect(inspector).toContainText('8 s');
});

test('a record of the MIT-BIH database is imported, opened, and recognised when it comes again', async ({ page }) => {
  const { mitdb } = realData;
  test.skip(mitdb === undefined, 'the MIT-BIH recordings are not here');
  const record = ['hea', 'dat', 'atr'].map((ending) => join(mitdb ?? '', `106.${ending}`));
  const panel = page.getByRole('region', { name: 'Import' });
  await choose(page, record);
  await expect(panel).toContainText('1 imported');
  await panel.getByRole('button', { name: /^Open/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: '106' })).toBeVisible();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('360 Hz');
  await expect(inspector).toContainText('24 y');

  await inspector.getByLabel('Annotations shown').selectOption({ label: 'Annotations in the file · atr' });
  await expect(inspector.getByText('From the file')).toBeVisible();
  // As the database's directory counts record 106: 1507 N and 520 V.
  await expect(inspector.getByRole('row', { name: /Ventricular/ }).first()).toContainText('520');
  await expect(inspector).toContainText('Ventricular bigeminy');

  await panel.getByRole('button', { name: 'Close' }).click();
  await choose(page, record);
  await expect(panel).toContainText('1 already in the library');
});

test('files dropped anywhere on the window are imported', async ({ page }) => {
  const transfer = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], 'dropped.csv'));
    return data;
  }, TABLE);
  await page.dispatchEvent('main', 'dragenter', { dataTransfer: transfer });
  await expect(page.getByText('Drop to import')).toBeVisible();
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
  await expect(page.getByText('Drop to import')).toHaveCount(0);
  await expect(page.getByRole('dialog', { name: 'What do the columns mean?' })).toContainText('dropped.csv');
});
