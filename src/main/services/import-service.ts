import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { ColumnMapping, ImportEvent } from '../../shared/contract/library.ts';
import { Problem } from '../../shared/problem.ts';
import type { ImportStep } from '../jobs/job-contract.ts';
import { isCrash, type JobProcess } from '../jobs/job-process.ts';
import type { StudyChanges } from './changes.ts';
import type { HostFacilities } from './host-facilities.ts';
import { type ImportBatch, ImportBatches } from './import-batch.ts';
import { Turns } from './turns.ts';

export type ImportHandlers = Pick<WorkstationHandlers, 'import.pick' | 'import.upload' | 'import.run'>;

export interface ImportServiceParts {
  readonly libraryFolder: string;
  readonly job: JobProcess;
  readonly facilities: HostFacilities;
  readonly changes: StudyChanges;
  /** Throws when nothing may be written, because the library was found to be damaged. */
  readonly requireSound: () => void;
  /** Told of every recording that is new in the library. */
  readonly onImported: (recordingId: string) => void;
}

const tooMuch = (name: string): string =>
  `Reading ${name} was stopped: it took more time or memory than a recording of its size needs. The file is probably ` +
  'damaged; obtain it again from its source.';

/** Brings recordings into the library: what is picked or sent becomes a batch, and a batch is imported file by file. */
export class ImportService {
  readonly handlers: ImportHandlers;
  private readonly parts: ImportServiceParts;
  private readonly batches: ImportBatches;
  private readonly turns = new Turns();
  private readonly closing = new AbortController();

  constructor(parts: ImportServiceParts) {
    this.parts = parts;
    this.batches = new ImportBatches(parts.libraryFolder);
    this.handlers = {
      'import.pick': async ({ what }) => this.pick(what),
      'import.upload': async ({ batchId, name, offset, bytes, last }) => {
        const batch = batchId === undefined ? this.batches.ofUploads() : this.batches.get(batchId);
        if (!batch.uploads || batch.running) {
          throw new Problem('bad-input', 'This batch is already being imported. Please send the file as a new one.');
        }
        await batch.uploads.add(name, offset, bytes, last);
        return { batchId: batch.id };
      },
      'import.run': ({ batchId, mapping }, signal) => this.runBatch(batchId, mapping, signal),
    };
  }

  /** Imports files and folders that main itself names: the demo recordings, the command line's arguments. */
  async *importPaths(
    paths: readonly string[],
    signal: AbortSignal = new AbortController().signal,
    mapping?: ColumnMapping,
  ): AsyncGenerator<ImportEvent, void, undefined> {
    const batch = this.batches.ofPaths(paths);
    try {
      yield* this.run(batch, paths, mapping, signal);
    } finally {
      await this.batches.remove(batch);
    }
  }

  close(): void {
    this.closing.abort();
  }

  private async pick(what: 'files' | 'folder'): Promise<{ batchId: string; files: number } | undefined> {
    const { dialogs } = this.parts.facilities;
    if (!dialogs) throw new Problem('unsupported', 'Here the page itself picks the files.');
    const paths = await dialogs.chooseImport(what);
    if (!paths || paths.length === 0) return undefined;
    const { records } = await this.parts.job.call((client) => client['job.records']({ paths: [...paths] }));
    if (records.length === 0) {
      throw new Problem('not-found', 'There is no recording in this folder that Einthoven can read.');
    }
    return { batchId: this.batches.ofPaths(records).id, files: records.length };
  }

  private async *runBatch(
    batchId: string,
    mapping: { fileId: string; columns: ColumnMapping } | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<ImportEvent, void, undefined> {
    const batch = this.batches.get(batchId);
    if (batch.running) throw new Problem('bad-input', 'These files are already being imported.');
    let paths = batch.paths();
    if (mapping) {
      const path = batch.unmapped.get(mapping.fileId);
      if (path === undefined) throw new Problem('not-found', 'This file is no longer waiting. Please choose it again.');
      batch.unmapped.delete(mapping.fileId);
      paths = [path];
    }
    batch.running = true;
    try {
      yield* this.run(batch, paths, mapping?.columns, signal);
    } catch (thrown) {
      // A mapping that does not fit may be given again.
      if (mapping && paths[0] !== undefined) batch.unmapped.set(mapping.fileId, paths[0]);
      throw thrown;
    } finally {
      batch.running = false;
      if (batch.unmapped.size === 0) await this.batches.remove(batch);
    }
  }

  private async *run(
    batch: ImportBatch,
    paths: readonly string[],
    mapping: ColumnMapping | undefined,
    outer: AbortSignal,
  ): AsyncGenerator<ImportEvent, void, undefined> {
    this.parts.requireSound();
    const signal = AbortSignal.any([outer, this.closing.signal]);
    const endTurn = await this.turns.take(signal);
    try {
      const { records } = await this.recordsOf(paths, signal);
      yield { kind: 'started', files: records.length };
      for (const [index, path] of records.entries()) {
        for await (const step of this.importOne(path, mapping, signal)) {
          yield this.toEvent(step, batch, path, index);
        }
      }
    } finally {
      endTurn();
    }
  }

  private async recordsOf(paths: readonly string[], signal: AbortSignal): Promise<{ records: string[] }> {
    try {
      return await this.parts.job.call((client) => client['job.records']({ paths: [...paths] }, signal));
    } catch (thrown) {
      // One of them ends the process that looks at it: each is then looked at by itself.
      if (isCrash(thrown)) return { records: [...paths] };
      throw thrown;
    }
  }

  private async *importOne(
    path: string,
    mapping: ColumnMapping | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<ImportStep, void, undefined> {
    const { job, libraryFolder: library } = this.parts;
    try {
      const request = mapping === undefined ? { library, path } : { library, path, mapping };
      yield* job.stream((client, inner) => client['job.import'](request, inner), signal);
    } catch (thrown) {
      if (!isCrash(thrown)) throw thrown;
      const reason = tooMuch(basename(path));
      const { studyId } = await job.call((client) => client['job.quarantine']({ library, path, reason }));
      yield { kind: 'quarantined', studyId, reason };
    }
  }

  private toEvent(step: ImportStep, batch: ImportBatch, path: string, index: number): ImportEvent {
    const file = basename(path);
    switch (step.kind) {
      case 'progress':
        return { kind: 'progress', file, index, fraction: step.fraction };
      case 'imported':
        if (!step.alreadyThere) {
          this.parts.changes.changed(step.studyId);
          this.parts.onImported(step.recordingId);
        }
        return { kind: 'imported', file, studyId: step.studyId, alreadyThere: step.alreadyThere };
      case 'quarantined':
        this.parts.changes.changed(step.studyId);
        return { kind: 'quarantined', file, studyId: step.studyId, reason: step.reason };
      case 'needs-mapping': {
        const fileId = randomUUID();
        batch.unmapped.set(fileId, path);
        return { kind: 'needs-mapping', file, fileId, columns: step.columns, rows: step.rows, reason: step.reason };
      }
    }
  }
}
