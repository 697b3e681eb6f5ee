import type { ReadingResult } from '../../shared/contract/analysis.ts';
import { Problem } from '../../shared/problem.ts';
import { type RhythmThresholdChanges, rhythmThresholds, sameThresholds } from '../../shared/rhythm-thresholds.ts';
import type { ChosenDevice } from '../inference/devices/choose-device.ts';
import type { JobProcess } from '../jobs/job-process.ts';
import type { Library } from '../library/open-library.ts';

export interface FinishedReadingsParts {
  readonly library: Library;
  readonly job: JobProcess;
  /** The folder of the program's models; none when absent. */
  readonly modelsFolder?: string | undefined;
  /** Where readings that begin now compute; the CPU when absent. */
  readonly device?: (() => ChosenDevice) | undefined;
  /** What rhythm episodes are told by, now; the defaults when absent. */
  readonly thresholds?: (() => RhythmThresholdChanges) | undefined;
}

/** The recording and the model to read it with, as a job process is told. */
export const modelRequest = (
  { library, modelsFolder }: FinishedReadingsParts,
  recordingId: string,
  device: ChosenDevice | undefined,
) => ({
  library: library.folder,
  recordingId,
  ...(modelsFolder === undefined ? {} : { models: modelsFolder }),
  ...(device ? { device } : {}),
});

/** What automatic readings found, as it was kept. */
export class FinishedReadings {
  private readonly parts: FinishedReadingsParts;

  constructor(parts: FinishedReadingsParts) {
    this.parts = parts;
  }

  /** The annotations of the latest reading that came to its end. */
  set(recordingId: string): string | undefined {
    const sets = this.parts.library.annotations.sets(recordingId);
    return sets.findLast(({ complete, origin }) => complete && (origin === 'rules' || origin === 'model'))?.id;
  }

  /**
   * The rhythm is told anew where it was told by other thresholds than those that are wanted now.
   * @param setId the reading, or a reader's set that goes back to one; the latest reading when absent
   * @throws Problem `not-found` where nothing was kept
   */
  async result(recordingId: string, setId?: string): Promise<ReadingResult> {
    const stored = this.stored(recordingId, setId);
    const changes = this.parts.thresholds?.() ?? {};
    const thresholds = rhythmThresholds(changes);
    if (sameThresholds(thresholds, rhythmThresholds(stored.thresholds))) return stored;
    const request = { library: this.parts.library.folder, setId: stored.setId, thresholds: changes };
    const { episodes } = await this.parts.job.call((client) => client['job.episodes'](request));
    return { ...stored, episodes, thresholds };
  }

  /** Why a finding was suggested, or a beat given its class. */
  async explain(
    recordingId: string,
    {
      setId: asked,
      ...what
    }: {
      readonly setId?: string | undefined;
      readonly finding?: string | undefined;
      readonly sample?: number | undefined;
    },
    signal: AbortSignal,
  ) {
    const { setId, madeBy } = this.stored(recordingId, asked);
    const request = { ...modelRequest(this.parts, recordingId, this.parts.device?.()), ...what, setId };
    const explanation = await this.parts.job.call((client) => client['job.explain'](request, signal));
    return { ...explanation, madeBy };
  }

  private stored(recordingId: string, asked?: string): ReadingResult {
    const { library } = this.parts;
    const setId = asked === undefined ? this.set(recordingId) : (library.readerSets.find(asked)?.sourceId ?? asked);
    const set = library.annotations.sets(recordingId).find(({ id }) => id === setId);
    const result = set && library.readings.result(set.id);
    if (setId === undefined || !result) {
      throw new Problem(
        'not-found',
        setId === undefined
          ? 'This recording has not been read to its end yet.'
          : 'This recording was read by an earlier version of Einthoven, which kept its annotations alone.',
      );
    }
    return { setId, madeBy: set.madeBy, ...result };
  }
}
