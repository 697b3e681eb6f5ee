import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type LoopOptions,
  runTraining,
  type TrainingProgress,
  type TrainingRun,
} from '../../../src/main/learning/loop.ts';
import { RunCheckpoint } from '../../../src/main/learning/run-checkpoint.ts';
import { TrainingControl } from '../../../src/main/learning/training-control.ts';
import { readCheckpoint } from '../../../src/main/nat/checkpoint.ts';
import { classifyBeats } from '../../../src/main/nat/objectives/classify-beats.ts';
import { initialParameters } from '../../../src/main/nat/parameters/layout.ts';
import { buildTrainingGraph } from '../../../src/main/nat/training-graph.ts';
import { Problem } from '../../../src/shared/problem.ts';
import { TINY_BEATS, TINY_MODEL, TOY_BEATS, toyBeats } from '../nat/toy-data.ts';
import { temporaryFolder } from './temporary-folder.ts';

const WINDOWS = 8;
const graph = buildTrainingGraph({
  model: TINY_MODEL,
  objective: classifyBeats({ head: TINY_BEATS, beats: TOY_BEATS, contrastive: false }),
  windows: WINDOWS,
  leads: 1,
  averaged: true,
});

const toyRun = (steps: number, changes: Partial<TrainingRun> = {}): TrainingRun => ({
  graph,
  seed: 3,
  initial: initialParameters(graph.layout, 3),
  steps,
  batch: (step) => toyBeats(step, WINDOWS, 1),
  settings: (step) => ({ learningRate: 1e-3 * (1 + (step % 3)) }),
  ...changes,
});

const train = (run: TrainingRun, options: Partial<LoopOptions> = {}) => runTraining(run, { threads: 1, ...options });

const problemOf = async (work: Promise<unknown>): Promise<Problem> => {
  const thrown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof Problem)) throw new Error('no Problem was thrown', { cause: thrown });
  return thrown;
};

const savedIn = (path: string) => readCheckpoint(new Uint8Array(readFileSync(path)), 'model').state;

/** Cancels a training after its step `step`. */
function cancelledAfter(step: number): Pick<LoopOptions, 'control' | 'onStep'> {
  const abort = new AbortController();
  return {
    control: new TrainingControl(abort.signal),
    onStep: (progress) => {
      if (progress.step === step) abort.abort();
    },
  };
}

