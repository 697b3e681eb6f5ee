import { defineConfig } from '@playwright/test';
import { findChromium } from './src/main/hosts/browser/find-chromium.ts';
import { CHROMIUM_SWITCHES } from './tests/e2e/chromium-switches.ts';

const executablePath = findChromium();

/** Specs start the built program themselves (tests/e2e/workstation.ts) and look at it with the system's Chromium. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  workers: 1,
  forbidOnly: Boolean(process.env['CI']),
  // Under load a look for accessibility alone takes half a minute.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  projects: [
    {
      name: 'chromium',
      use: {
        viewport: { width: 1280, height: 800 },
        screenshot: 'only-on-failure',
        launchOptions: { args: [...CHROMIUM_SWITCHES], ...(executablePath === undefined ? {} : { executablePath }) },
      },
    },
  ],
});
