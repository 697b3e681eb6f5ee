import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { Measurements } from '../../shared/contract/measurements.ts';
import { Problem } from '../../shared/problem.ts';
import type { ChosenDevice } from '../inference/devices/choose-device.ts';
import { isCrash, type JobProcess } from '../jobs/job-process.ts';
import type { Library } from '../library/open-library.ts';
import { measuringRecipe } from '../signal/measurements/measure.ts';

export type MeasurementsHandlers = Pick<WorkstationHandlers, 'measurements.of'>;

export interface MeasurementsParts {
  readonly library: Pick<Library, 'folder' | 'annotations' | 'measurements'>;
  readonly job: JobProcess;
  /** The folder of the program's models; none when absent. */
  readonly modelsFolder?: string | undefined;
  readonly device: () => ChosenDevice;
  /** The model that marks waves now; undefined where there is none. */
  readonly modelId: () => string | undefined;
}

/** Answers that are at hand: a reader goes back and forth between studies, and on the pages of a long one. */
const MOST_ANSWERS = 64;

/**
 * Measurements, made when somebody looks and kept; asked for again they are there at once, until the beats have changed or
 * another model is in use.
 */
export function measurementsHandlers({
  library,
  job,
  modelsFolder,
  device,
  modelId,
}: MeasurementsParts): MeasurementsHandlers {
  const answers = new Map<string, Measurements>();

  return {
    'measurements.of': async ({ recordingId, setId, around }, signal) => {
      const set = library.annotations.set(setId);
      if (set.recordingId !== recordingId) {
        throw new Problem('not-found', 'These annotations belong to another recording. Open the study again.');
      }
      const revision = library.annotations.revision(setId);
      const key = JSON.stringify([setId, revision, modelId(), around]);
      const known = answers.get(key) ?? library.measurements.find(setId, revision, measuringRecipe(modelId()));
      if (known) return known;
      const request = {
        library: library.folder,
        recordingId,
        setId,
        device: device(),
        ...(modelsFolder === undefined ? {} : { models: modelsFolder }),
        ...(around === undefined ? {} : { around }),
      };
      try {
        const measured = await job.call((client) => client['job.measure'](request, signal));
        answers.set(key, measured);
        const [oldest] = answers.keys();
        if (answers.size > MOST_ANSWERS && oldest !== undefined) answers.delete(oldest);
        return measured;
      } catch (thrown) {
        throw isCrash(thrown) ? stopped() : thrown;
      }
    },
  };
}

const stopped = (): Problem =>
  new Problem('failed', 'Measuring stopped unexpectedly. The recording is unharmed; please try again.');
