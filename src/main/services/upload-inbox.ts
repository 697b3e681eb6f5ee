import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../shared/problem.ts';

/** All uploads that are waiting, together. */
const MAX_WAITING_BYTES = 16 * 1024 ** 3;
const MAX_FILES = 20_000;

interface Upload {
  bytes: number;
  done: boolean;
  handle: FileHandle | undefined;
}

/** The files of one batch as the page sends them, in a folder of their own. */
export class UploadFolder {
  readonly folder: string;
  private readonly files = new Map<string, Upload>();
  private readonly budget: UploadBudget;
  private readonly ready: Promise<unknown>;
  private last: Promise<unknown> = Promise.resolve();

  constructor(folder: string, budget: UploadBudget) {
    this.folder = folder;
    this.budget = budget;
    this.ready = mkdir(folder, { recursive: true, mode: 0o700 });
    this.ready.catch(() => {}); // said to whoever adds the first piece
  }

  /** Paths of the files that have arrived as a whole. */
  get paths(): string[] {
    return [...this.files].filter(([, upload]) => upload.done).map(([name]) => join(this.folder, name));
  }

  /** The next piece of a file. Pieces are written one after the other, whoever sends them. @throws Problem */
  async add(name: string, offset: number, bytes: Uint8Array, last: boolean): Promise<void> {
    const before = this.last;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.last = promise;
    try {
      await before;
      await this.write(safeFileName(name), offset, bytes, last);
    } catch (thrown) {
      throw asDiskProblem(thrown);
    } finally {
      resolve(undefined);
    }
  }

  async remove(): Promise<void> {
    await this.last;
    for (const upload of this.files.values()) {
      this.budget.waiting -= upload.bytes;
      await upload.handle?.close();
    }
    this.files.clear();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async write(name: string, offset: number, bytes: Uint8Array, last: boolean): Promise<void> {
    const upload = this.files.get(name) ?? { bytes: 0, done: false, handle: undefined };
    if (upload.done) {
      throw new Problem('bad-input', `Two files are called ${name}. Import them one after the other.`);
    }
    if (offset !== upload.bytes) {
      throw new Problem('bad-input', `${name} did not arrive as a whole. Please import it again.`);
    }
    if (this.files.size >= MAX_FILES && !this.files.has(name)) {
      throw new Problem('bad-input', `More than ${MAX_FILES} files at once. Please import a part of them first.`);
    }
    if (this.budget.waiting + bytes.length > MAX_WAITING_BYTES) {
      throw new Problem(
        'bad-input',
        'These files are too large to be imported together. Please import a part of them first.',
      );
    }
    await this.ready;
    upload.handle ??= await open(join(this.folder, name), 'wx', 0o600);
    this.files.set(name, upload);
    await upload.handle.writeFile(bytes);
    upload.bytes += bytes.length;
    this.budget.waiting += bytes.length;
    if (last) {
      await upload.handle.close();
      upload.handle = undefined;
      upload.done = true;
    }
  }
}

/** Bytes of all uploads that are waiting to be imported. */
export interface UploadBudget {
  waiting: number;
}

/** Names that Windows keeps for devices, whatever their extension. */
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const LONGEST_NAME_BYTES = 200;

/**
 * A name to store an upload under. The folder a page may put before it is dropped; signs that mean something to a file
 * system become `_`. A name that had to be changed beyond that gets a part of its hash, so that two never meet.
 */
export function safeFileName(name: string): string {
  const bare = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1).normalize('NFC');
  const safe = bare.replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '_').replace(/[. ]+$/, '');
  const usable = safe !== '' && !DEVICE_NAME.test(safe) && !safe.startsWith('.');
  if (usable && Buffer.byteLength(safe) <= LONGEST_NAME_BYTES) return safe;
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 12);
  const tail = safe.replace(/^\.+/, '').slice(-40);
  return `file-${mark}-${tail}`;
}

function asDiskProblem(thrown: unknown): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code === 'EEXIST') {
    return new Problem('bad-input', 'Two files of these have the same name. Import them one after the other.');
  }
  if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EIO' && code !== 'EROFS' && code !== 'EACCES') return thrown;
  return new Problem('disk', 'The file could not be taken over: the disk is full or refuses to be written.', {
    cause: thrown,
  });
}
