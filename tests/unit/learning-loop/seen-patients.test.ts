import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelPlaces } from '../../../src/main/inference/models/model-registry.ts';
import { PROVENANCE_FILE } from '../../../src/main/jobs/learning/keep-candidate.ts';
import { patientsSeen } from '../../../src/main/jobs/learning/seen-patients.ts';
import type { Library } from '../../../src/main/library/open-library.ts';
import { packSeeded } from '../inference-models/seeded-model.ts';
import { temporaryFolder, temporaryLibrary } from '../library/temporary-library.ts';

const AT = '2026-11-22T10:00:00Z';

function snapshot(library: Library, id: string, train: readonly string[], heldOut: readonly string[]): void {
  const on = (side: string) => (key: string) => ({ key, side });
  const patients = [...train.map(on('train')), ...heldOut.map(on('held-out'))];
  const content = { scope: { kind: 'finetune' }, patients };
  library.learning.snapshots.add({ id, hash: `hash of ${id}`, madeBy: 'Dr Lead', madeAt: AT, content }, new Map());
}

function candidate(library: Library, modelId: string, manifest: Readonly<Record<string, string>>): void {
  const { jobs, candidates } = library.learning;
  const job = { id: `job of ${modelId}`, kind: 'finetune' as const, snapshotId: undefined, spec: {}, progress: {} };
  jobs.add({ ...job, createdBy: 'Dr Lead', createdAt: AT });
  candidates.add({ modelId, jobId: job.id, manifest, at: AT });
}

describe('whom a model has seen', () => {
  it('is told by its own snapshot and those of all it descends from, pretrainings among them', () => {
    const library = temporaryLibrary();
    const places = modelPlaces(undefined, library.folder);
    snapshot(library, 's1', ['ada'], ['bea']);
    snapshot(library, 's2', ['cleo'], ['bea']);
    snapshot(library, 's3', ['dora'], ['bea']);
    candidate(library, 'one', { kind: 'pretrain', parentModel: 'shipped', snapshotId: 's1' });
    candidate(library, 'two', { kind: 'finetune', parentModel: 'one', snapshotId: 's2' });
    // Judged on a snapshot, it has learned nothing from it.
    candidate(library, 'guest', { kind: 'evaluate', parentModel: 'guest', snapshotId: 's3' });
    expect([...patientsSeen(library, places, 'two')].toSorted()).toEqual(['ada', 'cleo']);
    expect([...patientsSeen(library, places, 'one')]).toEqual(['ada']);
    for (const id of ['shipped', 'guest']) expect(patientsSeen(library, places, id).size).toBe(0);
  });

  it('is told by the file beside the model where the library never heard of it', async () => {
    const library = temporaryLibrary();
    snapshot(library, 's1', ['ada'], ['bea']);
    const folder = join(library.folder, 'models', 'left-behind');
    const { id } = await packSeeded(temporaryFolder(), folder, { seed: 4 });
    const provenance = { kind: 'finetune', parentModel: 'shipped', snapshotHash: 'hash of s1' };
    writeFileSync(join(folder, PROVENANCE_FILE), JSON.stringify(provenance));
    expect([...patientsSeen(library, modelPlaces(undefined, library.folder), id)]).toEqual(['ada']);
  });
});
