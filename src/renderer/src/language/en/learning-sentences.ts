import type {
  Candidate,
  JobProblem,
  KeyReplacement,
  ModelProblem,
  ModelTrouble,
} from '../../../../shared/contract/learning.ts';
import { gateWords } from '../../../../shared/gate-words.ts';
import { jobNoticeWords, OBSTACLE_WORDS } from '../../../../shared/learning-words.ts';

const IMPORTED_PROBLEM =
  'Files of this model are damaged or missing. Import it again, or restore its folder from a backup.';

/** What the learning loop tells in codes. */
export const learningSentences = {
  gate: gateWords,
  jobNotice: jobNoticeWords,
  jobProblem: ({ text }: JobProblem): string => text,
  modelProblem: ({ code, text, reads }: ModelProblem, origin: Candidate['origin'] = 'trained'): string => {
    // What came as a file cannot be trained here again.
    const said = origin === 'imported' && code !== 'unusable' ? IMPORTED_PROBLEM : text;
    return reads === undefined ? said : `${said} ${reads} is used instead. Roll back to use it for good.`;
  },
  modelTrouble: ({ text, origin, reads }: ModelTrouble): string =>
    `${text} ${reads === undefined ? 'Until then rules read new recordings, and no model can be trained or compared.' : `${reads} reads new recordings${origin === 'shipped' ? '; until then no training can be judged' : ''}.`}`,
  obstacles: OBSTACLE_WORDS,
  key: {
    title: 'Models are signed with a new key',
    why: (keptAs: KeyReplacement['keptAs']): string =>
      keptAs === undefined
        ? 'The key that this library signed its models with was gone, and a new one was made.'
        : `The key that this library signed its models with could not be read and a new one was made; the old one is kept as ${keptAs}.`,
    todo: 'Tell those who accept models of this library, by telephone for example: what you send from now on bears the new fingerprint, and they have to trust it once.',
    before: 'Old fingerprint',
    now: 'New fingerprint',
    read: 'I have told them',
  },
};
