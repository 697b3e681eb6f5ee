import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { JobProcess } from '../../src/main/jobs/job-process.ts';
import { openLibrary } from '../../src/main/library/open-library.ts';
import { createServices } from '../../src/main/services/create-services.ts';
import { type BenchModel, benchModel } from './bench-model.ts';
import { type DayRecording, makeDayRecording } from './day-recording.ts';
import { forkMeasured, memoryOf, processorSeconds } from './measured-job.ts';

/** What a reading of a day of three leads cost. */
export interface DayReading {
  /** From opening the library and the study to the first classes by the model, and to the end; in seconds. */
  readonly first: number;
  readonly all: number;
  /** Of the process that reads: most memory held, in MB, and processor time in seconds. */
  readonly megabytes: number;
  readonly processor: number;
  /** How long main keeps others waiting meanwhile, 99th percentile, in milliseconds. */
  readonly mainDelay: number;
}

/** A library with an imported day that nobody has read, and a model to read it by. */
export class DayReadings {
  readonly model: BenchModel;
  readonly #day: DayRecording;
  readonly #library: string;
  readonly #done: Promise<DayReading>[] = [];

  private constructor(day: DayRecording, library: string, model: BenchModel) {
    this.#day = day;
    this.#library = library;
    this.model = model;
  }

  static async make(): Promise<DayReadings> {
    const day = makeDayRecording();
    const library = mkdtempSync(join(day.folder, 'unread-'));
    const owner = openLibrary(library, { mode: 'owner' });
    const job = new JobProcess(forkMeasured);
    try {
      const request = { library, path: day.path };
      const signal = new AbortController().signal;
      for await (const step of job.stream((client, stop) => client['job.import'](request, stop), signal)) {
        if (step.kind === 'quarantined' || step.kind === 'needs-mapping') throw new Error(step.reason);
      }
    } finally {
      await job.close();
      owner.close();
    }
    return new DayReadings(day, library, await benchModel(day.folder));
  }

  /** The reading of this number: made when it is asked for first, so that several rows can tell of one. */
  reading(number: number): Promise<DayReading> {
    return (this.#done[number] ??= this.#read());
  }

  remove(): void {
    this.#day.remove();
  }

  async #read(): Promise<DayReading> {
    const folder = mkdtempSync(join(this.#day.folder, 'library-'));
    cpSync(this.#library, folder, { recursive: true });
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const pids: number[] = [];
    const spawnJob = (): ReturnType<typeof forkMeasured> => {
      const child = forkMeasured();
      pids.push(child.pid);
      return child;
    };
    const began = performance.now();
    const seconds = (): number => (performance.now() - began) / 1000;
    const library = openLibrary(folder, { mode: 'owner' });
    delay.enable();
    const services = createServices({
      library,
      facilities: { kind: 'browser', version: '0', spawnJob, log: () => {} },
      modelsFolder: this.model.place,
    });
    try {
      const [study] = library.studies.search({ text: '', offset: 0, limit: 1 }).rows;
      const [recording] = library.studies.detail(study?.id ?? '').recordings;
      if (!recording) throw new Error('the study has no recording');
      const recordingId = recording.id;
      let first = NaN;
      const events = services.handlers['analysis.watch']({ recordingId }, new AbortController().signal);
      await services.handlers['analysis.focus'](
        { recordingId, from: 0, to: 10 * recording.rate },
        new AbortController().signal,
      );
      for await (const event of events) {
        if (event.kind === 'beats' && event.stage !== 'detected' && Number.isNaN(first)) first = seconds();
        if (event.kind === 'notice') throw new Error(event.text);
        if (event.kind === 'complete') break;
      }
      delay.disable();
      const all = seconds();
      // Of all that were started the one that read is the largest; others have ended already.
      const running = pids.filter((pid) => existsSync(`/proc/${String(pid)}`));
      const megabytes = Math.max(...running.map((pid) => memoryOf(pid, 'VmHWM')));
      const processor = Math.max(...running.map(processorSeconds));
      return { first, all, megabytes, processor, mainDelay: delay.percentile(99) / 1e6 };
    } finally {
      await services.close();
      library.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

let shared: Promise<DayReadings> | undefined;

/** One set of readings for all rows, made by the first and removed when the bench ends. */
export const dayReadings = (): Promise<DayReadings> => (shared ??= makeForAll());

async function makeForAll(): Promise<DayReadings> {
  const readings = await DayReadings.make();
  process.once('exit', () => readings.remove());
  return readings;
}
