import { codeOfMnemonic } from '../../../../shared/annotation-codes.ts';
import type { QualityLevel } from '../../../../shared/contract/editing.ts';
import { rhythmCode } from '../../../../shared/rhythm-codes.ts';
import { type Mark, QUALITY_CHANGE } from '../../ecg/marks.ts';

/** A stretch [from, to) of one rhythm, or of one quality. */
export interface Interval<State> {
  readonly from: number;
  readonly to: number;
  readonly state: State;
}

const RHYTHM_CHANGE = codeOfMnemonic('+')?.code;

/** Rhythms as the annotations state them; where none is stated there is no interval. */
export function rhythmIntervals(marks: readonly Mark[], samples: number): readonly Interval<string>[] {
  return stretches(
    marks.flatMap(({ sample, code, aux }) => (code === RHYTHM_CHANGE ? [{ sample, state: rhythmCode(aux) }] : [])),
    samples,
  );
}

/** Stretches that are not clean: the worst of the leads counts. */
export function qualityIntervals(marks: readonly Mark[], samples: number): readonly Interval<QualityLevel>[] {
  return stretches(
    marks.flatMap((mark) => (mark.code === QUALITY_CHANGE ? [{ sample: mark.sample, state: levelOf(mark) }] : [])),
    samples,
  );
}

/** By its letters where it has them, else by WFDB's subtype: lower four bits noisy, upper four unreadable. */
function levelOf({ aux, subtype }: Mark): QualityLevel | undefined {
  if (/^[cnu]+$/.test(aux)) return aux.includes('u') ? 'unreadable' : aux.includes('n') ? 'noisy' : undefined;
  if ((subtype & 0xf0) !== 0) return 'unreadable';
  return (subtype & 0x0f) === 0 ? undefined : 'noisy';
}

function stretches<State>(
  changes: readonly { readonly sample: number; readonly state: State | undefined }[],
  samples: number,
): readonly Interval<State>[] {
  const found: { from: number; to: number; state: State }[] = [];
  let open: { from: number; state: State } | undefined;
  const close = (to: number): void => {
    if (open && to > open.from) found.push({ ...open, to });
    open = undefined;
  };
  for (const { sample, state } of changes) {
    if (open?.state === state) continue;
    close(sample);
    if (state !== undefined) open = { from: sample, state };
  }
  close(samples);
  return found;
}
