import { afterAll, beforeAll, expect, it } from 'vitest';
import { Problem } from '../../src/shared/problem.ts';
import * as fake from './fake.ts';
import { launchHost, removeFolder, workstation } from './launch-host.ts';

let folder = '';
beforeAll(async () => {
  workstation.problem = new Problem('locked', 'The library is in use by another instance of Einthoven.');
  ({ folder } = await launchHost());
});
afterAll(() => removeFolder(folder));

it('says in a sentence why it cannot start, and ends', () => {
  expect(fake.seen.errorBoxes).toEqual([
    { title: 'Einthoven cannot start', content: 'The library is in use by another instance of Einthoven.' },
  ]);
  expect(fake.seen.exitCode).toBe(2);
  expect(fake.seen.windows).toEqual([]);
});
