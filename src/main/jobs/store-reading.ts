import { annotationCode, isBeatCode } from '../../shared/annotation-codes.ts';
import { BLOCK_ANNOTATIONS } from '../library/annotation-blocks.ts';
import { sliceNewRows, type NewAnnotations } from '../library/annotation-store.ts';
import type { Library } from '../library/open-library.ts';
import type { RecordingEntry } from '../library/recordings.ts';
import type { StudySummary } from '../library/study-store.ts';
import type { Breathing } from './breathing.ts';

/** A finished automatic reading. */
export interface Reading {
  /** The name of its annotation set. */
  readonly annotator: string;
  /** What made it, with its version. */
  readonly madeBy: string;
  readonly annotations: NewAnnotations;
}

/**
 * Keeps a reading: written in short transactions as an unfinished set, which the last one makes final together with what
 * the worklist shows of it. Stopped before, it leaves nothing that anybody sees.
 */
export async function storeReading(
  library: Library,
  recording: RecordingEntry,
  { annotator, madeBy, annotations }: Reading,
  breathing: Breathing,
): Promise<string> {
  const at = new Date().toISOString();
  library.annotations.discardIncomplete(recording.id);
  const setId = library.annotations.create(recording.id, { annotator, origin: 'rules', madeBy, createdAt: at });
  for (let from = 0; from < annotations.sample.length; from += BLOCK_ANNOTATIONS) {
    await breathing.breathe();
    library.annotations.add(setId, sliceNewRows(annotations, from, from + BLOCK_ANNOTATIONS), { author: madeBy, at });
  }
  library.transaction(() => {
    library.annotations.complete(setId);
    library.studies.saveSummary(recording.studyId, summaryOf(annotations, recording.rate));
  });
  library.checkpoint();
  return setId;
}

/** Beats per minute cannot be told from fewer beats. */
const FEWEST_BEATS_FOR_RATE = 2;
/** RR intervals outside are pauses, lost contact or double counts: not part of the mean rate. In seconds. */
const PLAUSIBLE_RR = { from: 0.2, to: 3 } as const;

/** Mean heart rate is 60 over the mean RR interval of neighbouring beats. */
export function summaryOf({ sample, code }: Pick<NewAnnotations, 'sample' | 'code'>, rate: number): StudySummary {
  let beatCount = 0;
  let ventricularCount = 0;
  let previous: number | undefined;
  let intervals = 0;
  let seconds = 0;
  for (const [row, at] of sample.entries()) {
    const each = code[row] ?? 0;
    if (!isBeatCode(each)) continue;
    beatCount++;
    if (annotationCode(each)?.aami === 'V') ventricularCount++;
    const interval = previous === undefined ? 0 : (at - previous) / rate;
    if (interval >= PLAUSIBLE_RR.from && interval <= PLAUSIBLE_RR.to) {
      intervals++;
      seconds += interval;
    }
    previous = at;
  }
  if (beatCount < FEWEST_BEATS_FOR_RATE || intervals === 0) return { beatCount, ventricularCount };
  return { beatCount, ventricularCount, meanHeartRate: (60 * intervals) / seconds };
}
