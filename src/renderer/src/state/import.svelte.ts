import type { Workstation } from '../../../shared/contract.ts';
import type { ColumnMapping, ImportEvent } from '../../../shared/contract/library.ts';
import { Problem, toProblem } from '../../../shared/problem.ts';
import { strings } from '../language/strings.ts';
import type { MappingRequest } from './column-mapping.svelte.ts';

/** Bytes of one piece of an upload; the contract allows 4 MB. */
export const PIECE_BYTES = 4 * 1024 * 1024;

/** The part of a File that an upload needs. */
export interface PickedFile {
  readonly name: string;
  readonly size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** What became of one recording (or of one file that is none). */
export type ImportOutcome =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly fraction: number }
  | { readonly kind: 'imported'; readonly studyId: string; readonly alreadyThere: boolean }
  | { readonly kind: 'quarantined'; readonly studyId: string; readonly reason: string }
  | { readonly kind: 'needs-mapping'; readonly batchId: string; readonly request: MappingRequest }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'cancelled' };

export interface ImportEntry {
  readonly file: string;
  readonly outcome: ImportOutcome;
}

type Work = (signal: AbortSignal) => Promise<void>;

export type ImportPhase = 'idle' | 'sending' | 'importing' | 'finished' | 'cancelled' | 'failed';

/**
 * One import at a time, as the reader sees it: files are sent (where the page has to), then read one by one, then summed
 * up. What could not be read keeps its sentence; what must be described waits for its answer.
 */
export class ImportState {
  phase = $state<ImportPhase>('idle');
  /** Share of the bytes already sent, 0–1. */
  sent = $state(0);
  /** Recordings expected in all batches of this import. */
  expected = $state(0);
  entries = $state.raw<readonly ImportEntry[]>([]);
  /** The sentence to show when `phase` is `failed`. */
  problem = $state('');

  readonly busy = $derived(this.phase === 'sending' || this.phase === 'importing');
  readonly summary = $derived.by(() => {
    const tally = { imported: 0, alreadyThere: 0, unreadable: 0, unanswered: 0, notImported: 0 };
    for (const { outcome } of this.entries) {
      if (outcome.kind === 'imported') tally[outcome.alreadyThere ? 'alreadyThere' : 'imported'] += 1;
      else if (outcome.kind === 'quarantined' || outcome.kind === 'failed') tally.unreadable += 1;
      else if (outcome.kind === 'needs-mapping') tally.unanswered += 1;
      else if (outcome.kind === 'cancelled') tally.notImported += 1;
    }
    return tally;
  });
  readonly done = $derived(
    this.entries.filter(({ outcome }) => outcome.kind !== 'waiting' && outcome.kind !== 'running').length,
  );
  /** The first file that waits for its columns to be described. */
  readonly question = $derived(this.entries.find(({ outcome }) => outcome.kind === 'needs-mapping'));

  readonly #api: Workstation;
  #abort = new AbortController();
  #waiting: Work[] = [];

  constructor(api: Workstation) {
    this.#api = api;
  }

  /** Lets the system's own dialog choose, then imports. */
  async pick(what: 'files' | 'folder'): Promise<void> {
    const picked = await this.#api['import.pick']({ what });
    if (picked) await this.#enqueue((signal) => this.#runBatch(picked.batchId, signal));
  }

