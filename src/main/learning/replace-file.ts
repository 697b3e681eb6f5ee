import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Problem } from '../../shared/problem.ts';

/**
 * Replaces a file whole or not at all: written beside it, flushed to the disk, renamed over it, and the folder flushed
 * so that the name survives a power cut too.
 * @throws Problem `disk` when the disk is full or refuses; the old file is then as it was
 */
export function replaceFile(path: string, bytes: Uint8Array): void {
  const beside = `${path}.${String(process.pid)}.tmp`;
  try {
    withDescriptor(beside, 'w', (descriptor) => {
      let written = 0;
      while (written < bytes.length) written += writeSync(descriptor, bytes, written);
      fsyncSync(descriptor);
    });
    renameSync(beside, path);
  } catch (cause) {
    rmSync(beside, { force: true });
    throw new Problem(
      'disk',
      `${basename(path)} could not be written (${codeOf(cause)}). Free some space or choose another folder; what was there before is unchanged.`,
      { cause },
    );
  }
  flushFolder(dirname(path));
}

function withDescriptor(path: string, flags: string, use: (descriptor: number) => void): void {
  const descriptor = openSync(path, flags);
  try {
    use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Windows cannot open folders, and needs no flush of them. */
function flushFolder(folder: string): void {
  if (process.platform !== 'win32') withDescriptor(folder, 'r', (descriptor) => fsyncSync(descriptor));
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown reason';