describe('a training', () => {
  it('reports every step: losses, speed and time left', async () => {
    const seen: TrainingProgress[] = [];
    let now = 0;
    await train(toyRun(3), { onStep: (progress) => seen.push(progress), now: () => (now += 500) });
    expect(seen.map(({ step, steps }) => [step, steps])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(seen[0]?.losses['total']).toBeGreaterThan(0);
    expect(seen[1]?.windowsPerSecond).toBeGreaterThan(0);
    expect(seen[1]?.secondsLeft).toBeCloseTo(WINDOWS / (seen[1]?.windowsPerSecond ?? NaN), 6);
    expect(seen[2]?.secondsLeft).toBe(0);
  });

  it('interrupted and begun again ends at the very same bits', async () => {
    const folder = temporaryFolder();
    const checkpoint = () => new RunCheckpoint(join(folder, 'model.nat'), { steps: 7 });
    const uninterrupted = await train(toyRun(7));

    const stopped = await problemOf(train(toyRun(7), { checkpoint: checkpoint(), ...cancelledAfter(2) }));
    expect(stopped.code).toBe('cancelled');
    expect(stopped.message).toContain('after 2 of 7 steps');
    await problemOf(train(toyRun(7), { checkpoint: checkpoint(), ...cancelledAfter(5) }));
    const steps: number[] = [];
    const resumed = await train(toyRun(7), { checkpoint: checkpoint(), onStep: ({ step }) => steps.push(step) });
    expect(steps).toEqual([6, 7]);
    expect(resumed.parameters).toEqual(uninterrupted.parameters);
  });

  it('refuses to go on from a run with other settings, and says which', async () => {
    const out = join(temporaryFolder(), 'model.nat');
    await problemOf(train(toyRun(4), { checkpoint: new RunCheckpoint(out, { steps: 4 }), ...cancelledAfter(1) }));
    const other = await problemOf(train(toyRun(5), { checkpoint: new RunCheckpoint(out, { steps: 5 }) }));
    expect(other.code).toBe('bad-input');
    expect(other.message).toContain('steps was 4, is 5');
  });

  it('saves itself after every so many seconds of work, whole, with nothing else left lying about', async () => {
    const folder = temporaryFolder();
    const saved: number[] = [];
    let now = 0;
    await train(toyRun(6), {
      checkpoint: new RunCheckpoint(join(folder, 'model.nat'), {}),
      checkpointSeconds: 30,
      // Each look at the clock takes four seconds.
      now: () => (now += 4000),
      onCheckpoint: (step) => saved.push(step),
    });
    expect(saved.length).toBeGreaterThan(1);
    expect(saved.length).toBeLessThan(6);
    expect(readdirSync(folder)).toEqual(['model.nat.training']);
    expect(savedIn(join(folder, 'model.nat.training')).step).toBe(saved.at(-1));
  });

  it('stops where the loss is not a number and keeps the last good checkpoint', async () => {
    const out = join(temporaryFolder(), 'model.nat');
    const batch = (step: number) => {
      const values = toyBeats(step, WINDOWS, 1);
      if (step === 3) values['signal']?.fill(NaN);
      return values;
    };
    const checkpoint = new RunCheckpoint(out, {});
    const problem = await problemOf(train(toyRun(6, { batch }), { checkpoint, checkpointSeconds: 0 }));
    expect(problem.message).toMatch(/The loss of step 4 is not a number.*after step 3 is kept/);
    const kept = savedIn(checkpoint.path);
    expect(kept.step).toBe(3);
    expect(kept.vectors.parameters?.every(Number.isFinite)).toBe(true);
  });

  it('says so when it cannot run on the device asked for', async () => {
    const device = process.platform === 'darwin' ? 'dml' : 'coreml';
    const problem = await problemOf(train(toyRun(1), { device }));
    expect(problem.message).toBe(`Nothing can be trained on ${device} here. Choose --device cpu.`);
  });

  it('refuses a damaged checkpoint', async () => {
    const checkpoint = new RunCheckpoint(join(temporaryFolder(), 'model.nat'), {});
    await problemOf(train(toyRun(3), { checkpoint, ...cancelledAfter(1) }));
    const bytes = readFileSync(checkpoint.path);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(checkpoint.path, bytes);
    expect((await problemOf(train(toyRun(3), { checkpoint }))).code).toBe('unreadable');
  });

  it('waits while it is paused, having saved itself, and goes on when told', async () => {
    const checkpoint = new RunCheckpoint(join(temporaryFolder(), 'model.nat'), {});
    const control = new TrainingControl();
    const steps: number[] = [];
    const outcome = train(toyRun(4), {
      checkpoint,
      control,
      onStep: ({ step }) => {
        steps.push(step);
        if (step === 2) control.pause();
      },
      onCheckpoint: (step) => {
        expect([step, control.paused, steps.length]).toEqual([2, true, 2]);
        setImmediate(() => control.resume());
      },
    });
    expect((await outcome).step).toBe(4);
    expect(steps).toEqual([1, 2, 3, 4]);
  });

  it('can be cancelled while it is paused', async () => {
    const abort = new AbortController();
    const control = new TrainingControl(abort.signal);
    control.pause();
    const work = problemOf(train(toyRun(4), { control }));
    setImmediate(() => abort.abort());
    expect((await work).code).toBe('cancelled');
  });
});

describe('validation', () => {
  const scores = [0.1, 0.5, 0.4, 0.5, 0.3, 0.9];
  /** A validation that finds the scores in order; it knows where it is by counting, so a new one is made per run. */
  const validation = (patience: number, seen: Float32Array[], from = 0) => ({
    everySteps: 2,
    patience,
    score: (parameters: Float32Array) => {
      seen.push(parameters);
      return Promise.resolve(scores[from + seen.length - 1] ?? 0);
    },
  });

  it('ends the training when it was no better for long enough, and gives back the best weights', async () => {
    const seen: Float32Array[] = [];
    const outcome = await train(toyRun(12, { validation: validation(3, seen) }));
    expect(outcome.step).toBe(10);
    expect(outcome.best).toEqual({ step: 4, score: 0.5 });
    expect(outcome.parameters).toEqual(seen[1]);
  });

  it('is remembered over an interruption', async () => {
    const out = join(temporaryFolder(), 'model.nat');
    const whole: Float32Array[] = [];
    const expected = await train(toyRun(12, { validation: validation(3, whole) }));
    const checkpoint = () => new RunCheckpoint(out, {});
    await problemOf(
      train(toyRun(12, { validation: validation(3, []) }), { checkpoint: checkpoint(), ...cancelledAfter(7) }),
    );
    const resumed = await train(toyRun(12, { validation: validation(3, [], 3) }), { checkpoint: checkpoint() });
    expect(resumed.step).toBe(10);
    expect(resumed.best).toEqual(expected.best);
    expect(resumed.parameters).toEqual(expected.parameters);
    checkpoint().remove();
    expect(existsSync(`${out}.training`) || existsSync(`${out}.training.best`)).toBe(false);
  });
});
