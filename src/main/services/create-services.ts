import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { ColumnMapping, ImportEvent } from '../../shared/contract/library.ts';
import { Problem, toProblem } from '../../shared/problem.ts';
import { modelPlaces } from '../inference/models/model-registry.ts';
import { RULES } from '../inference/reading/rules.ts';
import { JobProcess } from '../jobs/job-process.ts';
import type { Library } from '../library/open-library.ts';
import { AnalysisService } from './analysis-service.ts';
import { StudyChanges } from './changes.ts';
import { clustersHandlers } from './clusters-service.ts';
import { comparingHandlers } from './comparing-service.ts';
import { DevicesService } from './devices-service.ts';
import { EditDesk } from './editing/edit-desk.ts';
import { editingHandlers } from './editing-service.ts';
import { exportHandlers } from './export-service.ts';
import { importDemoRecordings } from './first-start.ts';
import type { ChildHandle, HostFacilities } from './host-facilities.ts';
import { ImportService } from './import-service.ts';
import { LearningService } from './learning-service.ts';
import { libraryHandlers } from './library-service.ts';
import { measurementsHandlers } from './measurements-service.ts';
import { ModelsService } from './models-service.ts';
import { queueHandlers } from './queue-service.ts';
import { MakerTable } from './readings/maker-table.ts';
import { modelInUse } from './readings/model-in-use.ts';
import { ReadAgain } from './readings/read-again.ts';
import { readingsHandlers } from './readings-service.ts';
import { reviewHandlers } from './review-service.ts';
import { signalHandlers } from './signal-service.ts';
import { signingHandlers } from './signing-service.ts';
import { savedPreferences, systemHandlers } from './system-service.ts';

export interface ServicesOptions {
  /** Opened as owner. It stays the caller's to close, after the services. */
  readonly library: Library;
  readonly facilities: HostFacilities;
  /** The folder of the demo recordings that a new library begins with; none when absent. */
  readonly demoFolder?: string | undefined;
  /** The folder of the models that came with the program; none when absent. */
  readonly modelsFolder?: string | undefined;
  /** What trainings rehearse; nothing when absent. */
  readonly rehearsalFile?: string | undefined;
}

/** The workstation without its window: what a host serves, and what the command line calls. */
export interface Services {
  readonly handlers: WorkstationHandlers;
  /**
   * Imports files and folders that main names itself, never the window. Ends when all of them are in the library,
   * quarantined or asked about; their automatic readings follow by themselves.
   */
  importPaths(paths: readonly string[], signal?: AbortSignal, mapping?: ColumnMapping): AsyncIterable<ImportEvent>;
  /** Resolves when the demo recordings of a new library have been imported; at once where there is nothing to do. */
  readonly firstStart: Promise<void>;
  /** Stops what runs, leaves nothing half-done and ends every child process. */
  close(): Promise<void>;
}

/** A training that is told to stop ends its step and keeps itself first. */
const LEARNING_PATIENCE = { stopMilliseconds: 10_000, idleMilliseconds: 5_000 };

