import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { forkJob } from '../../src/main/hosts/browser/fork-job.ts';
import { rehearsalFileIn } from '../../src/main/hosts/workstation/open-workstation.ts';
import { locateProgramFiles } from '../../src/main/hosts/workstation/program-files.ts';
import { type Library, openLibrary } from '../../src/main/library/open-library.ts';
import { createServices, type Services } from '../../src/main/services/create-services.ts';
import { LearningScope } from '../../src/shared/contract/learning-data.ts';
import { writeSimulatedRecord } from '../integration/library/generated-record.ts';
import { benchModel } from './bench-model.ts';
import { addPatients, ENDLESS, MOST_PATIENTS } from './learning-clinic.ts';
import { childrenOf, type Progress, RunningTraining } from './running-training.ts';

const LABELS_A_PATIENT = 200;
const HOUR = 3_600;
/** What a window shows first of a study. */
const SHOWN_SECONDS = 10;
/** How long the training is left alone to see how fast it is. */
const ALONE_MILLISECONDS = 3_000;
const NEVER = new AbortController().signal;

/** What a reading of an hour of three leads cost, in seconds since it could be asked for. */
export interface HourReading {
  readonly first: number;
  readonly all: number;
  /** Of main's event loop meanwhile, 99th percentile, in milliseconds. */
  readonly mainDelay: number;
}

/** The same reading with the training standing still and with it running. */
export interface ReadingBeside {
  readonly alone: HourReading;
  readonly beside: HourReading;
  /** Steps of the training a second, without anything beside it and beside the reading. */
  readonly ownSpeed: number;
  readonly speedBeside: number;
}

/** The workstation's services as main has them, with labels of a reader and a training on them that does not end. */
export class WorkstationBeside {
  readonly training: RunningTraining;
  /** Of main's event loop from the snapshot to the first steps, 99th percentile, in milliseconds. */
  readonly delayAtStart: number;
  readonly #folder: string;
  readonly #library: Library;
  readonly #services: Services;
  readonly #done: Promise<ReadingBeside>[] = [];
  #hours = 0;

  private constructor(
    { folder, library, services }: { folder: string; library: Library; services: Services },
    training: RunningTraining,
    delayAtStart: number,
  ) {
    this.#folder = folder;
    this.#library = library;
    this.#services = services;
    this.training = training;
    this.delayAtStart = delayAtStart;
  }

  static async open(): Promise<WorkstationBeside> {
    const folder = mkdtempSync(join(tmpdir(), 'einthoven-bench-'));
    const library = openLibrary(join(folder, 'library'), { mode: 'owner' });
    const labelled = await addPatients(library, folder, MOST_PATIENTS, { beats: LABELS_A_PATIENT });
    const files = locateProgramFiles();
    const services = createServices({
      library,
      facilities: {
        kind: 'browser',
        version: files.version,
        spawnJob: (voice) => forkJob(files.jobEntry, voice),
        log: () => {},
      },
      modelsFolder: (await benchModel(folder)).place,
      rehearsalFile: rehearsalFileIn(files.resources),
    });
    const { handlers } = services;
    for (const recordingId of labelled) {
      for await (const { kind } of handlers['analysis.watch']({ recordingId }, NEVER)) if (kind === 'complete') break;
    }
    // Otherwise they are tried in a quiet moment, in the middle of a measurement.
    await handlers['devices.probe']({}, NEVER);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const { id: snapshotId } = await handlers['learning.snapshot'](LearningScope.parse({ kind: 'finetune' }), NEVER);
    const { id: jobId } = await handlers['learning.start']({ snapshotId, settings: { steps: ENDLESS } }, NEVER);
    const progress = async (): Promise<Progress> => {
      const { jobs } = await handlers['learning.jobs']({}, NEVER);
      const job = jobs.find(({ id }) => id === jobId);
      if (!job) throw new Error('the training is gone');
      return job;
    };
    const training = await RunningTraining.of(process.pid, progress);
    delay.disable();
    return new WorkstationBeside({ folder, library, services }, training, delay.percentile(99) / 1e6);
  }

  /** The pair of readings of this number: made when it is asked for first, so that several rows can tell of one. */
  reading(number: number): Promise<ReadingBeside> {
    return (this.#done[number] ??= this.#readBoth());
  }

  async close(): Promise<void> {
    await this.#services.close();
    this.#library.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #readBoth(): Promise<ReadingBeside> {
    const { training } = this;
    const alone = await training.held(() => this.#readHour());
    const ownSpeed = await training.speed(() => new Promise((resolve) => setTimeout(resolve, ALONE_MILLISECONDS)));
    let beside: HourReading | undefined;
    const speedBeside = await training.speed(async () => (beside = await training.during(() => this.#readHour())));
    if (!beside) throw new Error('there was no reading');
    return { alone, beside, ownSpeed, speedBeside };
  }

  /** Brings an hour of three leads in and opens it at once. */
  async #readHour(): Promise<HourReading> {
    const { handlers } = this.#services;
    const [name, seed] = [`hour-${String(this.#hours)}`, ++this.#hours];
    const path = writeSimulatedRecord(this.#folder, 'day', { seconds: HOUR, name, seed });
    // So that every reading begins with the start of its process.
    for (const pid of childrenOf(process.pid)) if (pid !== this.training.pid) process.kill(pid, 'SIGKILL');
    let studyId = '';
    for await (const event of this.#services.importPaths([path])) if (event.kind === 'imported') ({ studyId } = event);
    const began = performance.now();
    const seconds = (): number => (performance.now() - began) / 1000;
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const [recording] = this.#library.studies.detail(studyId).recordings;
    if (!recording) throw new Error('the study has no recording');
    const recordingId = recording.id;
    let first = NaN;
    const events = handlers['analysis.watch']({ recordingId }, NEVER);
    await handlers['analysis.focus']({ recordingId, from: 0, to: SHOWN_SECONDS * recording.rate }, NEVER);
    for await (const event of events) {
      if (event.kind === 'beats' && event.stage !== 'detected' && Number.isNaN(first)) first = seconds();
      if (event.kind === 'notice') throw new Error(event.text);
      if (event.kind === 'complete') break;
    }
    delay.disable();
    return { first, all: seconds(), mainDelay: delay.percentile(99) / 1e6 };
  }
}

let shared: Promise<WorkstationBeside> | undefined;

/** One for all rows of a file, opened by the first. Give it back with `leaveBeside`. */
export const enterBeside = (): Promise<WorkstationBeside> => (shared ??= WorkstationBeside.open());

export async function leaveBeside(): Promise<void> {
  const workstation = await shared;
  shared = undefined;
  await workstation?.close();
}
