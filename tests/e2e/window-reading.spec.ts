import type { Page } from '@playwright/test';
import { expect, test, violations } from './harness.ts';

const open = async (page: Page, origin: string, query: string, name: string): Promise<void> => {
  await page.goto(`${origin}?${query}`);
  await page.getByRole('row').filter({ hasText: name }).click();
  await expect(page.locator('canvas[tabindex]')).toHaveAttribute('aria-busy', 'false');
};
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });
const line = (page: Page) => page.getByRole('region', { name: 'Reading' });

test('a reading tells model, device, speed and time left, is paused and goes on', async ({ page, harness }) => {
  await open(page, harness.origin, 'unread&delay=120', 'Synthetic bigeminy');
  await expect(line(page)).toContainText('ecg-nat-base 1');
  await expect(line(page)).toContainText('WebGPU');
  await expect(line(page)).toContainText('× real time');
  await expect(line(page)).toContainText(/left/);
  await line(page).getByRole('button', { name: 'Pause the reading' }).click();
  await expect(line(page)).toContainText(/Paused at \d+ %/);
  await line(page).getByRole('button', { name: 'Go on reading' }).click();
  await expect(line(page)).toContainText('Read by ecg-nat-base 1', { timeout: 30_000 });
  await expect(inspector(page)).toContainText('Ventricular tachycardia');
});

test('nothing of the window moves while a reading arrives and ends', async ({ page, harness }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, harness.origin, 'unread&delay=60', 'Synthetic bigeminy');
  const parts = ['canvas[tabindex]', '[role=toolbar]', '[role=slider]', '[aria-label=Reading]'];
  const places = (): Promise<string> =>
    page.evaluate(
      (selectors) =>
        selectors
          .map((selector) => {
            const { x, y, width, height } = document.querySelector(selector)?.getBoundingClientRect() ?? {};
            return [selector, x, y, width, height].join(' ');
          })
          .join('; '),
      parts,
    );
  const before = await places();
  await expect(line(page)).toContainText('Read by', { timeout: 30_000 });
  expect(await places()).toBe(before);
});

test('what is pointed at in the inspector stays where it is until the pointer leaves', async ({ page, harness }) => {
  await open(page, harness.origin, 'unread&delay=100', 'Synthetic bigeminy');
  const list = inspector(page).getByRole('list').first();
  await expect(list).toContainText('Ventricular tachycardia');
  await list.hover();
  const held = await list.innerText();
  await expect(line(page)).toContainText('Read by', { timeout: 30_000 });
  expect(await list.innerText()).toBe(held);
  await page.mouse.move(600, 300);
  await expect(list).toContainText('Pause');
});

test('episodes are jumped to from the list and stepped through with the keys', async ({ page, harness }) => {
  await open(page, harness.origin, '', 'Synthetic bigeminy');
  const slider = page.getByRole('slider', { name: 'Position in the recording' });
  await inspector(page)
    .getByRole('button', { name: /^00:13:12/ })
    .click();
  await expect(slider).toHaveAttribute('aria-valuenow', /^79\d$/);
  await page.locator('canvas[tabindex]').focus();
  await page.keyboard.press('Shift+N');
  await expect(slider).toHaveAttribute('aria-valuenow', /^118\d$/);
  await page.keyboard.press('Shift+P');
  await expect(slider).toHaveAttribute('aria-valuenow', /^79\d$/);
  const rows = inspector(page).locator('[data-row]');
  await rows.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(slider).toHaveAttribute('aria-valuenow', /^\d\d$/);
});

test('a suggestion is unconfirmed, names its model, and shows why until Escape', async ({ page, harness }) => {
  await open(page, harness.origin, '', 'Synthetic atrial fibrillation');
  const panel = inspector(page);
  await expect(panel).toContainText('Suggested by ecg-nat-base 1. Not confirmed by a reader.');
  await expect(panel.getByText('Unconfirmed').first()).toBeVisible();
  const infarction = panel.getByRole('button', { name: /^Myocardial infarction/ });
  await expect(infarction).toContainText('0.85');
  await infarction.click();
  await expect(infarction).toHaveAttribute('aria-pressed', 'true');
  await expect(line(page)).toContainText('Why myocardial infarction');
  await expect(line(page)).toContainText('gradient × input');
  await page.keyboard.press('Escape');
  await expect(infarction).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Synthetic atrial fibrillation');
});

test('a beat in focus says what it was read as and how sure that is, and why on request', async ({ page, harness }) => {
  await open(page, harness.origin, '', 'Synthetic bigeminy');
  await page.locator('canvas[tabindex]').focus();
  await page.keyboard.press('n');
  await expect(line(page)).toContainText(/premature|Fusion|Unclassifiable/);
  await expect(line(page)).toContainText(/0\.\d[05]/);
  await page.keyboard.press('w');
  await expect(line(page)).toContainText('speaks for it');
  await page.keyboard.press('w');
  await expect(line(page)).not.toContainText('speaks for it');
});

test('what went wrong with a reading is a sentence, with the inspector and without it', async ({ page, harness }) => {
  await open(page, harness.origin, 'unread&notice&delay=100', 'Synthetic bigeminy');
  await expect(inspector(page)).toContainText('The processor goes on; nothing was lost.');
  await page.keyboard.press('Control+i');
  await expect(line(page)).toContainText('The graphics device was lost');
});

