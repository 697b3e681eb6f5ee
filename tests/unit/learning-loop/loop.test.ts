import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findModel } from '../../../src/main/inference/models/find-model.ts';
import { ModelCard } from '../../../src/main/inference/models/model-card.ts';
import { modelPlaces, wantedModels } from '../../../src/main/inference/models/model-registry.ts';
import type { Library } from '../../../src/main/library/open-library.ts';
import { LearningScope } from '../../../src/shared/contract/learning-data.ts';
import { Comparison } from '../../../src/shared/contract/learning-evaluation.ts';
import { temporaryFolder, temporaryLibrary } from '../library/temporary-library.ts';
import { addPatient, type Loop, openLoop, type Places, programPlaces, review } from './made-clinic.ts';

const finetune = LearningScope.parse({ kind: 'finetune' });

describe('the learning loop', { timeout: 60_000 }, () => {
  let library: Library;
  let places: Places;
  let loop: Loop;
  let shipped = '';
  beforeAll(async () => {
    library = temporaryLibrary();
    places = await programPlaces(temporaryFolder());
    loop = openLoop(library, places);
    shipped = loop.learning.promotion.activeModel();
    for (const name of ['Ada', 'Bea', 'Cleo', 'Dora']) review(library, addPatient(library, name));
  }, 60_000);
  afterAll(() => loop.close());

  const none = new AbortController().signal;
  const settings = { steps: 80, threads: 1 };

  it('goes from labels to a model in use and back, and writes down who decided', async () => {
    const { handlers, queue } = loop.learning;
    const snapshot = await handlers['learning.snapshot'](finetune, none);
    expect(snapshot.patients.map(({ side }) => side).toSorted()).toEqual(['held-out', 'train', 'train', 'train']);
    const { id } = await handlers['learning.start']({ snapshotId: snapshot.id, settings }, none);
    let points = 0;
    for await (const event of queue.watch(id, none)) {
      if (event.kind === 'curves') points = event.curves.step.length;
    }
    const job = queue.info(id);
    expect(job).toMatchObject({ state: 'done', step: 80, parentModel: shipped });
    expect(points).toBe(80);
    // What a later plan is measured by.
    expect(Object.keys(job.stageSeconds ?? {})).toEqual(expect.arrayContaining(['reading', 'training', 'comparing']));
    const candidate = job.candidateId ?? '';

    const comparison = Comparison.parse(await handlers['learning.comparison']({ modelId: candidate }, none));
    expect(comparison.groups.map(({ group }) => group)).toEqual(['clinic', 'reference']);
    const [clinic] = comparison.groups;
    const v = (answers: typeof clinic): number =>
      answers?.candidate.bxb.classes.find(({ aamiClass }) => aamiClass === 'V')?.f1 ?? 0;
    // The seeded model knows nothing; eighty steps on three patients tell wide beats from narrow ones.
    expect(v(clinic)).toBeGreaterThan(80);
    expect(clinic?.candidate.bxb.beats).toBe(clinic?.incumbent.bxb.beats);
    expect(comparison.disagreements.place[0]?.recordingId).toMatch(/^study-/);

    const promoted = await handlers['learning.promote'](
      { modelId: candidate, overrideReason: 'A try-out of the loop.' },
      none,
    );
    expect(promoted).toMatchObject({ kind: 'promote', actor: 'Dr Lead', from: shipped, to: candidate });
    expect(
      (await findModel(modelPlaces(places.models, library.folder), wantedModels(library.settings))).model?.id,
    ).toBe(candidate);
    expect(await handlers['learning.rollback']({}, none)).toMatchObject({ from: candidate, to: shipped });
    expect(loop.learning.promotion.activeModel()).toBe(shipped);
    const { decisions } = await handlers['learning.history']({}, none);
    expect(decisions.map(({ kind }) => kind)).toEqual(['roll-back', 'promote']);
    expect(await handlers['learning.candidates']({}, none)).toMatchObject({
      candidates: [{ modelId: candidate, standing: 'earlier', labels: snapshot.train }],
    });
    const { trainedOn } = ModelCard.parse(
      JSON.parse(readFileSync(join(library.folder, 'models', candidate, 'card.json'), 'utf8')),
    );
    expect(trainedOn).toContainEqual({ part: 'beats', data: 'clinic', records: 3 });

    // Its bytes are looked at whenever it is used: a damaged one gives way to the one before, with a notice.
    await handlers['learning.promote']({ modelId: candidate, overrideReason: 'Once more.' }, none);
    const file = join(library.folder, 'models', candidate, 'beats.nat');
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const used = await findModel(modelPlaces(places.models, library.folder), wantedModels(library.settings));
    expect(used.model?.id).toBe(shipped);
    expect(used.notice).toMatch(/damaged.*is used instead/s);
    await handlers['learning.rollback']({}, none);
    await expect(
      handlers['learning.promote']({ modelId: candidate, overrideReason: 'It is damaged.' }, none),
    ).rejects.toThrow(/damaged/);
    expect(loop.learning.promotion.activeModel()).toBe(shipped);
  });
});
