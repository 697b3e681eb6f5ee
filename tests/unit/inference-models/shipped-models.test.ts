import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelFolders, modelPlaces } from '../../../src/main/inference/models/model-registry.ts';
import { readmeOf } from '../../../src/main/inference/models/model-readme.ts';
import { readModel } from '../../../src/main/inference/models/read-model.ts';

const shipped = modelFolders(modelPlaces(resolve(import.meta.dirname, '../../../resources/models'), undefined));

describe.skipIf(shipped.length === 0)('a model that comes with the program', () => {
  it.each(shipped)(
    'is sound, can be run, and its page says what its card says: $folder',
    async ({ folder, origin }) => {
      const model = await readModel(folder, origin);
      expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(readmeOf(model.card));
      expect(existsSync(join(folder, 'pretrained.nat'))).toBe(model.card.files.pretrained !== undefined);
      expect(model.card.metrics.length).toBeGreaterThan(0);
    },
  );
});