  /** Sends files folder by folder, so that records of the same name stay apart, then imports them. */
  async send(folders: readonly (readonly PickedFile[])[]): Promise<void> {
    await this.#enqueue(async (signal) => {
      const all = folders.flat();
      if (all.length === 0) throw new Problem('bad-input', strings.import.nothing);
      this.phase = 'sending';
      this.sent = 0;
      const total = Math.max(
        1,
        all.reduce((bytes, file) => bytes + file.size, 0),
      );
      const batches: string[] = [];
      let before = 0;
      for (const files of folders) {
        let batchId: string | undefined;
        for (const file of files) {
          batchId = await this.#sendFile(file, batchId, signal, (bytes) => (this.sent = (before + bytes) / total));
          before += file.size;
        }
        if (batchId !== undefined) batches.push(batchId);
      }
      for (const batchId of batches) await this.#runBatch(batchId, signal);
    });
  }

  /** Imports a file whose columns the reader has described. */
  async describe(request: MappingRequest, columns: ColumnMapping): Promise<void> {
    const asked = this.entries.find(
      ({ outcome }) => outcome.kind === 'needs-mapping' && outcome.request.fileId === request.fileId,
    );
    if (asked?.outcome.kind !== 'needs-mapping' || this.busy) return;
    const { batchId } = asked.outcome;
    this.#settle(request.file, { kind: 'waiting' });
    await this.#enqueue((signal) => this.#runBatch(batchId, signal, { fileId: request.fileId, columns }), false);
  }

  /** What is stored stays; the rest is not imported. */
  cancel(): void {
    this.#waiting = [];
    this.#abort.abort();
  }

  /** Puts the result away. */
  close(): void {
    if (this.busy) return;
    this.phase = 'idle';
    this.entries = [];
  }

  /** What is asked for while an import runs follows it, in the same list. `anew` begins a new list. */
  async #enqueue(work: Work, anew = true): Promise<void> {
    this.#waiting.push(work);
    if (this.busy) return;
    if (anew) {
      this.entries = [];
      this.expected = 0;
    }
    this.#abort = new AbortController();
    let next = this.#waiting.shift();
    while (next) {
      await this.#run(next);
      next = this.#waiting.shift();
    }
  }

  async #run(work: Work): Promise<void> {
    const { signal } = this.#abort;
    this.problem = '';
    this.phase = 'importing';
    try {
      await work(signal);
      this.phase = signal.aborted ? 'cancelled' : 'finished';
    } catch (thrown) {
      this.problem = toProblem(thrown).message;
      this.phase = signal.aborted ? 'cancelled' : 'failed';
    }
    this.entries = this.entries.map((entry) =>
      entry.outcome.kind === 'waiting' || entry.outcome.kind === 'running'
        ? { ...entry, outcome: { kind: 'cancelled' } }
        : entry,
    );
  }

  async #sendFile(
    file: PickedFile,
    batch: string | undefined,
    signal: AbortSignal,
    tell: (bytes: number) => void,
  ): Promise<string> {
    let batchId = batch;
    let offset = 0;
    do {
      const end = Math.min(file.size, offset + PIECE_BYTES);
      const bytes = new Uint8Array(await bytesOf(file, offset, end));
      const known = batchId === undefined ? {} : { batchId };
      const piece = { ...known, name: file.name, offset, bytes, last: end === file.size };
      ({ batchId } = await this.#api['import.upload'](piece, signal));
      offset = end;
      tell(offset);
    } while (offset < file.size);
    return batchId;
  }

  async #runBatch(
    batchId: string,
    signal: AbortSignal,
    mapping?: { fileId: string; columns: ColumnMapping },
  ): Promise<void> {
    this.phase = 'importing';
    const input = mapping ? { batchId, mapping } : { batchId };
    for await (const event of this.#api['import.run'](input, signal)) this.#take(event, batchId, mapping !== undefined);
  }

  #take(event: ImportEvent, batchId: string, again: boolean): void {
    switch (event.kind) {
      case 'started':
        if (!again) this.expected += event.files;
        break;
      case 'progress':
        this.#settle(event.file, { kind: 'running', fraction: event.fraction });
        break;
      case 'imported':
        this.#settle(event.file, { kind: 'imported', studyId: event.studyId, alreadyThere: event.alreadyThere });
        break;
      case 'quarantined':
        this.#settle(event.file, { kind: 'quarantined', studyId: event.studyId, reason: event.reason });
        break;
      case 'needs-mapping':
        this.#settle(event.file, { kind: 'needs-mapping', batchId, request: event });
        break;
    }
  }

  /** Entries settle from the end: a name that comes again in another folder is another entry once the first is done. */
  #settle(file: string, outcome: ImportOutcome): void {
    const at = this.entries.findLastIndex(
      (entry) => entry.file === file && ['waiting', 'running', 'needs-mapping'].includes(entry.outcome.kind),
    );
    this.entries = at < 0 ? [...this.entries, { file, outcome }] : this.entries.with(at, { file, outcome });
    this.expected = Math.max(this.expected, this.entries.length);
  }
}

/** A file that is gone or locked by now is told by name. */
async function bytesOf(file: PickedFile, from: number, to: number): Promise<ArrayBuffer> {
  try {
    return await file.slice(from, to).arrayBuffer();
  } catch {
    throw new Problem('unreadable', strings.import.unreadableHere(file.name));
  }
}
