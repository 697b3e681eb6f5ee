import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SnapshotInfo } from '../../../shared/contract/learning-data.ts';
import { Problem } from '../../../shared/problem.ts';
import { modelPlaces, modelWithId } from '../../inference/models/model-registry.ts';
import { readModel, type UsableModel } from '../../inference/models/read-model.ts';
import { type TrainingControl } from '../../learning/training-control.ts';
import type { Library } from '../../library/open-library.ts';
import type { LearningRequest, LearningStep } from './learning-request.ts';

/** What a learning job has of the world. */
export interface LearningContext {
  readonly library: Library;
  readonly request: LearningRequest;
  readonly control: TrainingControl;
  readonly report: (step: LearningStep) => void;
}

/** Where a job keeps itself until it is finished. @throws Problem `disk` */
export function workFolder(libraryFolder: string, jobId: string): string {
  const folder = workFolderOf(libraryFolder, jobId);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw cannotKeep(cause);
  }
  return folder;
}

const cannotKeep = (cause: unknown): Problem =>
  new Problem(
    'disk',
    'The training cannot keep its progress: the disk is full or refuses to be written. It waits. Make room on the disk ' +
      'that holds the library, then let it go on; what it had kept is not lost.',
    { cause },
  );

/**
 * Runs work that writes the files of a job, whose names mean nothing to the person who reads the sentence.
 * @throws Problem `disk` in words of the training; whatever else the work throws
 */
export async function keepingProgress<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw thrown instanceof Problem && thrown.code === 'disk' ? cannotKeep(thrown) : thrown;
  }
}

export const workFolderOf = (libraryFolder: string, jobId: string): string => join(libraryFolder, 'learning', jobId);

/** A model of the program or of the library by its id, checked. @throws Problem `not-found`, `unreadable`, `unsupported` */
export async function modelById(
  { library, request }: Pick<LearningContext, 'library' | 'request'>,
  id: string,
): Promise<UsableModel> {
  const folder = modelWithId(modelPlaces(request.models, library.folder), id);
  if (!folder) {
    throw new Problem('not-found', `The model ${id} is not there any more. Choose another one, or restore it.`);
  }
  return readModel(folder.folder, folder.origin);
}

export function snapshotOf({ library }: LearningContext, id: string | undefined): SnapshotInfo {
  if (id === undefined) throw new Problem('bad-input', 'This training has no snapshot to learn from. Start it anew.');
  return readSnapshot(library, id);
}

/** @throws Problem `not-found`; `unreadable` for one of another version, or one that is not as it was made */
export function readSnapshot(library: Library, id: string): SnapshotInfo {
  const { content, ...head } = library.learning.snapshots.find(id);
  const parsed = SnapshotInfo.safeParse(typeof content === 'object' ? { ...content, ...head } : undefined);
  if (
    createHash('sha256')
      .update(JSON.stringify(content ?? null))
      .digest('hex') !== head.hash
  ) {
    throw new Problem(
      'unreadable',
      'This snapshot is not as it was made: the library is damaged, or something else has changed it. Make a new one.',
    );
  }
  if (parsed.success) return parsed.data;
  throw new Problem('unreadable', 'This snapshot was made by another version of Einthoven. Make a new one.');
}
