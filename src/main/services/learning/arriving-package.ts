import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { announcedBytes, MOST_BEGINNING_BYTES, requirePackageLength } from '../../inference/models/model-package.ts';
import { Problem } from '../../../shared/problem.ts';

/** A model's file that comes in pieces. It is refused as soon as it cannot be one, or is longer than it says. */
export class ArrivingPackage {
  private readonly pieces: Uint8Array[] = [];
  private bytes = 0;
  private announced: number | undefined;

  /** @throws Problem `unsupported`, `unreadable` */
  add(piece: Uint8Array): void {
    this.pieces.push(piece);
    this.bytes += piece.length;
    this.announced ??= announcedBytes(Buffer.concat(this.pieces, Math.min(this.bytes, MOST_BEGINNING_BYTES)));
    if (this.announced !== undefined && this.bytes > this.announced) requirePackageLength(this.bytes, this.announced);
  }

  /** All of it, once the last piece is there. @throws Problem `unreadable` where it is cut off */
  whole(): Uint8Array {
    requirePackageLength(this.bytes, this.announced);
    return new Uint8Array(Buffer.concat(this.pieces));
  }
}

/**
 * A model's file from the disk: its length and its head are looked at before anything is made room for.
 * @throws Problem `not-found`, `unsupported`, `unreadable`
 */
export function readPackageFile(path: string): Uint8Array {
  try {
    // Before it is opened: a pipe would keep whoever opens it waiting.
    if (!statSync(path).isFile()) throw notThere();
    const descriptor = openSync(path, 'r');
    try {
      const { size } = fstatSync(descriptor);
      const beginning = read(descriptor, Math.min(size, MOST_BEGINNING_BYTES));
      requirePackageLength(size, announcedBytes(beginning));
      return read(descriptor, size);
    } finally {
      closeSync(descriptor);
    }
  } catch (thrown) {
    throw thrown instanceof Problem ? thrown : notThere(thrown);
  }
}

/** The first bytes of a file; fewer where it has become shorter meanwhile. */
function read(descriptor: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let got = -1; at < length && got !== 0; at += got) got = readSync(descriptor, bytes, at, length - at, at);
  return bytes.subarray(0, at);
}

const notThere = (cause?: unknown): Problem =>
  new Problem('not-found', 'The file of the model cannot be read. Please check its name and folder.', { cause });
