import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { Problem } from '../../shared/problem.ts';
import { toLibraryProblem } from './damage.ts';

/**
 * `owner`: the one program instance that writes; holds the lock, migrates, sweeps.
 * `worker`: a child process of the owner; writes in short transactions, holds no lock.
 * `reader`: reads only, beside a running owner or without one.
 */
export type LibraryMode = 'owner' | 'worker' | 'reader';

export const DATABASE_FILE = 'library.db';
/** Marks the file as ours: "ENTH". */
export const APPLICATION_ID = 0x45_4e_54_48;

/** Larger than SQLite's own 4,096: most rows here are chunks of 10–40 kB. */
const PAGE_BYTES = 8_192;
/** Pages of write-ahead log after which a commit copies them home: 4 MB for a worker; main leaves that to workers. */
const CHECKPOINT_PAGES = { owner: 4_096, worker: 512, reader: 0 } as const;
/** How long a statement waits for another connection's transaction, in milliseconds. */
const BUSY_MILLISECONDS = { owner: 15_000, worker: 15_000, reader: 2_000 } as const;
/** An owner that serves a window does not stand still while it waits: it tries again (`whenFree`). */
const BUSY_MILLISECONDS_SERVING = 5;
const TRY_AGAIN_MILLISECONDS = 5;
const GIVE_UP_MILLISECONDS = 10_000;

export interface ConnectionOptions {
  /** The file is not let grow beyond this; a write that would is a `disk` problem. Unlimited when absent. */
  readonly maximumBytes?: number | undefined;
}

/** One SQLite connection with the library's settings. Failures of SQLite leave it as `Problem`s. */
export class Connection {
  readonly database: Database.Database;
  readonly mode: LibraryMode;

  /** @throws Problem `disk` | `unreadable` */
  constructor(file: string, mode: LibraryMode, options: ConnectionOptions = {}) {
    this.mode = mode;
    this.database = attempt(
      () =>
        new Database(file, {
          readonly: mode === 'reader',
          fileMustExist: mode !== 'owner',
          timeout: BUSY_MILLISECONDS[mode],
        }),
    );
    try {
      attempt(() => this.configure(options));
    } catch (thrown) {
      this.database.close();
      throw thrown;
    }
  }

  private configure({ maximumBytes }: ConnectionOptions): void {
    const { database, mode } = this;
    database.pragma('foreign_keys = ON');
    database.pragma('trusted_schema = OFF');
    if (mode === 'reader') return;
    database.pragma(`page_size = ${PAGE_BYTES}`);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES[mode]}`);
    database.pragma('journal_size_limit = 16777216');
    if (maximumBytes !== undefined) {
      database.pragma(`max_page_count = ${Math.max(1, Math.floor(maximumBytes / PAGE_BYTES))}`);
    }
  }

  /** A number SQLite keeps in the file's header. */
  headerNumber(name: 'user_version' | 'application_id' | 'schema_version'): number {
    return attempt(() => Number(this.database.pragma(name, { simple: true })));
  }

  /** Runs `work` with SQLite's failures turned into `Problem`s. */
  read<T>(work: () => T): T {
    return attempt(work);
  }

  /** Runs `work` in one transaction: all of it or nothing. Within another transaction it becomes part of that one. */
  write<T>(work: () => T): T {
    if (this.database.inTransaction) return work();
    return attempt(() => {
      this.database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.database.exec('COMMIT');
        return result;
      } catch (thrown) {
        // SQLite has already rolled back after a full disk or an I/O error.
        if (this.database.inTransaction) this.database.exec('ROLLBACK');
        throw thrown;
      }
    });
  }

  /** From now on this connection waits for no other: what is written goes through `whenFree`. */
  serve(): void {
    this.database.pragma(`busy_timeout = ${BUSY_MILLISECONDS_SERVING}`);
  }

  /** Runs a write as soon as no other connection is writing, without holding up the event loop until then. */
  async whenFree<T>(write: () => T): Promise<T> {
    const giveUp = performance.now() + GIVE_UP_MILLISECONDS;
    for (;;) {
      try {
        return write();
      } catch (thrown) {
        if (!(thrown instanceof Problem) || thrown.code !== 'locked' || performance.now() > giveUp) throw thrown;
        await setTimeout(TRY_AGAIN_MILLISECONDS);
      }
    }
  }

  /** Copies what is in the write-ahead log home, as far as no reader needs it: work for a worker, not for main. */
  checkpoint(): void {
    attempt(() => this.database.pragma('wal_checkpoint(PASSIVE)'));
  }

  close(): void {
    this.database.close();
  }
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw toLibraryProblem(thrown);
  }
}
