import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { HEADS } from '../../../src/main/inference/models/model-card.ts';
import { readModel } from '../../../src/main/inference/models/read-model.ts';
import { packSeeded } from './seeded-model.ts';

const turns = vi.hoisted(() => ({ given: 0 }));
vi.mock(import('node:timers/promises'), async (original) => {
  const timers = await original();
  const setImmediate: typeof timers.setImmediate = (...given) => {
    turns.given++;
    return timers.setImmediate(...given);
  };
  return { ...timers, setImmediate };
});

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'einthoven-turns-'));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

it('reading a model gives others their turn with every piece that is hashed, and before every head that is checked', async () => {
  await packSeeded(root, join(root, 'model'));
  turns.given = 0;
  await readModel(join(root, 'model'), 'local');
  expect(turns.given).toBe(2 * HEADS.length);
});
