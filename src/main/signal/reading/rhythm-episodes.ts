import type { RrContext } from './rr-context.ts';
import {
  BRADYCARDIA_BEATS,
  BRADYCARDIA_ENDS_RATE,
  BRADYCARDIA_RATE,
  BRADYCARDIA_SECONDS,
  MOSTLY,
  PATTERN_TIMES,
  TACHYCARDIA_BEATS,
  TACHYCARDIA_RATE,
} from './thresholds.ts';

/** What a `+` annotation says, by the number beats are marked with. */
export const RHYTHM_TEXTS = ['(N', '(SBR', '(AFIB', '(T', '(B', '(VT'] as const;
const BRADYCARDIA = 1;
const FIBRILLATION = 2;
const TRIGEMINY = 3;
const BIGEMINY = 4;
const TACHYCARDIA = 5;

/**
 * The rhythm each beat is in, as an index into `RHYTHM_TEXTS`; where several hold, the later of that list.
 * @param ventricular 1 for ventricular beats.
 * @param fibrillating 1 for beats in atrial fibrillation.
 */
export function rhythmOfBeats(rr: RrContext, ventricular: Uint8Array, fibrillating: Uint8Array): Uint8Array {
  const rhythm = new Uint8Array(ventricular.length);
  markSlow(rhythm, rr);
  fibrillating.forEach((mark, row) => {
    if (mark === 1) rhythm[row] = FIBRILLATION;
  });
  markPattern(rhythm, ventricular, 3, TRIGEMINY);
  markPattern(rhythm, ventricular, 2, BIGEMINY);
  markRuns(rhythm, ventricular, rr);
  return rhythm;
}

function markSlow(rhythm: Uint8Array, { before, usual }: RrContext): void {
  let whole = 0;
  for (const interval of before) if (interval > 0) whole += interval;
  let from = -1;
  let seconds = 0;
  for (let row = 0; row <= usual.length; row++) {
    const limit = from < 0 ? BRADYCARDIA_RATE : BRADYCARDIA_ENDS_RATE;
    if (row < usual.length && usual[row]! > 60 / limit) {
      if (from < 0) {
        from = row;
        seconds = 0;
      } else seconds += before[row]!;
      continue;
    }
    const long = seconds >= Math.min(BRADYCARDIA_SECONDS, MOSTLY * whole);
    if (from >= 0 && long && row - from >= BRADYCARDIA_BEATS) rhythm.fill(BRADYCARDIA, from, row);
    from = -1;
  }
}

/** A ventricular beat after every one (`period` 2) or two (3) others, several times in a row. */
function markPattern(rhythm: Uint8Array, ventricular: Uint8Array, period: number, mark: number): void {
  const fits = (row: number): boolean => {
    if (row < period - 1 || ventricular[row] !== 1) return false;
    for (let k = 1; k < period; k++) if (ventricular[row - k] !== 0) return false;
    return true;
  };
  for (let row = 0; row < ventricular.length; row++) {
    let times = 0;
    while (fits(row + times * period)) times++;
    if (times < PATTERN_TIMES) continue;
    const last = row + (times - 1) * period;
    // The pattern is cut off where the recording begins and ends.
    const from = row <= 2 * (period - 1) ? 0 : row - period + 1;
    const to = last + period >= ventricular.length ? ventricular.length : last + 1;
    rhythm.fill(mark, from, to);
    row = last;
  }
}

function markRuns(rhythm: Uint8Array, ventricular: Uint8Array, { before }: RrContext): void {
  for (let from = 0; from < ventricular.length; from++) {
    let to = from;
    let seconds = 0;
    while (to < ventricular.length && ventricular[to] === 1) {
      if (to > from) seconds += before[to]!;
      to++;
    }
    const fast = (60 * (to - from - 1)) / seconds >= TACHYCARDIA_RATE;
    if (to - from >= TACHYCARDIA_BEATS && fast) rhythm.fill(TACHYCARDIA, from, to);
    if (to > from) from = to - 1;
  }
}
