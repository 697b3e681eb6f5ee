import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';
import tseslint from 'typescript-eslint';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** The project's own lint configuration, reduced to the rule that guards the layers; the files need not exist. */
const eslint = new ESLint({
  cwd: ROOT,
  overrideConfig: [tseslint.configs.disableTypeChecked],
  ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-imports',
});

async function isRefused(file: string, specifier: string): Promise<boolean> {
  const [result] = await eslint.lintText(`import '${specifier}';\n`, { filePath: join(ROOT, file) });
  if (!result) throw new Error(`${file} is not linted`);
  const fatal = result.messages.find((message) => message.fatal);
  if (fatal) throw new Error(`${file}: ${fatal.message}`);
  return result.messages.some((message) => message.ruleId === 'no-restricted-imports');
}

const HOST_ONLY = ['electron', 'node:http', 'node:https', 'node:net', 'ws'];
const PURE = ['../../shared/leads.ts', 'node:crypto', 'node:zlib'];
const WINDOW = ['../../renderer/src/app.ts', '../../preload/index.ts'];
const FILES_AND_PROCESSES = ['node:fs', 'node:fs/promises', 'node:child_process', 'node:worker_threads'];

/** For a file of each layer, what it may not import and what it may. */
const LAYERS: Readonly<Record<string, { readonly refused: readonly string[]; readonly allowed: readonly string[] }>> = {
  'src/shared/new.ts': {
    refused: [
      ...HOST_ONLY,
      'better-sqlite3',
      'node:fs',
      'node:crypto',
      'svelte',
      'svelte/store',
      '../main/library/open-library.ts',
      '../renderer/src/app.ts',
      '../preload/index.ts',
    ],
    allowed: ['zod', './leads.ts', './rpc/wire.ts'],
  },
  ...Object.fromEntries(
    ['signal', 'formats', 'nat', 'simulator'].map((layer) => [
      `src/main/${layer}/new.ts`,
      {
        refused: [
          ...HOST_ONLY,
          ...FILES_AND_PROCESSES,
          ...WINDOW,
          'better-sqlite3',
          ...['library', 'services', 'hosts', 'jobs', 'learning', 'inference'].map((above) => `../${above}/new.ts`),
        ],
        allowed: PURE,
      },
    ]),
  ),
  'src/main/files/new.ts': {
    refused: [
      ...HOST_ONLY,
      ...WINDOW,
      'better-sqlite3',
      ...['library', 'signal', 'nat', 'simulator', 'learning', 'inference', 'services', 'hosts', 'jobs'].map(
        (layer) => `../${layer}/new.ts`,
      ),
    ],
    allowed: [...PURE, '../formats/format.ts', 'node:fs'],
  },
  'src/main/library/new.ts': {
    refused: [
      ...HOST_ONLY,
      ...WINDOW,
      ...['formats', 'signal', 'nat', 'simulator', 'learning', 'inference', 'services', 'hosts', 'jobs'].map(
        (layer) => `../${layer}/new.ts`,
      ),
    ],
    allowed: [...PURE, 'better-sqlite3', 'node:fs', './migrations/first.ts'],
  },
  ...Object.fromEntries(
    ['learning', 'inference'].map((layer) => [
      `src/main/${layer}/new.ts`,
      {
        refused: [
          ...HOST_ONLY,
          ...WINDOW,
          'better-sqlite3',
          '../services/new.ts',
          '../hosts/cli/new.ts',
          '../jobs/new.ts',
        ],
        allowed: [...PURE, '../nat/new.ts', '../signal/new.ts', 'onnxruntime-node'],
      },
    ]),
  ),
  ...Object.fromEntries(
    ['services', 'jobs'].map((layer) => [
      `src/main/${layer}/new.ts`,
      {
        refused: [...HOST_ONLY, ...WINDOW, 'better-sqlite3', '../hosts/cli/new.ts', '../hosts/electron/new.ts'],
        allowed: [
          ...PURE,
          '../library/new.ts',
          '../formats/new.ts',
          '../signal/new.ts',
          '../learning/new.ts',
          'node:fs',
        ],
      },
    ]),
  ),
  ...Object.fromEntries(
    ['browser', 'cli', 'workstation'].map((host) => [
      `src/main/hosts/${host}/new.ts`,
      {
        refused: ['electron', 'better-sqlite3', '../../../renderer/src/app.ts', '../../../preload/index.ts'],
        allowed: ['../../services/new.ts', '../workstation/new.ts', 'node:http', 'ws'],
      },
    ]),
  ),
  'src/main/hosts/electron/new.ts': {
    refused: ['node:http', 'ws', 'better-sqlite3', '../../../renderer/src/app.ts', '../../../preload/index.ts'],
    allowed: ['electron', '../../services/new.ts', '../workstation/new.ts'],
  },
  'src/preload/new.ts': {
    refused: [
      'node:fs',
      'node:http',
      'ws',
      'better-sqlite3',
      '../main/index.ts',
      '../renderer/src/app.ts',
      '../shared/contract.ts',
    ],
    allowed: ['electron'],
  },
  'src/renderer/src/new.ts': {
    refused: [
      ...HOST_ONLY,
      'better-sqlite3',
      'node:fs',
      'node:path',
      '../../main/signal/new.ts',
      '../../preload/index.ts',
    ],
    allowed: ['svelte', 'uplot', '../../shared/contract.ts', './ecg/new.ts'],
  },
  'src/renderer/src/New.svelte.ts': {
    refused: ['electron', 'node:fs', '../../main/signal/new.ts'],
    allowed: ['svelte', '../../shared/contract.ts'],
  },
};