for (const language of ['en', 'de'] as const) {
  test(`the tools of the trace stay in one row and in their pane with both panes open (${language})`, async ({
    page,
    harness,
  }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width: 1280, height: 800 });
    for (const name of ['sinus-rhythm-12', '106']) {
      await open(page, harness.origin, `language=${language}`, name);
      const bar = page.getByRole('toolbar').first();
      // The longest there is to say: a band with a notch, and a strip zoomed far out.
      await bar.locator('summary').first().click();
      await bar.locator('details').first().locator('select').nth(1).selectOption({ index: 1 });
      await bar.locator('details').first().locator('select').nth(2).selectOption({ index: 1 });
      await page.keyboard.press('Escape');
      await page.locator('canvas[tabindex]').focus();
      for (let step = 0; step < 12; step++) await page.keyboard.press('-');
      const { height = 0 } = (await bar.boundingBox()) ?? {};
      expect(height).toBeLessThan(45);
      const overflow = await bar.evaluate((element) => {
        const { right } = element.getBoundingClientRect();
        const ends = [...element.children].map((child) => child.getBoundingClientRect().right - right);
        return Math.max(element.scrollWidth - element.clientWidth, ...ends);
      });
      expect(overflow).toBeLessThanOrEqual(0);
    }
  });
}

test('the worklist is sorted by urgency, which has a name', async ({ page, harness }) => {
  await page.goto(harness.origin);
  await page.getByRole('button', { name: /^Priority/ }).click();
  await expect(page.getByRole('columnheader').filter({ has: page.getByRole('button') })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await expect(page.getByRole('row').nth(1)).toContainText('Urgent');
  await expect(page.getByRole('row').nth(3)).toContainText('High priority');
});

test('devices and models say what they are, what was found wrong with them, and can be chosen', async ({
  page,
  harness,
}) => {
  await page.goto(harness.origin);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitem', { name: 'Devices, models, thresholds…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Devices, models, thresholds' });
  await expect(dialog.getByRole('row', { name: /WebGPU/ })).toContainText('1,840 windows/s');
  await expect(dialog.getByRole('radio', { name: /CUDA/ })).toBeDisabled();
  await expect(dialog).toContainText('A newer driver may mend this.');
  await expect(dialog).toContainText('Import the model again.');
  await dialog.getByRole('radio', { name: 'Processor (CPU)' }).check();
  await expect(dialog.getByRole('row', { name: /Processor/ })).toContainText('in use');
});

test('thresholds of rhythm say what they are and whose, and change the episodes of the open study', async ({
  page,
  harness,
}) => {
  await open(page, harness.origin, '', 'Synthetic bigeminy');
  await expect(inspector(page)).toContainText('Pause');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitem', { name: 'Devices, models, thresholds…' }).click();
  const dialog = page.getByRole('dialog');
  const pause = dialog.getByRole('spinbutton', { name: 'Pause: no beat for at least' });
  await expect(pause).toHaveValue('3');
  await expect(pause).toHaveAccessibleDescription(/^s From 1.5 to 10. Default 3. Source: 2018 ACC\/AHA\/HRS guideline/);
  const reset = dialog.getByRole('button', { name: 'Reset to default: Pause: no beat for at least' });
  await expect(reset).toBeDisabled();

  await pause.press('ArrowUp');
  await expect(pause).toHaveValue('3.5');
  await expect(inspector(page)).not.toContainText('Pause');

  await pause.fill('60');
  await pause.press('Enter');
  await expect(pause).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByRole('alert')).toHaveText('From 1.5 to 10. Default 3.');

  await reset.press('Enter');
  await expect(pause).toBeFocused();
  await expect(pause).toHaveValue('3');
  await expect(pause).toHaveAttribute('aria-invalid', 'false');
  await expect(inspector(page)).toContainText('Pause');

  await dialog.getByRole('spinbutton', { name: /^Paced rhythm/ }).fill('0.4');
  await page.keyboard.press('Tab');
  await dialog.getByRole('button', { name: 'Reset all to default' }).click();
  await expect(dialog.getByRole('spinbutton', { name: /^Paced rhythm/ })).toHaveValue('0.5');
  await expect(dialog.getByRole('button', { name: 'Reset all to default' })).toBeDisabled();
});

for (const theme of ['light', 'dark'] as const) {
  test(`a reading, its end and its settings are accessible in the ${theme} theme`, async ({ page, harness }) => {
    await open(page, harness.origin, `theme=${theme}&unread&delay=150`, 'Synthetic bigeminy');
    await expect(inspector(page)).toContainText('Ventricular tachycardia');
    expect(await violations(page)).toEqual([]);
    await open(page, harness.origin, `theme=${theme}`, 'Synthetic atrial fibrillation');
    await inspector(page)
      .getByRole('button', { name: /^Myocardial infarction/ })
      .click();
    await expect(line(page)).toContainText('speaks for it');
    await inspector(page).getByText('Below the threshold').click();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('menuitem', { name: 'Devices, models, thresholds…' }).click();
    await expect(page.getByRole('dialog')).toContainText('ECG-NAT base 1');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('spinbutton', { name: /^Pause/ }).fill('60');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('alert')).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test('statements that have no room in the header of a sheet are listed by keyboard', async ({ page, harness }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, harness.origin, '', 'Synthetic atrial fibrillation');
  const header = page.getByRole('region', { name: 'Measurements' });
  await expect(header).not.toContainText('ST-T change', { useInnerText: true });
  const more = header.locator('summary');
  await expect(more).toHaveText(/2 more statements/, { useInnerText: true });
  await more.focus();
  await page.keyboard.press('Enter');
  await expect(header.getByRole('list', { name: 'All suggested statements' })).toContainText('ST-T change');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();
  await expect(header.getByRole('list', { name: 'All suggested statements' })).toBeHidden();
  await expect(page.locator('canvas[tabindex]')).toBeVisible();
});
