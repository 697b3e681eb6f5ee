import { expect, test, violations } from './harness.ts';

test('each section of Learning is accessible and reached by arrow keys; Escape leads back', async ({
  page,
  harness,
}) => {
  test.slow();
  await page.goto(`${harness.origin}?theme=dark&learning=running`);
  await page.getByRole('button', { name: 'Learning. Training on corrections: 40 %' }).click();
  for (const section of ['Data', 'Train', 'Compare', 'History', 'Watch']) {
    await expect(page.getByRole('tab', { name: section })).toBeFocused();
    const panel = page.getByRole('tabpanel', { name: section });
    await expect(panel.getByRole('heading', { level: 2 })).toHaveText(section);
    await expect(panel.getByRole('table').first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Einthoven');
});

test('a model is refused only with a written reason and under a name', async ({ page, harness }) => {
  await page.goto(`${harness.origin}?theme=light`);
  await page.getByRole('button', { name: 'Learning' }).click();
  await page.getByRole('tab', { name: 'Compare' }).click();
  const panel = page.getByRole('tabpanel');
  await panel.getByRole('button', { name: 'Refuse…' }).click();
  const refuse = page.getByRole('dialog').getByRole('button', { name: 'Refuse ecg-nat-clinic-4' });
  await expect(refuse).toBeDisabled();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Too few beats of S were labelled.');
  await refuse.click();
  const name = page.getByRole('textbox', { name: 'Your name' });
  await name.fill('Dr Example');
  await name.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'ecg-nat-clinic-4 was refused.' })).toBeVisible();
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(panel).toContainText('Too few beats of S were labelled.');
});

test('what another model has read is read again when somebody asks, and no sooner', async ({ page, harness }) => {
  await page.goto(`${harness.origin}?theme=light&delay=40`);
  await page.getByRole('button', { name: 'Learning' }).click();
  await page.getByRole('tab', { name: 'History' }).click();
  const offer = page.getByRole('button', { name: /^Read \d+ unsigned studies again with the model in use$/ });
  await offer.click();
  await expect(page.getByRole('progressbar', { name: 'Reading again' })).toBeVisible();
  await page.getByRole('tabpanel').getByRole('button', { name: 'Cancel' }).click();
  await expect(offer).toBeVisible();
  await page.getByRole('button', { name: 'All studies' }).click();
  await page.getByRole('row').filter({ hasText: 'Synthetic bigeminy' }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('Click a beat to see who gave its label');
  await inspector.getByRole('button', { name: 'Read again with it' }).click();
  await expect(page.getByRole('region', { name: 'Reading', exact: true }).getByRole('progressbar')).toBeVisible();
});
