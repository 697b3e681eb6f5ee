import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HeldOutFile, heldOutPath, readHeldOut } from '../../../src/main/learning/tasks/held-out-file.ts';
import { runTask } from '../../../src/main/learning/tasks/run-task.ts';
import { LearningTask } from '../../../src/main/learning/tasks/task.ts';
import { TrainingControl } from '../../../src/main/learning/training-control.ts';
import { writeBeatSet } from './synthetic-sets.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'einthoven-held-out-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('held-out probabilities', () => {
  it('are kept beside the results of a trial, each with what is true', async () => {
    writeBeatSet(join(root, 'mitdb'), ['101', '106', '112', '122'], 60);
    const out = join(root, 'results.json');
    const trial = {
      ...{ kind: 'trial', task: 'beats', data: [join(root, 'mitdb')], out, threads: 1, seeds: [1] },
      ...{ folds: 5, steps: 2, batch: 2, preset: 'tiny' },
    };
    await runTask(LearningTask.parse(trial), { control: new TrainingControl(), report: () => undefined });
    const parts = readHeldOut(heldOutPath(out));
    const records = [...parts.values()].flatMap((part) => [...part.keys()]);
    expect(records.toSorted()).toEqual(['mitdb/101', 'mitdb/106', 'mitdb/112', 'mitdb/122']);
    const rows = [...parts.values()][0]?.get('mitdb/101');
    if (!rows) throw new Error('101 is in the first fold');
    expect(rows.classes).toEqual(['N', 'S', 'V', 'F', 'Q']);
    expect(rows.truth.length).toBe(rows.probabilities.length);
    const beats = rows.truth.length / 5;
    expect(beats).toBeGreaterThan(60);
    expect(rows.truth.reduce((sum, one) => sum + one, 0)).toBe(beats);
    // The third column: one beat in nine of the synthetic set is V.
    expect(rows.truth.filter((one, at) => at % 5 === 2 && one === 1).length).toBeGreaterThan(4);
    for (let beat = 0; beat < beats; beat++) {
      const sum = rows.probabilities.subarray(5 * beat, 5 * beat + 5).reduce((a, b) => a + b, 0);
      expect(Math.abs(sum - 1)).toBeLessThan(1e-4);
    }
  });

  it('are read back as written, to 16 bits; what is not known stays so', () => {
    const out = join(root, 'other.json');
    const row = (values: number[], truth: number[]) => ({
      classes: ['AFIB', 'SR'],
      probabilities: Float32Array.from(values),
      truth: Float32Array.from(truth),
    });
    new HeldOutFile(out).add('seed1', new Map([['a/1', row([0.25, 1], [1, NaN])]]));
    new HeldOutFile(out).add('seed2', new Map([['a/1', row([0, 0.5], [0, 1])]]));
    const parts = readHeldOut(heldOutPath(out));
    expect([...parts.keys()]).toEqual(['seed1', 'seed2']);
    const first = parts.get('seed1')?.get('a/1');
    expect(Math.abs((first?.probabilities[0] ?? NaN) - 0.25)).toBeLessThan(1e-5);
    expect(first?.probabilities[1]).toBe(1);
    expect(Array.from(first?.truth ?? [])).toEqual([1, NaN]);
    expect(parts.get('seed2')?.get('a/1')?.truth[1]).toBe(1);
  });

  it('of another file are refused in a sentence that says where they come from', () => {
    const path = join(root, 'none.json');
    writeFileSync(path, '{}');
    expect(() => readHeldOut(path)).toThrow(/none\.json holds no held-out probabilities.*--cross-validate/);
  });
});
