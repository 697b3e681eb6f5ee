import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Problem } from '../../../shared/problem.ts';
import { readCard } from '../../inference/models/model-files.ts';
import { type ModelPlaces, modelWithId } from '../../inference/models/model-registry.ts';
import type { Library } from '../../library/open-library.ts';
import { learnedRecordings } from './clinic-record-names.ts';
import { PROVENANCE_FILE } from './keep-candidate.ts';
import { readSnapshot } from './learning-context.ts';

/** How a model came about: as its row in the library or the file beside its card tells. */
const Descent = z.object({ kind: z.string(), parentModel: z.string(), snapshotId: z.string().optional() });
const DescentFile = z.object({ kind: z.string(), parentModel: z.string(), snapshotHash: z.string() });
type Descent = z.infer<typeof Descent>;

/**
 * Keys of the patients of this library that a model has seen in any training: its own, those of the models it descends
 * from, and pretrainings; and all keys that mean one of the same patients. They cannot judge it.
 */
export function patientsSeen(library: Library, places: ModelPlaces, modelId: string): Set<string> {
  const { snapshots, patients } = library.learning;
  const seen = trainingsOf(library, places, modelId).flatMap(({ snapshotId }) => snapshots.sides(snapshotId).train);
  return patients.withOthers(seen);
}

/**
 * How many recordings of a clinic a model says it has learned from beyond those that this library knows of: whose they
 * are, nobody can tell, and patients of this library may be among them. 0 for one that was made here or came with the
 * program.
 */
export function learnedElsewhere(library: Library, places: ModelPlaces, modelId: string): number {
  const found = modelWithId(places, modelId);
  if (found?.origin !== 'local') return 0;
  const trainings = trainingsOf(library, places, modelId);
  const said = readCard(found.folder, found.origin).trainedOn.filter(({ data }) => data === 'clinic');
  return (['pretrained', 'beats'] as const).reduce((most, part) => {
    const records = said.find((one) => one.part === part)?.records ?? 0;
    const own = trainings.filter(({ kind }) => (kind === 'pretrain') === (part === 'pretrained'));
    const here = new Set(own.flatMap(({ snapshotId }) => recordingsLearned(library, snapshotId)));
    return Math.max(most, records - here.size);
  }, 0);
}

/** None of a snapshot that this version cannot read: the model is then doubted rather than believed. */
function recordingsLearned(library: Library, snapshotId: string): string[] {
  try {
    return learnedRecordings(readSnapshot(library, snapshotId));
  } catch (thrown) {
    if (thrown instanceof Problem) return [];
    throw thrown;
  }
}

interface Training {
  readonly kind: string;
  readonly snapshotId: string;
}

/** The trainings on snapshots of this library that led to a model. */
function trainingsOf(library: Library, places: ModelPlaces, modelId: string): Training[] {
  const rows = new Map(library.learning.candidates.list().map(({ modelId: id, manifest }) => [id, manifest]));
  const found: Training[] = [];
  const known = new Set<string>();
  const open = [modelId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (known.has(id)) continue;
    known.add(id);
    const row = Descent.safeParse(rows.get(id));
    // The file is there also where a job was given up between keeping its model and telling the library.
    for (const descent of [row.success ? row.data : undefined, descentFile(library, places, id)]) {
      if (!descent || descent.kind === 'evaluate') continue;
      open.push(descent.parentModel);
      const { kind, snapshotId } = descent;
      if (snapshotId !== undefined) found.push({ kind, snapshotId });
    }
  }
  return found;
}

function descentFile(library: Library, places: ModelPlaces, modelId: string): Descent | undefined {
  const found = modelWithId(places, modelId);
  if (found?.origin !== 'local') return undefined;
  try {
    const json: unknown = JSON.parse(readFileSync(join(found.folder, PROVENANCE_FILE), 'utf8'));
    const { kind, parentModel, snapshotHash } = DescentFile.parse(json);
    return { kind, parentModel, snapshotId: library.learning.snapshots.withHash(snapshotHash) };
  } catch {
    return undefined; // a model from elsewhere need not bring it
  }
}
