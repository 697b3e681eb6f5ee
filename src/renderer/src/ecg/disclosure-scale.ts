import type { LeadWindow } from '../../../shared/contract/signal.ts';
import { isMissing } from './derived-lead.ts';

/** Long enough to hold a beat (seconds). */
const STRETCH = 2;
/** Of the height of what is usual, so that a tall beat stays within its row. */
const HEADROOM = 1.35;

/** How many columns to ask the whole recording for, so that each holds a beat. */
export const scaleColumns = (seconds: number): number => Math.max(1, Math.min(4096, Math.floor(seconds / STRETCH)));

/**
 * The integer steps that a row should have room for: what is usual from trough to peak of a beat, the median over the
 * recording, so that artefacts do not flatten a day. 0 where there is no signal.
 */
export function usualSpan(window: LeadWindow, rate: number): number {
  const perStretch = Math.max(1, Math.round((STRETCH * rate) / window.step));
  const { values, kind } = window;
  const length = kind === 'samples' ? values.length : values.length >> 1;
  const spans: number[] = [];
  for (let start = 0; start < length; start += perStretch) {
    let low = Infinity;
    let high = -Infinity;
    for (let index = start; index < Math.min(length, start + perStretch); index++) {
      const least = values[kind === 'samples' ? index : 2 * index]!;
      const most = values[kind === 'samples' ? index : 2 * index + 1]!;
      if (isMissing(least)) continue;
      if (least < low) low = least;
      if (most > high) high = most;
    }
    if (high >= low) spans.push(high - low);
  }
  spans.sort((one, other) => one - other);
  const median = spans[spans.length >> 1] ?? 0;
  return spans.length > 0 ? Math.max(1, median * HEADROOM) : 0;
}
