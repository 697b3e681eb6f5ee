import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { modelPlaces } from '../../../src/main/inference/models/model-registry.ts';
import { readModel } from '../../../src/main/inference/models/read-model.ts';
import { placeModel, soundModel } from '../../../src/main/jobs/learning/place-model.ts';
import { packSeeded } from '../inference-models/seeded-model.ts';
import { temporaryFolder } from '../library/temporary-library.ts';

it('a model that was made once more mends the damaged one of its id, and leaves a sound one as it is', async () => {
  const root = temporaryFolder();
  const { id } = await packSeeded(root, join(root, 'made'));
  const places = modelPlaces(undefined, root);
  const folder = join(root, 'models', id);
  const once = async (): Promise<void> => {
    const copy = join(root, 'copy');
    cpSync(join(root, 'made'), copy, { recursive: true });
    await placeModel(copy, places, id);
    expect(existsSync(copy)).toBe(false);
  };
  await once();
  writeFileSync(join(folder, 'README.md'), 'mine');
  await once();
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('mine');
  for (const name of ['beats.nat', 'card.json']) {
    writeFileSync(join(folder, name), readFileSync(join(folder, name)).subarray(0, 100));
    expect(await soundModel(places, id)).toBeUndefined();
    await once();
    expect((await readModel(folder, 'local')).id).toBe(id);
  }
});
