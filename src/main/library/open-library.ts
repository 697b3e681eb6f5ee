import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../shared/problem.ts';
import { AnnotationStore } from './annotation-store.ts';
import { Connection, DATABASE_FILE, type ConnectionOptions, type LibraryMode } from './connection.ts';
import { diskProblem } from './damage.ts';
import { checkAtOpening, checkBulkTables } from './integrity.ts';
import { LearningStore } from './learning-loop/learning-store.ts';
import { type LibraryLock, lockLibrary } from './lock.ts';
import { migrate, requireCurrentSchema } from './migrate.ts';
import { ClusterStore } from './cluster-store.ts';
import { MeasurementStore } from './measurement-store.ts';
import { ReadingStore } from './reading-store.ts';
import { ReaderSets } from './reader-sets.ts';
import { RecordingTable } from './recordings.ts';
import { ReviewStore } from './review-store.ts';
import { SettingStore } from './setting-store.ts';
import { SignalStore } from './signal-store.ts';
import { SignOffs } from './sign-offs.ts';
import { SourceStore } from './source-store.ts';
import { type NewStudy, StudyImport } from './study-import.ts';
import { StudyStore } from './study-store.ts';
import { WantedReadings } from './wanted-readings.ts';
import { removeUnfinished, removeUnfinishedReadings } from './sweep.ts';

export type { LibraryMode } from './connection.ts';

export interface LibraryOptions extends ConnectionOptions {
  readonly mode: LibraryMode;
}

/** An open library: one folder with one SQLite file that holds everything. */
export interface Library {
  readonly folder: string;
  readonly mode: LibraryMode;
  /** True when this opening created it. */
  readonly isNew: boolean;
  readonly studies: StudyStore;
  readonly signals: SignalStore;
  readonly annotations: AnnotationStore;
  readonly readings: ReadingStore;
  readonly wanted: WantedReadings;
  readonly readerSets: ReaderSets;
  readonly signOffs: SignOffs;
  readonly reviews: ReviewStore;
  readonly clusters: ClusterStore;
  readonly measurements: MeasurementStore;
  readonly learning: LearningStore;
  readonly sources: SourceStore;
  readonly settings: SettingStore;
  /** Starts an import; see `StudyImport`. Only one may be under way in a library. */
  importStudy(study: NewStudy): StudyImport;
  /** All of `work` or nothing. Keep it short: every other writer waits. */
  transaction<T>(work: () => T): T;
  /**
   * Runs a write as soon as no other process is writing. An owner's writes go through this: they would fail as `locked`
   * where they meet another's, rather than hold up the event loop.
   */
  whenFree<T>(write: () => T): Promise<T>;
  /** Tidies the write-ahead log; for a worker at the end of its work. */
  checkpoint(): void;
  /** Removes what imports that were killed left behind. For the process that imports, when none is under way. */
  removeUnfinishedImports(): number;
  /** Whether opening left the large tables unchecked; `checkBulkTables` is then due, in a worker. */
  readonly bulkCheckIsDue: boolean;
  /** The part of the start-up check that is left out for large libraries. @throws Problem `unreadable` */
  checkBulkTables(): void;
  close(): void;
}

/**
 * Opens a library; as owner, creates it where there is none, brings it up to date and removes what killed imports left.
 * @throws Problem `locked` | `unreadable` | `unsupported` | `disk` | `not-found`
 */
export function openLibrary(folder: string, options: LibraryOptions): Library {
  const { mode } = options;
  const file = join(folder, DATABASE_FILE);
  if (mode !== 'owner') {
    if (!existsSync(file))
      throw new Problem('not-found', 'There is no library in this folder yet. Import a recording first.');
    const connection = new Connection(file, mode, options);
    return guarded(connection, undefined, () => {
      requireCurrentSchema(connection);
      return assemble(folder, connection);
    });
  }
  try {
    // What lies here is about patients: for this user's eyes only.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw diskProblem(thrown);
  }
  const lock = lockLibrary(folder);
  let connection: Connection;
  try {
    connection = new Connection(file, mode, options);
  } catch (thrown) {
    lock.release();
    throw thrown;
  }
  return guarded(connection, lock, () => {
    const bulkCheckIsDue = checkAtOpening(connection, file);
    const isNew = connection.headerNumber('user_version') === 0;
    migrate(connection);
    chmodSync(file, 0o600);
    removeUnfinished(connection);
    removeUnfinishedReadings(connection);
    connection.serve();
    return assemble(folder, connection, lock, { isNew, bulkCheckIsDue });
  });
}

/** Leaves nothing open when opening fails half-way. */
function guarded(connection: Connection, lock: LibraryLock | undefined, open: () => Library): Library {
  try {
    return open();
  } catch (thrown) {
    connection.close();
    lock?.release();
    throw thrown;
  }
}

function assemble(
  folder: string,
  connection: Connection,
  lock?: LibraryLock,
  found = { isNew: false, bulkCheckIsDue: false },
): Library {
  const recordings = new RecordingTable(connection);
  const annotations = new AnnotationStore(connection, recordings);
  const sources = new SourceStore(connection);
  return {
    folder,
    mode: connection.mode,
    ...found,
    studies: new StudyStore(connection, recordings, annotations, sources),
    signals: new SignalStore(connection, recordings),
    annotations,
    readings: new ReadingStore(connection, recordings),
    wanted: new WantedReadings(connection, recordings),
    readerSets: new ReaderSets(connection),
    signOffs: new SignOffs(connection),
    reviews: new ReviewStore(connection, recordings),
    clusters: new ClusterStore(connection),
    measurements: new MeasurementStore(connection),
    learning: new LearningStore(connection),
    sources,
    settings: new SettingStore(connection),
    importStudy: (study) => new StudyImport(connection, annotations, study),
    transaction: (work) => connection.write(work),
    whenFree: (write) => connection.whenFree(write),
    checkpoint: () => connection.checkpoint(),
    removeUnfinishedImports: () => removeUnfinished(connection),
    checkBulkTables: () => checkBulkTables(connection),
    close: () => {
      connection.close();
      lock?.release();
    },
  };
}
