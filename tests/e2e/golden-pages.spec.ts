import { readFile, writeFile } from 'node:fs/promises';
import type { Difference, GoldenPages } from '../page/golden-pages.ts';
import { expect, test } from './harness.ts';

declare global {
  interface Window {
    readonly goldenPages: GoldenPages;
  }
}

const NAMES = ['3x4', '6x2', '12x1', 'cabrera', 'strip', 'derived', 'gap'] as const;
const fileOf = (name: string): string => `tests/golden/${name}.png`;
/** Approved pages are drawn anew instead of compared (scripts/renew-golden.js); look at every one before committing it. */
const renewing = process.env['RENEW_GOLDEN'] !== undefined;
/**
 * Fonts and smoothing vary a little from one Chromium to the next. One lead upside down moves three per cent of the ink, another
 * order of leads four tenths (measured).
 */
const TOLERANCE = { ink: 0.01, colour: 0.02 };

test('every layout is drawn as it was approved', async ({ page, harness }) => {
  await page.goto(`${harness.origin}golden.html`);
  await expect(page.locator('html[data-ready]')).toBeAttached();
  expect(await page.evaluate(() => window.goldenPages.names)).toEqual([...NAMES]);
  const differences: Record<string, Difference> = {};
  test.setTimeout(120_000);
  for (const name of NAMES) {
    if (renewing) {
      const address = await page.evaluate((which) => window.goldenPages.picture(which), name);
      await writeFile(fileOf(name), Buffer.from(address.slice(address.indexOf(',') + 1), 'base64'));
    }
    const approved = `data:image/png;base64,${(await readFile(fileOf(name))).toString('base64')}`;
    differences[name] = await page.evaluate(([which, address]) => window.goldenPages.difference(which, address), [
      name,
      approved,
    ] as const);
  }
  const far = NAMES.filter((name) => {
    const { ink = 1, colour = 1 } = differences[name] ?? {};
    return ink > TOLERANCE.ink || colour > TOLERANCE.colour;
  });
  expect(far, JSON.stringify(differences)).toEqual([]);
  // The comparison itself must tell layouts apart.
  const other = `data:image/png;base64,${(await readFile(fileOf('6x2'))).toString('base64')}`;
  const wrong = await page.evaluate((address) => window.goldenPages.difference('cabrera', address), other);
  expect(wrong.ink).toBeGreaterThan(5 * TOLERANCE.ink);
});
