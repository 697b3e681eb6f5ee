import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type ModelPlaces, modelWithId } from '../../inference/models/model-registry.ts';
import type { Library } from '../../library/open-library.ts';
import { PROVENANCE_FILE } from './keep-candidate.ts';

/** How a model came about: as its row in the library or the file beside its card tells. */
const Descent = z.object({ kind: z.string(), parentModel: z.string(), snapshotId: z.string().optional() });
const DescentFile = z.object({ kind: z.string(), parentModel: z.string(), snapshotHash: z.string() });
type Descent = z.infer<typeof Descent>;

/**
 * Keys of the patients of this library that a model has seen in any training: its own, those of the models it descends
 * from, and pretrainings; and all keys that mean one of the same patients. They cannot judge it.
 */
export function patientsSeen(library: Library, places: ModelPlaces, modelId: string): Set<string> {
  const rows = new Map(library.learning.candidates.list().map(({ modelId: id, manifest }) => [id, manifest]));
  const seen = new Set<string>();
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
      if (descent.snapshotId === undefined) continue;
      for (const patient of library.learning.snapshots.sides(descent.snapshotId).train) seen.add(patient);
    }
  }
  return library.learning.patients.withOthers(seen);
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
