import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../shared/problem.ts';
import { UploadFolder, type UploadBudget } from './upload-inbox.ts';

/** Batches that wait at one time; the oldest that nobody imports goes first. */
const MAX_BATCHES = 64;

/** What was picked or sent together. */
export interface ImportBatch {
  readonly id: string;
  /** Where its uploads lie; absent for files picked in a dialog. */
  readonly uploads: UploadFolder | undefined;
  /** What there is to import. */
  readonly paths: () => readonly string[];
  /** Files that wait to be told what their columns mean: id → path. */
  readonly unmapped: Map<string, string>;
  running: boolean;
}

/** The batches between picking and importing. Uploads lie in the library's folder, so that they are on the same disk. */
export class ImportBatches {
  private readonly batches = new Map<string, ImportBatch>();
  private readonly inbox: string;
  private readonly budget: UploadBudget = { waiting: 0 };

  /** Empties what an earlier run of the program left. */
  constructor(libraryFolder: string) {
    this.inbox = join(libraryFolder, 'inbox');
    rmSync(this.inbox, { recursive: true, force: true });
  }

  /** @throws Problem `not-found` */
  get(batchId: string): ImportBatch {
    const batch = this.batches.get(batchId);
    if (!batch) throw new Problem('not-found', 'These files are no longer waiting. Please choose them again.');
    return batch;
  }

  ofPaths(paths: readonly string[]): ImportBatch {
    return this.keep({ id: randomUUID(), uploads: undefined, paths: () => paths, unmapped: new Map(), running: false });
  }

  ofUploads(): ImportBatch {
    const id = randomUUID();
    mkdirSync(this.inbox, { recursive: true, mode: 0o700 });
    const uploads = new UploadFolder(join(this.inbox, id), this.budget);
    return this.keep({ id, uploads, paths: () => uploads.paths, unmapped: new Map(), running: false });
  }

  async remove(batch: ImportBatch): Promise<void> {
    this.batches.delete(batch.id);
    await batch.uploads?.remove();
  }

  private keep(batch: ImportBatch): ImportBatch {
    this.batches.set(batch.id, batch);
    for (const old of this.batches.values()) {
      if (this.batches.size <= MAX_BATCHES) break;
      if (!old.running) void this.remove(old);
    }
    return batch;
  }
}
