import type { ViewState } from '../ecg/view-state.svelte.ts';
import type { MeasuredSubject } from './measurements.svelte.ts';
import { LIVE, type StudySession } from './study-session.svelte.ts';

/** Recordings this long (seconds) are measured as a whole, longer ones where the reader looks. */
const LONGEST_WHOLE = 60;

/** What is to be measured of the open study; undefined while its beats are not known yet. */
export function measuredSubject(
  { recording, shown, annotations }: Pick<StudySession, 'recording' | 'shown' | 'annotations'>,
  { position, visibleSamples }: Pick<ViewState, 'position' | 'visibleSamples'>,
): MeasuredSubject | undefined {
  if (!recording || shown === undefined || shown === LIVE || !annotations) return undefined;
  const subject = { recordingId: recording.id, setId: shown };
  if (recording.samples <= LONGEST_WHOLE * recording.rate) return subject;
  // To the second: scrolling by a little asks for nothing new.
  const seconds = Math.round((position + visibleSamples / 2) / recording.rate);
  return { ...subject, around: Math.round(seconds * recording.rate) };
}
