import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Which imports a layer may not make. `tests/unit/layering.test.ts` proves each of these rules bites. */
const forbid = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

const OUTSIDE_MAIN = ['**/renderer/**', '**/preload/**'];
const HOST_ONLY = ['electron', 'node:http', 'node:https', 'node:net', 'ws'];
const SQLITE = ['better-sqlite3'];
const above = (...layers) => layers.map((layer) => `**/${layer}/**`);

export default ts.config(
  { ignores: ['out/', 'dist/', 'node_modules/', '.data/', 'playwright-report/', 'test-results/'] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['*.js'] }, extraFileExtensions: ['.svelte'] },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      eqeqeq: 'error',
    },
  },
  {
    // Hot loops over typed arrays: a bounds check per sample is what the loop condition already is.
    files: [
      'src/main/{signal,formats,nat,learning,inference,library,simulator}/**',
      'src/renderer/src/ecg/**',
      'src/shared/rpc/codec.ts',
    ],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['**/*.js'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } } },
  {
    files: ['src/renderer/**'],
    languageOptions: { globals: globals.browser },
    rules: forbid('node:*', ...HOST_ONLY, ...SQLITE, '**/main/**', '**/preload/**'),
  },
  {
    files: ['src/shared/**'],
    rules: forbid('node:*', ...HOST_ONLY, ...SQLITE, 'svelte*', '**/main/**', ...OUTSIDE_MAIN),
  },
  {
    files: ['src/main/{signal,formats,nat,simulator}/**'],
    rules: forbid(
      ...HOST_ONLY,
      ...SQLITE,
      'node:fs*',
      'node:child_process',
      'node:worker_threads',
      ...OUTSIDE_MAIN,
      ...above('library', 'services', 'hosts', 'jobs', 'learning', 'inference'),
    ),
  },
  {
    files: ['src/main/library/**'],
    rules: forbid(
      ...HOST_ONLY,
      ...OUTSIDE_MAIN,
      ...above('formats', 'signal', 'nat', 'simulator', 'learning', 'inference', 'services', 'hosts', 'jobs'),
    ),
  },
  {
    // Files of the disk as the formats see them; the formats themselves know no disk.
    files: ['src/main/files/**'],
    rules: forbid(
      ...HOST_ONLY,
      ...SQLITE,
      ...OUTSIDE_MAIN,
      ...above('library', 'signal', 'nat', 'simulator', 'learning', 'inference', 'services', 'hosts', 'jobs'),
    ),
  },
  {
    files: ['src/main/{learning,inference}/**'],
    rules: forbid(...HOST_ONLY, ...SQLITE, ...OUTSIDE_MAIN, ...above('services', 'hosts', 'jobs')),
  },
  {
    files: ['src/main/{services,jobs}/**'],
    rules: forbid(...HOST_ONLY, ...SQLITE, ...OUTSIDE_MAIN, ...above('hosts')),
  },
  {
    files: ['src/main/hosts/{browser,cli,workstation}/**'],
    rules: forbid('electron', ...SQLITE, ...OUTSIDE_MAIN),
  },
  {
    files: ['src/main/hosts/electron/**', 'src/main/index.ts'],
    rules: forbid('node:http', 'node:https', 'node:net', 'ws', ...SQLITE, ...OUTSIDE_MAIN),
  },
  {
    // Ten lines that hand a port over; whatever they imported would be in every page's process.
    files: ['src/preload/**'],
    rules: forbid('node:*', ...SQLITE, 'ws', '**/main/**', '**/renderer/**', '**/shared/**'),
  },
);
