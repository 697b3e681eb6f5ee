import type { AdaptationObstacle, JobNotice, KeyReplacement } from './contract/learning-troubles.ts';

/** A notice of a job in English, for the terminal and the English window. */
export function jobNoticeWords(notice: JobNotice): string {
  switch (notice.code) {
    case 'began-anew':
      return 'The program or what it rehearses was replaced since this training was begun, so it began anew.';
    case 'device-lost':
      return (
        `The device ${notice.device} was lost or is not there. The training goes on with the CPU from its last ` +
        'checkpoint; nothing was lost, it takes longer.'
      );
    case 'labels-left-out':
      return `There are more labels than fit in memory: ${notice.halfHours} half hours with the fewest were left out.`;
    case 'text':
      return notice.text;
  }
}

/** That models are signed with another key than before, in English: for the history of decisions and the terminal. */
export const keyReplacedWords = ({ keptAs, fingerprint, before }: KeyReplacement): string =>
  `${keptAs === undefined ? 'The signing key was gone' : `The signing key could not be read. It is kept as ${keptAs}`}, and ` +
  `a new key was made: tell those who accept models of this library that its fingerprint is ${fingerprint} now` +
  `${before === undefined ? '' : `, no longer ${before}`}.`;

/** Why an adaptation cannot be taken over, in English. */
export const OBSTACLE_WORDS: Readonly<Record<AdaptationObstacle, string>> = {
  'no-reader': 'The labels are not those of a reader.',
  signed: 'This version is signed and never changes. Edit it first, which begins a new version, then adapt again.',
  'another-reader': 'The labels are another reader’s; only that reader can take this over.',
};
