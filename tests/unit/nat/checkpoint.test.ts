import { describe, expect, it } from 'vitest';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../../../src/main/nat/checkpoint.ts';
import { classifyBeats } from '../../../src/main/nat/objectives/classify-beats.ts';
import { initialParameters } from '../../../src/main/nat/parameters/layout.ts';
import { trainingLayout } from '../../../src/main/nat/training-graph.ts';
import { Problem } from '../../../src/shared/problem.ts';
import { randomValues } from './graph-checks.ts';
import { TINY_BEATS, TINY_MODEL, TOY_BEATS } from './toy-data.ts';

const objective = classifyBeats({ head: TINY_BEATS, beats: TOY_BEATS, contrastive: true });
const layout = trainingLayout({ model: TINY_MODEL, objective, windows: 1, leads: 1 });
const checkpoint: Checkpoint = {
  model: TINY_MODEL,
  head: objective.head,
  layout: { size: layout.size, entries: layout.entries.map(({ name, shape, offset }) => ({ name, shape, offset })) },
  state: {
    step: 17,
    vectors: {
      parameters: initialParameters(layout, 1),
      firstMoment: randomValues([layout.size], 'first'),
      secondMoment: randomValues([layout.size], 'second'),
    },
  },
  seed: 42,
  notes: { data: ['mitdb'], f1: { V: 0.9 } },
};

function problemOf(action: () => unknown): Problem {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
  throw new Error('it was accepted');
}

describe('a checkpoint', () => {
  it('comes back as it was written, bit by bit', () => {
    expect(readCheckpoint(writeCheckpoint(checkpoint), 'a.ecgnat')).toEqual(checkpoint);
  });

  it('comes back from the middle of a larger buffer', () => {
    const file = writeCheckpoint(checkpoint);
    const larger = new Uint8Array(file.length + 7);
    larger.set(file, 3);
    expect(readCheckpoint(larger.subarray(3, 3 + file.length), 'a.ecgnat')).toEqual(checkpoint);
  });

  it('comes back from a Node Buffer out of a shared pool, at any alignment', () => {
    const file = writeCheckpoint(checkpoint);
    const pooled = Buffer.concat([Buffer.from([1]), file]).subarray(1);
    expect(readCheckpoint(pooled, 'model')).toEqual(readCheckpoint(file, 'model'));
  });

  it('may hold the parameters alone', () => {
    const { parameters } = checkpoint.state.vectors;
    const shipped: Checkpoint = { ...checkpoint, state: { step: 17, vectors: { ...(parameters && { parameters }) } } };
    const file = writeCheckpoint(shipped);
    expect(file.length).toBeLessThan(writeCheckpoint(checkpoint).length / 2);
    expect(readCheckpoint(file, 'a.ecgnat')).toEqual(shipped);
  });

  it('is refused when any single byte has changed', () => {
    const file = writeCheckpoint(checkpoint);
    for (let at = 0; at < file.length; at += Math.floor(file.length / 60)) {
      const changed = file.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      const problem = problemOf(() => readCheckpoint(changed, 'a.ecgnat'));
      expect(problem.code).toBe('unreadable');
      expect(problem.message).toContain('a.ecgnat');
    }
  });

  it('is refused when it is cut short, wherever', () => {
    const file = writeCheckpoint(checkpoint);
    for (const length of [0, 5, 11, 12, 40, 1000, file.length - 33, file.length - 1]) {
      expect(problemOf(() => readCheckpoint(file.subarray(0, length), 'a.ecgnat')).code).toBe('unreadable');
    }
  });

  it('is told apart from another kind of file', () => {
    const problem = problemOf(() => readCheckpoint(new TextEncoder().encode('PK'.repeat(100)), 'photos.zip'));
    expect(problem.message).toBe('photos.zip is not an Einthoven model. Choose a file that this program wrote.');
  });
});
