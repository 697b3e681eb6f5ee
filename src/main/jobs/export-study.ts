import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../shared/problem.ts';
import type { Library } from '../library/open-library.ts';
import { Breathing } from './breathing.ts';
import type { ExportFormat, ExportStep } from './job-contract.ts';
import { type StudyFile, studyFiles, totalSamples } from './study-files.ts';

export interface ExportRequest {
  readonly studyId: string;
  readonly format: ExportFormat;
  /** Where the files are written; absent, they are yielded. */
  readonly folder?: string | undefined;
}

/** Small pieces are put together to about this many bytes before they travel or are written. */
const PIECE_BYTES = 512 * 1024;

/**
 * A study as files. Files that were begun are removed when the export does not end; those of others are never replaced.
 * @throws Problem `not-found` | `unsupported` | `bad-input` (a file of that name is there) | `disk` | `cancelled`
 */
export async function* exportStudy(
  library: Library,
  { studyId, format, folder }: ExportRequest,
  signal: AbortSignal,
): AsyncGenerator<ExportStep, void, undefined> {
  const breathing = new Breathing(signal);
  const total = Math.max(1, totalSamples(library, studyId));
  let done = 0;
  const files = studyFiles(library, studyId, format, (samples) => (done += samples));
  const written: string[] = [];
  let complete = false;
  try {
    for (const file of files) {
      const target = folder === undefined ? undefined : await create(join(folder, file.name), file.name);
      if (folder !== undefined) written.push(join(folder, file.name));
      try {
        for (const { bytes, last } of inPieces(file)) {
          if (target) await writeOrProblem(target, bytes);
          else yield { kind: 'piece', name: file.name, bytes, last };
          await breathing.breathe();
          if (breathing.reportIsDue()) yield { kind: 'progress', fraction: Math.min(1, done / total) };
        }
        await target?.sync();
      } finally {
        await target?.close();
      }
    }
    complete = true;
  } finally {
    if (!complete) for (const path of written) await rm(path, { force: true });
  }
  if (folder !== undefined) yield { kind: 'saved', files: files.length };
}

/** The file's content in pieces worth sending, the last one marked. */
function* inPieces(file: StudyFile): Generator<{ bytes: Uint8Array<ArrayBuffer>; last: boolean }, void, undefined> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for (const part of file.content()) {
    if (size >= PIECE_BYTES) {
      yield { bytes: joined(parts, size), last: false };
      parts = [];
      size = 0;
    }
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    parts.push(bytes);
    size += bytes.length;
  }
  yield { bytes: joined(parts, size), last: true };
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

async function create(path: string, name: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') {
      throw new Problem('bad-input', `There is a file ${name} in this folder already. Choose another folder.`);
    }
    throw notWritten(thrown);
  }
}

async function writeOrProblem(target: FileHandle, bytes: Uint8Array): Promise<void> {
  try {
    await target.writeFile(bytes);
  } catch (thrown) {
    throw notWritten(thrown);
  }
}

const notWritten = (thrown: unknown): Problem =>
  new Problem('disk', 'The files could not be written: the disk is full or the folder may not be written to.', {
    cause: thrown,
  });
