import { STANDING } from '../../../../shared/contract/editing.ts';
import { CLASS_OF_CODE, NORMAL } from '../../ecg/beat-class.ts';

/** What n and p go to while editing. */
export const SOUGHT = ['ectopic', 'unconfirmed', 'label', 'rhythm', 'note'] as const;
export type Sought = (typeof SOUGHT)[number];

/** Whether a label is of the kind looked for. @param active the label that is set */
export function isSought(sought: Sought, active: number): (code: number, standing: number) => boolean {
  switch (sought) {
    case 'unconfirmed':
      return (_code, standing) => standing === STANDING.source;
    case 'label':
      return (code) => code === active;
    case 'ectopic':
      return (code) => code !== 0 && CLASS_OF_CODE[code] !== NORMAL;
    case 'rhythm':
    case 'note':
      return () => false;
  }
}