/** Puts the services on an open library. Automatic readings that are lacking are taken up at once. */
export function createServices({
  library,
  facilities,
  demoFolder,
  modelsFolder,
  rehearsalFile,
}: ServicesOptions): Services {
  const { folder: libraryFolder } = library;
  const changes = new StudyChanges();
  // A process each: a hostile file that ends the importing one costs nobody else's work.
  const jobs = {
    import: new JobProcess(() => facilities.spawnJob()),
    analysis: new JobProcess(() => facilities.spawnJob()),
    export: new JobProcess(() => facilities.spawnJob()),
    check: new JobProcess(() => facilities.spawnJob()),
    clusters: new JobProcess(() => facilities.spawnJob()),
    learning: new JobProcess(() => facilities.spawnJob(), LEARNING_PATIENCE),
  };
  const closing = new AbortController();
  let damage: Problem | undefined;
  const requireSound = (): void => {
    if (damage) throw damage;
  };
  const log = (line: string): void => facilities.log(line);
  const places = modelPlaces(modelsFolder, libraryFolder);
  const models = new ModelsService(places, library.settings);
  const inUse = (): Promise<string> => modelInUse(places, library.settings);
  const again = new ReadAgain({ library, inUse });
  const spawn = (): ChildHandle => facilities.spawnJob('kept');
  const devices = new DevicesService({ library, models, spawn, version: facilities.version, log });

  const analysis = new AnalysisService({
    library,
    job: jobs.analysis,
    changes,
    log,
    requireSound,
    modelsFolder,
    device: () => devices.chosen(),
    onDeviceLost: (device) => devices.lost(device),
    madeBy: () => models.preferred()?.id ?? RULES,
    thresholds: () => savedPreferences(library).rhythmThresholds,
    again,
    // Devices are tried when that holds nobody up, and only where there is something to run on them.
    onIdle: () => {
      if (models.preferred()) devices.probeWhenQuiet();
    },
  });
  const imports = new ImportService({
    libraryFolder,
    job: jobs.import,
    facilities,
    changes,
    requireSound,
    onImported: (recordingId) => analysis.enqueue(recordingId),
  });
  const desk = new EditDesk(library, changes);
  const learning = new LearningService({
    ...{ library, job: jobs.learning, changes, modelsFolder, rehearsalFile, version: facilities.version, log },
    requireSound,
  });
  analysis.resume();
  learning.queue.resume();
  const checked = checkLargeLibrary(library, jobs.check, closing.signal).then((problem) => {
    damage = problem;
    if (problem) log('the library is damaged: imports and readings are refused');
  });
  const firstStart =
    demoFolder === undefined
      ? Promise.resolve()
      : importDemoRecordings(library, demoFolder, (paths) => imports.importPaths(paths, closing.signal)).catch(
          (thrown: unknown) => log(`the demo recordings were not imported: ${toProblem(thrown).code}`),
        );

  return {
    handlers: {
      ...systemHandlers(library, facilities),
      ...libraryHandlers(library, changes),
      ...imports.handlers,
      ...exportHandlers(libraryFolder, jobs.export, facilities),
      ...signalHandlers(library),
      ...reviewHandlers(library),
      ...analysis.handlers,
      ...devices.handlers,
      ...models.handlers,
      ...editingHandlers(library, desk),
      ...signingHandlers(library, desk, changes),
      ...comparingHandlers(library, desk),
      ...queueHandlers(library, desk),
      ...clustersHandlers(library, jobs.clusters, desk),
      ...learning.handlers,
      ...readingsHandlers({
        ...{ library, sets: desk.sets, again, analysis },
        table: new MakerTable({ library, places, inUse }),
      }),
      ...measurementsHandlers({
        library,
        job: jobs.analysis,
        modelsFolder,
        device: () => devices.chosen(),
        modelId: () => models.preferred()?.id,
      }),
    },
    importPaths: (paths, signal, mapping) => imports.importPaths(paths, signal, mapping),
    firstStart,
    close: async () => {
      closing.abort();
      imports.close();
      await Promise.all([analysis.close(), devices.close(), learning.close(), firstStart]);
      await Promise.all(Object.values(jobs).map((job) => job.close()));
      await checked;
    },
  };
}

/** The part of the check at start that would take too long for a large library, in a process of its own. */
async function checkLargeLibrary(library: Library, job: JobProcess, signal: AbortSignal): Promise<Problem | undefined> {
  if (!library.bulkCheckIsDue) return undefined;
  try {
    const { damage } = await job.call((client) => client['job.check']({ library: library.folder }, signal));
    return damage === undefined ? undefined : new Problem('unreadable', damage);
  } catch {
    return undefined; // closing, or the process ended: nothing was learnt
  }
}
