import { Problem } from '../../../../shared/problem.ts';
import { strings } from '../../language/strings.ts';
import type { PickedFile } from '../../state/import.svelte.ts';

/**
 * What was dropped, as one list of files for each folder, folders entered to any depth. Files of different folders stay
 * apart because records are told by their file names alone.
 */
export async function droppedFolders(data: DataTransfer): Promise<readonly (readonly PickedFile[])[]> {
  // The entries must be taken before the first await: the list of a drop is emptied when its event ends.
  const items = [...data.items].map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const here: PickedFile[] = [];
  const folders = [here];
  for (const item of items) {
    if (item instanceof File) here.push(item);
    else if (item) await collect(item, here, folders);
  }
  return folders.filter((files) => files.length > 0);
}

/** Files chosen with the page's own picker; a chosen folder tells each file's path. */
export function pickedFolders(files: Iterable<File>): readonly (readonly PickedFile[])[] {
  const byFolder = Map.groupBy(files, (file) => file.webkitRelativePath.replace(/[^/]*$/, ''));
  return [...byFolder.values()];
}

async function collect(entry: FileSystemEntry, into: PickedFile[], folders: PickedFile[][]): Promise<void> {
  if (isFile(entry)) {
    into.push(await readable(entry, (resolve, reject) => entry.file(resolve, reject)));
  } else if (isFolder(entry)) {
    const files: PickedFile[] = [];
    folders.push(files);
    for (const child of await children(entry)) await collect(child, files, folders);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** What the disk refuses is told by name. */
async function readable<T>(
  entry: FileSystemEntry,
  read: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
): Promise<T> {
  try {
    return await new Promise<T>(read);
  } catch {
    throw new Problem('unreadable', strings.import.unreadableHere(entry.name));
  }
}

/** A reader gives a hundred entries at a time and an empty list at the end. */
async function children(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await readable<FileSystemEntry[]>(folder, (resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
