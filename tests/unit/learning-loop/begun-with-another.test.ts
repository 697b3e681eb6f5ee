import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeModelFile } from '../../../src/main/learning/model-file.ts';
import { RunCheckpoint } from '../../../src/main/learning/run-checkpoint.ts';
import { readRehearsalRecords } from '../../../src/main/jobs/learning/rehearsal-records.ts';
import { packSeeded } from '../inference-models/seeded-model.ts';
import { temporaryFolder } from '../library/temporary-library.ts';
import { writeSmallRehearsal } from './made-clinic.ts';

it('a training is another one with another version of the program or another rehearsal file', async () => {
  const root = temporaryFolder();
  const { beats } = await packSeeded(root, join(root, 'model'));
  const path = join(root, 'beats.nat');
  const { hash } = readRehearsalRecords(writeSmallRehearsal(join(root, 'rehearsal.ecg')));
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  const run = { version: '1.0.0', rehearsal: hash };
  expect(new RunCheckpoint(path, run).isOfAnotherRun()).toBe(false);
  writeModelFile(path, beats, { step: 1, seed: 1, notes: { run, trainedOn: [] } });
  expect(new RunCheckpoint(path, run).isOfAnotherRun()).toBe(false);
  expect(new RunCheckpoint(path, { ...run, version: '1.0.1' }).isOfAnotherRun()).toBe(true);
  expect(new RunCheckpoint(path, { ...run, rehearsal: 'another' }).isOfAnotherRun()).toBe(true);
});
