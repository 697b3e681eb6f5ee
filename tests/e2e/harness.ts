import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { createServer } from 'vite';

interface Harness {
  /** Where the window over the fake workstation is served. */
  readonly origin: string;
}

/** Playwright's `test` with the window over a workstation in memory (tests/page): readings that go as a test needs them. */
export const test = base.extend<object, { readonly harness: Harness }>({
  harness: [
    async ({ browserName }, use, workerInfo) => {
      const server = await createServer({
        configFile: false,
        root: 'tests/page/harness',
        cacheDir: `${workerInfo.project.outputDir}/vite-${browserName}`,
        plugins: [svelte({ configFile: `${process.cwd()}/svelte.config.js` })],
        server: { host: '127.0.0.1', port: 0, hmr: false, ws: false, watch: null, fs: { allow: [process.cwd()] } },
        logLevel: 'error',
      });
      await server.listen();
      const [origin = ''] = server.resolvedUrls?.local ?? [];
      await use({ origin });
      await server.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

export const violations = async (page: Page): Promise<string[]> => {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
};

export { expect };
