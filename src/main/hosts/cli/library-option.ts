import { resolve } from 'node:path';
import { type Library, type LibraryMode, openLibrary } from '../../library/open-library.ts';
import { defaultLibraryFolder } from '../workstation/library-folder.ts';
import { text } from './arguments.ts';
import type { CommandContext } from './command.ts';

/** `--library DIR`, for every command that works on the library. */
export const libraryOption = { library: { type: 'string' } } as const;
export const libraryHelp = ['--library DIR', "the library's folder (default: yours, in the user-data folder)"] as const;

export function libraryFolder(context: Pick<CommandContext, 'values' | 'cwd'>): string {
  const given = text(context, 'library');
  return given === undefined ? defaultLibraryFolder() : resolve(context.cwd, given);
}

/** Opens the library, hands it to `use` and closes it whatever happens. */
export async function withLibrary<T>(
  context: Pick<CommandContext, 'values' | 'cwd'>,
  mode: LibraryMode,
  use: (library: Library) => Promise<T>,
): Promise<T> {
  const library = openLibrary(libraryFolder(context), { mode });
  try {
    return await use(library);
  } finally {
    library.close();
  }
}
