import { annotationCode, isBeatCode } from '../../shared/annotation-codes.ts';
import { Problem } from '../../shared/problem.ts';
import { BLOCK_ANNOTATIONS } from '../library/annotation-blocks.ts';
import { sliceNewRows, type NewAnnotations } from '../library/annotation-store.ts';
import type { Library } from '../library/open-library.ts';
import type { RecordingEntry } from '../library/recordings.ts';
import type { StudySummary } from '../library/study-store.ts';
import type { FinishedReading } from '../inference/reading/reading-step.ts';
import type { Breathing } from './breathing.ts';
import { signedStays } from './read-again-words.ts';
import { priorityOf } from './study-priority.ts';

/** The names of automatic annotation sets. */
const ANNOTATORS = { model: 'ecgnat', rules: 'rules' } as const;

/**
 * Keeps a reading: its annotations in short transactions as an unfinished set, which the last one makes final together
 * with what else was found and what the worklist shows of it. Stopped before, it leaves nothing that anybody sees.
 * Earlier readings of the recording stay as they are.
 * @param again it was read before: what was given up or signed meanwhile is not read anew
 * @throws Problem `disk` | `cancelled` | `bad-input`
 */
export async function storeReading(
  library: Library,
  recording: RecordingEntry,
  reading: FinishedReading,
  breathing: Breathing,
  again = false,
): Promise<string> {
  const { annotations, origin, device, leads, episodes, thresholds, quality, findings } = reading;
  const at = new Date().toISOString();
  const madeBy = device === undefined ? reading.madeBy : `${reading.madeBy} on ${device}`;
  const set = { annotator: ANNOTATORS[origin], origin, madeBy, createdAt: at };
  library.annotations.discardIncomplete(recording.id);
  const setId = library.annotations.create(recording.id, set);
  for (let from = 0; from < annotations.sample.length; from += BLOCK_ANNOTATIONS) {
    await breathing.breathe();
    library.annotations.add(setId, sliceNewRows(annotations, from, from + BLOCK_ANNOTATIONS), { author: madeBy, at });
  }
  library.transaction(() => {
    if (again) requireStillWanted(library, recording);
    library.readings.saveResult(setId, {
      ...(device === undefined ? {} : { device }),
      leads: [...leads],
      episodes: [...episodes],
      thresholds,
      quality,
      findings: [...findings],
    });
    library.readings.discardParts(recording.id);
    library.wanted.remove(recording.id);
    library.annotations.complete(setId);
    library.studies.saveSummary(recording.studyId, {
      ...summaryOf(annotations, recording.rate),
      priority: priorityOf(episodes),
    });
  });
  library.checkpoint();
  return setId;
}

/** Whoever signs or cancels while this is under way is heard until the last moment. */
function requireStillWanted(library: Library, { id, studyId }: RecordingEntry): void {
  if (!library.wanted.has(id)) throw new Problem('cancelled', 'The automatic reading was cancelled.');
  if (library.studies.row(studyId).status === 'signed') throw signedStays();
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
