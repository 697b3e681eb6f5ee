import type { RecordingInfo } from '../../../shared/contract/library.ts';
import type { Preferences, RememberedView } from '../../../shared/contract/system.ts';
import { suitsSheet } from '../ecg/layouts.ts';

/** Kinds of study that are looked at in different ways: a page, a rhythm strip of few leads, a long recording. */
export type StudyKind = 'resting' | 'strip' | 'ambulatory';

/** From this length on (seconds) a recording is read in time, not as a page: resting recordings last 10 to 60 s. */
const AMBULATORY_SECONDS = 120;

export function studyKindOf({ samples, rate, leads }: Pick<RecordingInfo, 'samples' | 'rate' | 'leads'>): StudyKind {
  if (samples >= AMBULATORY_SECONDS * rate) return 'ambulatory';
  return suitsSheet(leads) ? 'resting' : 'strip';
}

/** Readers at one workstation keep their own. */
const keyOf = ({ readerName = '' }: Pick<Preferences, 'readerName'>, kind: StudyKind): string =>
  `${kind} ${readerName}`;

/** How this reader last looked at studies of a kind; of somebody new, how those were looked at before anybody had a name. */
export function rememberedView(preferences: Preferences, kind: StudyKind): RememberedView {
  const { layout, speed, gain, filter, views } = preferences;
  const usual = { layout: kind === 'ambulatory' ? ('strip' as const) : layout, speed, gain, filter };
  return views[keyOf(preferences, kind)] ?? views[keyOf({}, kind)] ?? usual;
}

/** What is to be saved so that studies of a kind are shown so again. */
export function remembering(
  preferences: Preferences,
  kind: StudyKind,
  { layout, speed, gain, filter }: RememberedView,
): Pick<Preferences, 'views'> {
  return { views: { ...preferences.views, [keyOf(preferences, kind)]: { layout, speed, gain, filter } } };
}
