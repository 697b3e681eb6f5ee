import { Problem, toProblem } from '../../../shared/problem.ts';
import type { Handlers } from '../../../shared/rpc/contract.ts';
import { runTask } from '../tasks/run-task.ts';
import type { LearningEvent, LearningTask } from '../tasks/task.ts';
import { TrainingControl } from '../training-control.ts';
import { EventQueue } from './event-queue.ts';
import type { LearningContract } from './learning-contract.ts';

/** A newer step of the same training, or a newer count of the same stage, says all that the older one did. */
const replaces = (newer: LearningEvent, older: LearningEvent): boolean =>
  (newer.kind === 'step' && older.kind === 'step' && newer.label === older.label && older.score === undefined) ||
  (newer.kind === 'stage' && older.kind === 'stage' && newer.text === older.text);

/** Serves one task at a time; `settled` resolves when the one that runs has ended and kept what it had. */
export function learningHandlers(): {
  readonly handlers: Handlers<LearningContract>;
  readonly settled: () => Promise<void>;
} {
  let control: TrainingControl | undefined;
  let work: Promise<void> = Promise.resolve();
  let last: string | undefined;

  const begin = (task: LearningTask, signal: AbortSignal): EventQueue<LearningEvent> => {
    if (control) throw new Problem('bad-input', 'This process is busy with another training.');
    const queue = new EventQueue<LearningEvent>(replaces);
    control = new TrainingControl(signal);
    last = undefined;
    work = runTask(task, { control, report: (event) => queue.push(event) })
      .then((result) => {
        queue.push({ kind: 'result', result });
        queue.end();
      })
      .catch((thrown: unknown) => {
        last = toProblem(thrown).message;
        queue.fail(thrown);
      })
      .finally(() => (control = undefined));
    return queue;
  };

  return {
    settled: () => work,
    handlers: {
      'learning.run': async function* (task, signal) {
        yield* begin(task, signal);
      },
      'learning.pause': () => {
        control?.pause();
        return { ok: true };
      },
      'learning.resume': () => {
        control?.resume();
        return { ok: true };
      },
      'learning.settled': async () => {
        await work;
        return { last };
      },
    },
  };
}
