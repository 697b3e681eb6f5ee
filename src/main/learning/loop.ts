import { basename } from 'node:path';
import { Problem } from '../../shared/problem.ts';
import type { ParameterScales } from '../nat/optimiser/scales.ts';
import type { Device } from '../nat/runtime/devices.ts';
import {
  type Batch,
  freshState,
  type SettingValues,
  type StepReport,
  TrainingSession,
  type TrainingSessionOptions,
} from '../nat/runtime/training-session.ts';
import type { TrainingGraph } from '../nat/training-graph.ts';
import type { BestSoFar, RunCheckpoint } from './run-checkpoint.ts';
import { TrainingControl } from './training-control.ts';
import { WorkClock } from './work-clock.ts';

/** Looks at the weights now and then, on recordings that are not trained on. */
export interface Validation {
  readonly everySteps: number;
  /** The training ends after so many looks in a row that were no better. */
  readonly patience: number;
  /** Greater is better; NaN counts as worse than anything. */
  score(parameters: Float32Array): Promise<number>;
}

/** What is trained, whatever it is trained for. */
export interface TrainingRun {
  readonly graph: TrainingGraph;
  /** Of the dropout masks. */
  readonly seed: number;
  /** The parameters before the first step. */
  readonly initial: Float32Array;
  readonly scales?: ParameterScales | undefined;
  readonly steps: number;
  /** The batch after `step` steps. It depends on `step` alone, or a resumed run would differ; arrays may be reused. */
  batch(step: number): Batch;
  settings(step: number): SettingValues;
  readonly validation?: Validation | undefined;
}

export interface TrainingProgress extends StepReport {
  readonly steps: number;
  /** Of the last steps. */
  readonly windowsPerSecond: number;
  readonly secondsLeft: number;
  /** The validation after this step, if there was one. */
  readonly score?: number | undefined;
}

export interface LoopOptions {
  readonly device?: Device | undefined;
  readonly threads: number;
  readonly control?: TrainingControl | undefined;
  /** Where the run is kept while it is not finished; nowhere unless given. */
  readonly checkpoint?: RunCheckpoint | undefined;
  readonly checkpointSeconds?: number | undefined;
  readonly onStep?: ((progress: TrainingProgress) => void) | undefined;
  readonly onCheckpoint?: ((step: number) => void) | undefined;
  /** Milliseconds of a steady clock; for tests. */
  readonly now?: (() => number) | undefined;
}

export interface TrainingOutcome {
  /** The moving average of the weights, at its best validation where there was any. */
  readonly parameters: Float32Array;
  /** Steps taken. */
  readonly step: number;
  readonly best?: { readonly step: number; readonly score: number } | undefined;
  /** Work over all sittings. */
  readonly seconds: number;
}

/** Work between two checkpoints. */
export const CHECKPOINT_SECONDS = 30;

/**
 * Trains to the last step, or until validation stops getting better. Cancelled, it saves where it is.
 * @throws Problem `cancelled`; `bad-input` when the loss is no longer a number: the last checkpoint is then kept
 */
export async function runTraining(run: TrainingRun, options: LoopOptions): Promise<TrainingOutcome> {
  const { graph, seed, steps, validation } = run;
  const { checkpoint, control = new TrainingControl(), threads, device = 'cpu' } = options;
  const saved = checkpoint?.load(graph);
  const clock = new WorkClock(options.now ?? (() => performance.now()), saved?.seconds ?? 0);
  const state = saved?.state ?? freshState(graph, run.initial);
  const session = await sessionOn(device, graph, { device, threads, seed, state, scales: run.scales });
  const windows = graph.batch.find(({ name }) => name === 'signal')?.shape[0] ?? 1;
  const everySeconds = options.checkpointSeconds ?? CHECKPOINT_SECONDS;
  let best = saved?.best;
  let savedStep = saved ? session.step : -1;

  const save = async (): Promise<void> => {
    if (!checkpoint || savedStep === session.step) return;
    checkpoint.save(graph, seed, { state: await session.state(), best, seconds: clock.seconds });
    savedStep = session.step;
    clock.mark();
    options.onCheckpoint?.(session.step);
  };
  const isOver = (): boolean =>
    session.step >= steps || (validation !== undefined && best !== undefined && best.worseSince >= validation.patience);

  try {
    while (!isOver()) {
      clock.stop();
      await control.pass(save).catch((thrown: unknown) => {
        throw sayWhere(thrown, session.step, steps, checkpoint);
      });
      clock.go();
      const report = await session.train(run.batch(session.step), run.settings(session.step));
      if (!report.finite) throw notANumber(report, checkpoint, savedStep);
      clock.step();
      let score: number | undefined;
      if (validation && (session.step % validation.everySteps === 0 || session.step === steps)) {
        const parameters = await averagedParameters(session);
        score = await validation.score(parameters);
        best = better(best, { step: session.step, score, parameters });
      }
      options.onStep?.({
        ...report,
        steps,
        windowsPerSecond: windows * clock.stepsPerSecond,
        secondsLeft: (steps - session.step) / clock.stepsPerSecond,
        ...(score === undefined ? {} : { score }),
      });
      if (clock.sinceMark >= everySeconds) await save();
    }
    return {
      parameters: best?.parameters ?? (await averagedParameters(session)),
      step: session.step,
      best: best && { step: best.step, score: best.score },
      seconds: clock.seconds,
    };
  } finally {
    await session.release();
  }
}

/** @throws Problem `unsupported` when the machine lacks the device; the CPU is always there */
async function sessionOn(
  device: Device,
  graph: TrainingGraph,
  options: TrainingSessionOptions,
): Promise<TrainingSession> {
  try {
    return await TrainingSession.create(graph, options);
  } catch (cause) {
    if (device === 'cpu') throw cause;
    throw new Problem('unsupported', `Nothing can be trained on ${device} here. Choose --device cpu.`, { cause });
  }
}

function better(best: BestSoFar | undefined, found: Omit<BestSoFar, 'worseSince'>): BestSoFar {
  if (best && !(found.score > best.score)) return { ...best, worseSince: best.worseSince + 1 };
  return { ...found, score: Number.isNaN(found.score) ? -Number.MAX_VALUE : found.score, worseSince: 0 };
}

async function averagedParameters(session: TrainingSession): Promise<Float32Array> {
  const { vectors } = await session.state();
  const parameters = vectors.averaged ?? vectors.parameters;
  if (!parameters) throw new Error('a training state without parameters');
  return parameters;
}

function sayWhere(thrown: unknown, step: number, steps: number, checkpoint: RunCheckpoint | undefined): unknown {
  if (!checkpoint || !(thrown instanceof Problem) || thrown.code !== 'cancelled') return thrown;
  const where = `Stopped after ${step} of ${steps} steps, kept in ${basename(checkpoint.path)}.`;
  return new Problem('cancelled', `${where} The same command goes on from there.`, { cause: thrown });
}

function notANumber(report: StepReport, checkpoint: RunCheckpoint | undefined, savedStep: number): Problem {
  const kept =
    checkpoint && savedStep >= 0
      ? ` The training as it was after step ${savedStep} is kept in ${basename(checkpoint.path)}.`
      : '';
  return new Problem(
    'bad-input',
    `The loss of step ${report.step} is not a number, so the training was stopped.${kept} Try a lower learning rate.`,
  );
}
