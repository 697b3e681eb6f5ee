import type { ByteSource, PickedFile, SourceFolder } from './format.ts';
import { isSiblingName } from './sibling-name.ts';

/** A file that is already in memory: an upload, a fixture. The bytes are shared, not copied. */
export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read: (offset, length) => bytes.subarray(Math.min(offset, bytes.length), Math.min(offset + length, bytes.length)),
  };
}

/** A set of uploaded files that lie side by side. */
export function memoryFolder(files: Readonly<Record<string, Uint8Array>>): SourceFolder {
  const byName = new Map(Object.entries(files));
  const names = [...byName.keys()].sort();
  return {
    list: () => names,
    open: (name) => {
      const bytes = isSiblingName(name) ? byName.get(name) : undefined;
      return bytes && memorySource(name, bytes);
    },
  };
}

/** One of a set of files in memory, as if a user had picked it. */
export function memoryPicked(files: Readonly<Record<string, Uint8Array>>, name: string): PickedFile {
  const folder = memoryFolder(files);
  return { file: folder.open(name) ?? memorySource(name, new Uint8Array(0)), folder };
}
