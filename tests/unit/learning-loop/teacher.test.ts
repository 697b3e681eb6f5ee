import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clinicRecipe } from '../../../src/main/learning/clinic/clinic-recipe.ts';
import { readRehearsal, rehearsalRecord } from '../../../src/main/learning/clinic/rehearsal-file.ts';
import { trainClinic } from '../../../src/main/learning/clinic/train-clinic.ts';
import { packSeeded } from '../inference-models/seeded-model.ts';
import { temporaryFolder } from '../library/temporary-library.ts';
import { writeSmallRehearsal } from './made-clinic.ts';

it('the word that is kept is the teacher’s, also where the training begins with another model', async () => {
  const root = temporaryFolder();
  const { beats: parent } = await packSeeded(root, join(root, 'one'), { seed: 1 });
  const { beats: other } = await packSeeded(root, join(root, 'two'), { seed: 2 });
  const [own, rehearsed] = readRehearsal(
    new Uint8Array(readFileSync(writeSmallRehearsal(join(root, 'rehearsal.ecg')))),
  ).map(rehearsalRecord);
  if (!own || !rehearsed) throw new Error('nothing to rehearse');
  const usable = own.label.map((_, beat) => (beat < 6 ? 1 : 0));
  const trained = async (teacher?: typeof parent) => {
    const { parameters } = await trainClinic(
      {
        parent,
        teacher,
        records: [{ record: own, usable }],
        rehearsal: [rehearsed],
        watch: [],
        recipe: clinicRecipe(2),
      },
      { seed: 1, threads: 1 },
    );
    return parameters;
  };
  const alone = await trained();
  expect(await trained(parent)).toEqual(alone);
  expect(await trained(other)).not.toEqual(alone);
}, 60_000);
