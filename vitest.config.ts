import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  resolve: {
    alias: { electron: new URL('./tests/electron/fake.ts', import.meta.url).pathname },
    conditions: ['browser'],
  },
  test: {
    include: [
      'tests/unit/**/*.test.ts',
      'tests/integration/**/*.test.ts',
      'tests/electron/**/*.test.ts',
      'tests/renderer/**/*.test.ts',
    ],
    pool: 'forks',
    testTimeout: 60_000,
    globalSetup: 'tests/setup-node.ts',
  },
});
