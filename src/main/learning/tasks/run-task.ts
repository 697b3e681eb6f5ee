import { beatsLearner } from './learners/beats-learner.ts';
import { findingsLearner } from './learners/findings-learner.ts';
import { wavesLearner } from './learners/waves-learner.ts';
import type { TaskResult } from './results.ts';
import { runAnnotatorScore } from './run-annotator-score.ts';
import { runEvaluation } from './run-evaluation.ts';
import { runFinetuning } from './run-finetuning.ts';
import { runPretraining } from './run-pretraining.ts';
import { runTrial } from './run-trial.ts';
import type { TaskContext } from './task-context.ts';
import type { LearningTask } from './task.ts';

/** Does what a task asks. @throws Problem with the sentence to be shown; `cancelled` when it was told to stop */
export function runTask(task: LearningTask, context: TaskContext): Promise<TaskResult> {
  switch (task.kind) {
    case 'pretrain':
      return runPretraining(task, context);
    case 'finetune':
      switch (task.task) {
        case 'beats':
          return runFinetuning(beatsLearner(), task, context);
        case 'findings':
          return runFinetuning(findingsLearner, task, context);
        case 'waves':
          return runFinetuning(wavesLearner, task, context);
      }
      break;
    case 'trial':
      return runTrial(task, context);
    case 'evaluate':
      return runEvaluation(task, context);
    case 'score':
      return runAnnotatorScore(task, context);
  }
}
