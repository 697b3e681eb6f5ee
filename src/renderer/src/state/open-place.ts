const KEY = 'open-place';

/** What was in front of the reader: a study, one of its recordings, and the base-rate sample at the left edge. */
export interface OpenPlace {
  readonly studyId: string;
  readonly recordingId: string;
  readonly position: number;
}

/** Keeps the place for the window that is loaded again; none where no study is open. */
export function keepPlace(storage: Pick<Storage, 'setItem' | 'removeItem'>, place: OpenPlace | undefined): void {
  if (place) storage.setItem(KEY, JSON.stringify(place));
  else storage.removeItem(KEY);
}

/** The place that was kept, once. */
export function takePlace(storage: Pick<Storage, 'getItem' | 'removeItem'>): OpenPlace | undefined {
  const kept = storage.getItem(KEY);
  storage.removeItem(KEY);
  if (kept === null) return undefined;
  try {
    const place: unknown = JSON.parse(kept);
    return isPlace(place) ? place : undefined;
  } catch {
    return undefined; // Whatever stands there was not written here.
  }
}

const isPlace = (place: unknown): place is OpenPlace =>
  typeof place === 'object' &&
  place !== null &&
  'studyId' in place &&
  typeof place.studyId === 'string' &&
  'recordingId' in place &&
  typeof place.recordingId === 'string' &&
  'position' in place &&
  typeof place.position === 'number';

/** Whether the window was loaded again: after a change of the language, or by the browser's own button. */
export const isLoadedAgain = (): boolean =>
  performance.getEntriesByType('navigation').some((entry) => 'type' in entry && entry.type === 'reload');
