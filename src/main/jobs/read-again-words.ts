import { Problem } from '../../shared/problem.ts';

/** For what is asked of a study whose signature is in force. */
export const signedStays = (): Problem =>
  new Problem(
    'bad-input',
    'This study is signed, and what was signed stays as it was read. Edit it first, which begins its next version; then ' +
      'it can be read again.',
  );
