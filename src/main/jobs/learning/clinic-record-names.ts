import * as z from 'zod';
import type { SnapshotInfo } from '../../../shared/contract/learning-data.ts';
import type { Library } from '../../library/open-library.ts';
import { readSnapshot } from './learning-context.ts';

const SET = 'clinic/';
const Descent = z.object({ kind: z.string(), parentModel: z.string(), snapshotId: z.string().optional() });

/** Recordings of a snapshot that are learned from. */
export function learnedRecordings({ patients, recordings, scope }: SnapshotInfo): string[] {
  const sides = new Map(patients.map(({ key, side }) => [key, side]));
  return recordings
    .filter(({ patient }) => scope.kind === 'pretrain' || sides.get(patient) === 'train')
    .map(({ recordingId }) => recordingId);
}

/**
 * What a model file may say of the clinic's recordings: how many there are. A recording's id is the hash of its files, so
 * whoever has these could tell from it that they were learned from.
 */
export const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => `${SET}${at + 1}`);

/** Whether a file names recordings of a clinic otherwise than by number. */
export const namesRecordings = (trainedOn: readonly string[]): boolean =>
  trainedOn.some((name) => name.startsWith(SET) && !/^[0-9]{1,7}$/.test(name.slice(SET.length)));

/** @param known what the parent's own file says that it was trained on */
export function trainedOnWith(
  library: Library,
  parentModel: string,
  known: readonly string[],
  snapshot: SnapshotInfo,
): string[] {
  const before = learnedBy(library, parentModel);
  const isClinic = (name: string): boolean => name.startsWith(SET);
  // Those that another clinic had trained it on before it came here.
  const elsewhere = Math.max(0, known.filter(isClinic).length - before.size);
  const here = new Set([...before, ...learnedRecordings(snapshot)]);
  return [...known.filter((name) => !isClinic(name)), ...numbered(elsewhere + here.size)];
}

/** Recordings of this library whose labels a model has learned from, in its own training and in those before. */
function learnedBy(library: Library, modelId: string): Set<string> {
  const { candidates } = library.learning;
  const rows = new Map(candidates.list().map(({ modelId: id, manifest }) => [id, Descent.safeParse(manifest).data]));
  const found = new Set<string>();
  const seen = new Set<string>();
  for (let id: string | undefined = modelId; id !== undefined && !seen.has(id);) {
    seen.add(id);
    const row: z.infer<typeof Descent> | undefined = rows.get(id);
    if (row?.kind === 'finetune' && row.snapshotId !== undefined) {
      for (const recordingId of learnedRecordings(readSnapshot(library, row.snapshotId))) found.add(recordingId);
    }
    id = row?.parentModel;
  }
  return found;
}
