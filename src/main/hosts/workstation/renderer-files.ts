import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Problem } from '../../../shared/problem.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export interface RendererFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

/** The files a window may ask for, by the exact path it asks with. */
export interface RendererFiles {
  /** @param pathname as it stands in the request: never decoded, never joined to a folder. */
  read(pathname: string): Promise<RendererFile | undefined>;
}

/**
 * Lists the built window once; afterwards a path is either on the list, letter for letter, or it does not exist. So
 * there is no path to traverse, however it is encoded, and links that lead out of the folder are not followed.
 * @throws Problem when the folder holds no built window.
 */
export function listRendererFiles(folder: string): RendererFiles {
  const files = new Map<string, string>();
  collect(folder, '/', files);
  const index = files.get('/index.html');
  if (index === undefined) {
    throw new Problem('not-found', 'The window has not been built yet: run "npm run build" in the program\'s folder.');
  }
  files.set('/', index);
  return {
    read: async (pathname) => {
      const file = files.get(pathname);
      const contentType = file === undefined ? undefined : CONTENT_TYPES[extname(file)];
      if (file === undefined || contentType === undefined) return undefined;
      return { body: new Uint8Array(await readFile(file)), contentType };
    },
  };
}

function collect(folder: string, prefix: string, files: Map<string, string>): void {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) collect(path, `${prefix}${entry.name}/`, files);
    else if (entry.isFile()) files.set(prefix + entry.name, path);
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // no folder: the same as an empty one, reported once by the caller
  }
}
