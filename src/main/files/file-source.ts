import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Problem } from '../../shared/problem.ts';
import type { ByteSource, PickedFile, SourceFolder } from '../formats/format.ts';
import { isSiblingName } from '../formats/sibling-name.ts';

/** A file of the file system as the format readers see it, with the folder it lies in. */
export interface OpenedFile extends PickedFile {
  /** Closes every descriptor opened through the file and its folder. */
  close(): void;
}

/** A record of a thousand segments names thousands of files; so many are held open at once, the others are reopened. */
const MAX_DESCRIPTORS = 64;

/**
 * Opens a file that a user picked. A link is followed for the picked file itself, never for its siblings: what a file
 * names is only read when it is a regular file in the same folder.
 * @throws Problem `not-found` | `unreadable`
 */
export function openPicked(path: string): OpenedFile {
  const descriptors = new DescriptorPool(MAX_DESCRIPTORS);
  const folder = diskFolder(dirname(path), descriptors);
  const name = basename(path);
  const stats = orProblem(name, () => statSync(path));
  if (!stats.isFile()) throw notAFile(name);
  return {
    file: diskSource(realpathSync(path), name, stats, descriptors),
    folder,
    close: () => descriptors.closeAll(),
  };
}

function diskFolder(path: string, descriptors: DescriptorPool): SourceFolder {
  let names: readonly string[] | undefined;
  return {
    list: () => (names ??= fileNames(path)),
    open: (name) => {
      if (!isSiblingName(name)) return undefined;
      const full = join(path, name);
      const stats = lstatSync(full, { throwIfNoEntry: false });
      return stats?.isFile() ? diskSource(full, name, stats, descriptors) : undefined;
    },
  };
}

/** Regular files only; a folder that cannot be listed has no siblings to offer. */
function fileNames(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}

interface FileIdentity {
  readonly size: number;
  readonly ino: number;
  readonly mtimeMs: number;
}

function diskSource(path: string, name: string, identity: FileIdentity, descriptors: DescriptorPool): ByteSource {
  const open = () => openRegular(path, name, identity);
  return {
    name,
    size: identity.size,
    read: (offset, length) => {
      const wanted = Math.max(0, Math.min(length, identity.size - offset));
      const bytes = Buffer.allocUnsafeSlow(wanted);
      const descriptor = descriptors.get(path, open);
      let read = 0;
      while (read < wanted) {
        const more = orProblem(name, () => readSync(descriptor, bytes, read, wanted - read, offset + read));
        if (more === 0) break;
        read += more;
      }
      return read === wanted ? bytes : bytes.subarray(0, read);
    },
    close: () => descriptors.close(path),
  };
}

/** Opens without following a link at the end of the path and without waiting for a pipe; Windows has neither flag, nor needs it. */
function openRegular(path: string, name: string, identity: FileIdentity): number {
  const descriptor = orProblem(name, () =>
    openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK),
  );
  const stats = fstatSync(descriptor);
  const same = stats.ino === identity.ino && stats.size === identity.size && stats.mtimeMs === identity.mtimeMs;
  if (stats.isFile() && same) return descriptor;
  closeSync(descriptor);
  if (!stats.isFile()) throw notAFile(name);
  throw new Problem(
    'unreadable',
    `${name} changed while it was being read. Please try again when nothing writes to it.`,
  );
}

/** Open descriptors by path; the one not used for longest is closed when there are too many. */
class DescriptorPool {
  readonly #open = new Map<string, number>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(path: string, open: () => number): number {
    let descriptor = this.#open.get(path);
    this.#open.delete(path);
    if (descriptor === undefined) {
      const oldest = this.#open.keys().next();
      if (this.#open.size >= this.#limit && oldest.done === false) this.close(oldest.value);
      descriptor = open();
    }
    this.#open.set(path, descriptor);
    return descriptor;
  }

  close(path: string): void {
    const descriptor = this.#open.get(path);
    if (descriptor === undefined) return;
    this.#open.delete(path);
    closeSync(descriptor);
  }

  closeAll(): void {
    for (const path of [...this.#open.keys()]) this.close(path);
  }
}

const notAFile = (name: string): Problem =>
  new Problem('unreadable', `${name} is not a file. Please pick a recording, not a folder or a device.`);

/** Says in a sentence what the operating system refused. */
function orProblem<T>(name: string, act: () => T): T {
  try {
    return act();
  } catch (thrown) {
    switch (thrown instanceof Error && 'code' in thrown ? thrown.code : undefined) {
      case 'ENOENT':
      case 'ENOTDIR':
        throw new Problem('not-found', `${name} does not exist. Please check its name and folder.`, { cause: thrown });
      case 'EACCES':
      case 'EPERM':
        throw new Problem('unreadable', `${name} may not be read by you. Please ask for access to it.`, {
          cause: thrown,
        });
      case 'ELOOP':
        throw notAFile(name);
      case 'EIO':
        throw new Problem('unreadable', `${name} could not be read: the disk reports an error.`, { cause: thrown });
      default:
        throw thrown;
    }
  }
}
