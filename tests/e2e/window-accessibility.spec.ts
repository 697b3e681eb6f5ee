import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './workstation.ts';

const violations = async (page: Page): Promise<string[]> => {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
};

for (const theme of ['light', 'dark'] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.use({ colorScheme: theme });

    test('the worklist, its menus and dialogs are accessible', async ({ page }) => {
      await expect(page.getByRole('row').nth(9)).toBeVisible();
      expect(await violations(page)).toEqual([]);

      await page.getByRole('button', { name: 'Settings' }).click();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('menuitem', { name: 'About Einthoven' }).click();
      await expect(page.getByRole('dialog')).toContainText('not a certified medical device');
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);

      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('an open study is accessible', async ({ page }) => {
      await page.getByRole('row').filter({ hasText: 'synthetic-holter' }).click();
      await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('Original files');
      expect(await violations(page)).toEqual([]);
    });

    test('an import with problems is accessible', async ({ page }) => {
      await page
        .getByLabel('Choose files…')
        .locator('visible=false')
        .first()
        .setInputFiles([
          { name: 'table.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n3,4\n5,6\n') },
          { name: 'noise.hea', mimeType: 'text/plain', buffer: Buffer.from('noise 1 0\n') },
        ]);
      const dialog = page.getByRole('dialog', { name: 'What do the columns mean?' });
      await dialog.getByLabel('Meaning of column a').selectOption('Lead');
      expect(await violations(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Not now' }).click();
      await expect(page.getByRole('region', { name: 'Import' })).toContainText('Describe columns…');
      expect(await violations(page)).toEqual([]);
      await page.getByRole('row').filter({ hasText: 'Quarantined' }).click();
      await expect(page.getByRole('article')).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
  });
}
