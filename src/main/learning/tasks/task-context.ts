import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Problem } from '../../../shared/problem.ts';
import type { TrainingProgress } from '../loop.ts';
import type { Reading } from '../read-records.ts';
import type { RunCheckpoint } from '../run-checkpoint.ts';
import type { TrainOptions } from '../train-model.ts';
import type { TrainingControl } from '../training-control.ts';
import type { LearningEvent } from './task.ts';

/** What a task has of the world. */
export interface TaskContext {
  readonly control: TrainingControl;
  readonly report: (event: LearningEvent) => void;
}

export const note = (context: TaskContext, text: string): void => context.report({ kind: 'note', text });

/** Reports records as they are read, or otherwise dealt with. */
export const counting = ({ control, report }: TaskContext, text: string): Required<Reading> => ({
  control,
  onRead: (done, total) => report({ kind: 'stage', text, done, total }),
});

/** The options of a training that is reported under a label. */
export function reported(
  { control, report }: TaskContext,
  label: string,
  checkpoint?: RunCheckpoint,
): Pick<TrainOptions, 'control' | 'onStep' | 'onCheckpoint' | 'checkpoint'> {
  return {
    control,
    checkpoint,
    onStep: ({ step, steps, losses, windowsPerSecond, secondsLeft, score }: TrainingProgress) =>
      report({ kind: 'step', label, step, steps, losses, windowsPerSecond, secondsLeft, score }),
    onCheckpoint: (step) => report({ kind: 'checkpoint', step, path: checkpoint?.path ?? '' }),
  };
}

/** Makes sure, before hours of work, that its result can be written. @throws Problem `disk` */
export function requireWritable(path: string): void {
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new Problem('disk', `Nothing can be written to ${folder}. Choose another place with --out.`, { cause });
  }
}
