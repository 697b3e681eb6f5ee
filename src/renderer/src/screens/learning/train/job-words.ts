import type { LearningJob } from '../../../../../shared/contract/learning.ts';
import { strings } from '../../../language/strings.ts';

/** How a job stands, honestly: one that was cut off is queued again, and says so. */
export function standingOf({ state, stage, step }: LearningJob): string {
  const words = strings.learning.train;
  if (state === 'queued') return step > 0 ? words.resumes : words.stages.waiting;
  if (state === 'running') return words.stages[stage];
  return words.states[state];
}

/** What a loss or a validation figure is called; as the workstation names it where the window knows no better. */
export function curveName(name: string): string {
  const known: Readonly<Record<string, string>> = strings.learning.train.curve;
  return known[name] ?? name;
}