describe('layering by lint', () => {
  describe.each(Object.entries(LAYERS))('%s', (file, { refused, allowed }) => {
    it.each(refused)('may not import %s', async (specifier) => {
      expect(await isRefused(file, specifier)).toBe(true);
    });
    it.each(allowed)('may import %s', async (specifier) => {
      expect(await isRefused(file, specifier)).toBe(false);
    });
  });

  it('covers every folder of src/main', () => {
    const folders = globSync('src/main/*/', { cwd: ROOT }).map((path) => path.replaceAll('\\', '/').replace(/\/$/, ''));
    const covered = Object.keys(LAYERS).map((file) => file.split('/').slice(0, 3).join('/'));
    expect(folders.filter((folder) => !covered.includes(folder))).toEqual([]);
  });
});

/** One import of a file of ours, by whatever syntax. */
interface Edge {
  readonly from: string;
  readonly specifier: string;
  /** The imported file, when it is one of ours. */
  readonly to: string | undefined;
}

/** Every import, re-export and `import()` of the sources, of types too; Svelte components by their scripts. */
function importsOf(file: string): Edge[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const code = file.endsWith('.svelte')
    ? [...source.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script).join('\n')
    : source;
  const specifiers = ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName);
  return specifiers.map((specifier) => ({
    from: file,
    specifier,
    to: specifier.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), specifier)) : undefined,
  }));
}

describe('the sources', () => {
  let edges: Edge[] = [];
  beforeAll(() => {
    edges = globSync('src/**/*.{ts,svelte}', { cwd: ROOT }).flatMap(importsOf);
  });

  it('have no circle of files, not of types alone either', () => {
    const graph = Map.groupBy(edges, ({ from }) => from);
    const targets = (file: string): string[] =>
      (graph.get(file) ?? []).flatMap(({ to }) => (to !== undefined && graph.has(to) ? [to] : []));
    expect(circlesIn([...graph.keys()], targets)).toEqual([]);
  });

  it('obey the layers by `import()` too, which the lint rule does not see', async () => {
    const broken: Edge[] = [];
    for (const edge of edges)
      if (await isRefused(edge.from.replace(/\.svelte$/, '.ts'), edge.specifier)) broken.push(edge);
    expect(broken).toEqual([]);
  });

  it('name the modules of Node with `node:`, which the lint rule looks for', () => {
    const bare = new Set([
      'fs',
      'fs/promises',
      'http',
      'https',
      'net',
      'child_process',
      'worker_threads',
      'crypto',
      'path',
    ]);
    expect(edges.filter(({ specifier }) => bare.has(specifier))).toEqual([]);
  });

  it('know Electron in its host and the preload script only', () => {
    const knowing = edges.filter(({ specifier }) => /^electron(\/|$)/.test(specifier)).map(({ from }) => from);
    expect(knowing.filter((file) => !/^src[/\\](main[/\\]hosts[/\\]electron|preload)[/\\]/.test(file))).toEqual([]);
  });
});

/** Paths that come back to a file they went through; each circle once, from where the search met it. */
function circlesIn(files: readonly string[], targets: (file: string) => string[]): string[][] {
  const circles: string[][] = [];
  const finished = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) circles.push([...path.slice(at), file]);
    if (at >= 0 || finished.has(file)) return;
    path.push(file);
    for (const target of targets(file)) visit(target);
    path.pop();
    finished.add(file);
  };
  for (const file of files) visit(file);
  return circles;
}

describe('the search for circles', () => {
  const graph: Readonly<Record<string, string[]>> = { a: ['b'], b: ['c', 'd'], c: ['a'], d: [] };
  it('finds them', () => {
    expect(circlesIn(Object.keys(graph), (file) => graph[file] ?? [])).toEqual([['a', 'b', 'c', 'a']]);
    expect(circlesIn(['a', 'b'], (file) => (file === 'a' ? ['b'] : []))).toEqual([]);
  });
});
