import type { JobProblem, ModelProblem } from '../../../../shared/contract/learning.ts';
import { gateWords } from '../../../../shared/gate-words.ts';
import { jobNoticeWords, OBSTACLE_WORDS } from '../../../../shared/learning-words.ts';

/** What the learning loop tells in codes. */
export const learningSentences = {
  gate: gateWords,
  jobNotice: jobNoticeWords,
  jobProblem: ({ text }: JobProblem): string => text,
  modelProblem: ({ text, reads }: ModelProblem): string =>
    reads === undefined ? text : `${text} ${reads} is used instead. Roll back to use it for good.`,
  obstacles: OBSTACLE_WORDS,
};
