import type { Page } from '@playwright/test';
import type { WindowSession } from './window-session.ts';

/** Under whose name the bench edits. */
const READER = 'Bench';

/** Switches editing on and makes one edit, so that the reader's own set is there: later ones are measured. */
export async function beginEditing({ page }: WindowSession): Promise<void> {
  await page.locator('canvas[tabindex]').focus();
  await page.keyboard.press('e');
  await page.getByText('Your first edit makes your own set').first().waitFor();
  for (const key of ['ArrowRight', 'V', 'Enter']) await page.keyboard.press(key);
  await page.getByRole('textbox', { name: 'Your name' }).fill(READER);
  await page.keyboard.press('Enter');
  await edited(page);
}

/** Resolves when the reader's own set is there and can be edited. */
export const edited = (page: Page): Promise<void> => page.locator('button[aria-label=Undo]:enabled').waitFor();

/** Marks what is on the screen as the range: beginning and end at its edges, without a beat in focus. */
export async function markScreen(page: Page): Promise<void> {
  await page.keyboard.press('[');
  await page.keyboard.press(']');
}

let turn = 0;

/** Milliseconds from Enter on the selected beat to the frame that shows its new label. */
export async function labelOne(page: Page): Promise<number> {
  await page.keyboard.press(turn++ % 2 === 0 ? 'S' : 'V');
  return untilPainted(page, { key: 'Enter' });
}

/** The same for all labels of the range, from the yes to their number; how many they are is checked. */
export async function labelRange(page: Page, least: number): Promise<number> {
  await page.keyboard.press(turn++ % 2 === 0 ? 'S' : 'V');
  await page.keyboard.press('Shift+Enter');
  const yes = page.getByRole('button', { name: /^Change [\d,]+ labels$/ });
  const count = Number((await yes.textContent())?.replace(/\D/g, ''));
  if (count < least) throw new Error(`the range holds ${count} labels only`);
  await page.locator('canvas[tabindex]').focus();
  return untilPainted(page, { key: 'Enter' });
}

/** Measured inside the page: from a key to the end of the first frame after the edit was taken over. */
const untilPainted = (page: Page, { key }: { readonly key: string }): Promise<number> =>
  page.evaluate(async (pressed) => {
    const canvas = document.querySelector('canvas[tabindex]');
    const told = document.querySelector('[data-edits]');
    if (!canvas || !told) throw new Error('editing is not on');
    const before = told.getAttribute('data-edits');
    const began = performance.now();
    canvas.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, bubbles: true, cancelable: true }));
    const taken = new Promise<void>((resolve) => {
      new MutationObserver((_, observer) => {
        if (told.getAttribute('data-edits') === before) return;
        observer.disconnect();
        resolve();
      }).observe(told, { attributes: true });
    });
    await taken;
    await new Promise(requestAnimationFrame);
    await new Promise((resolve) => setTimeout(resolve));
    return performance.now() - began;
  }, key);
