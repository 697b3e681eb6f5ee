import { basename } from 'node:path';
import { Problem, toProblem } from '../../../../shared/problem.ts';
import type { FileReadingRequest, FileReadingStep, FileSummary } from '../../../jobs/file-reading-contract.ts';
import { isCrash, type JobChild, JobProcess } from '../../../jobs/job-process.ts';

/** What became of a file. */
export type FileOutcome =
  | { readonly summary: FileSummary; readonly json: string | undefined; readonly problem?: undefined }
  | { readonly summary?: undefined; readonly json?: undefined; readonly problem: Problem };

export interface ReadingFiles {
  /** Processes that read at the same time. */
  readonly jobs: number;
  readonly spawn: () => JobChild;
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
  /** @param fraction of all the files */
  readonly onProgress: (record: string, fraction: number) => void;
}

/** Files may be read so far ahead of the first one that is not told yet: what is found waits in memory. */
const MOST_AHEAD = 64;

/**
 * Reads files in several processes, each taking the next one when it is done, and tells what became of them in the order
 * in which they were asked for. A file that cannot be read, or that ends its process, costs no other.
 * @throws Problem `cancelled` | `failed`
 */
export async function* readFiles(
  requests: readonly FileReadingRequest[],
  options: ReadingFiles,
): AsyncGenerator<FileOutcome, void, undefined> {
  const list = new CommonList(requests.length);
  const fractions = new Map<number, number>();
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const tell = (index: number, record: string, fraction: number): void => {
    fractions.set(index, fraction);
    options.onProgress(record, [...fractions.values()].reduce((sum, one) => sum + one, 0) / requests.length);
  };
  const work = async (process: JobProcess): Promise<void> => {
    for (let index = await list.take(); index !== undefined; index = await list.take()) {
      const request = requests[index];
      if (!request) return;
      const outcome = readOne(process, request, signal, {
        onNotice: options.onNotice,
        onProgress: (record, fraction) => tell(index, record, fraction),
      });
      await list.settle(index, outcome);
      tell(index, basename(request.path), 1);
    }
  };
  const processes = Array.from(
    { length: Math.min(options.jobs, requests.length) },
    () => new JobProcess(options.spawn),
  );
  const working = Promise.all(processes.map(work));
  working.catch(() => undefined); // every file's outcome tells
  try {
    for (let index = 0; index < requests.length; index++) yield await list.outcome(index);
  } finally {
    stop.abort();
    list.close();
    await Promise.all(processes.map((process) => process.close()));
    await working.catch(() => undefined);
  }
}

/** @throws Problem `cancelled` | `failed`: what goes wrong with one file alone is its outcome */
async function readOne(
  process: JobProcess,
  request: FileReadingRequest,
  signal: AbortSignal,
  { onNotice, onProgress }: Pick<ReadingFiles, 'onNotice' | 'onProgress'>,
): Promise<FileOutcome> {
  let read: Extract<FileReadingStep, { kind: 'read' }> | undefined;
  try {
    for await (const step of process.stream((client, until) => client['job.readFile'](request, until), signal)) {
      if (step.kind === 'progress') onProgress(step.record, step.fraction);
      else if (step.kind === 'notice') onNotice(step.text);
      else read = step;
    }
  } catch (thrown) {
    if (isCrash(thrown)) return { problem: crashed(request.path) };
    const problem = toProblem(thrown);
    if (problem.code === 'cancelled')
      throw new Problem('cancelled', 'Stopped. Files that were read before are written.');
    if (problem.code === 'failed') throw problem;
    return { problem };
  }
  if (!read) throw new Problem('failed', `${basename(request.path)} was read without a result.`);
  return { summary: read.summary, json: read.json };
}

const crashed = (path: string): Problem =>
  new Problem(
    'unreadable',
    `${basename(path)} could not be read: its process ended unexpectedly, perhaps for lack of memory. The other files are read.`,
  );

/** Files that several processes take from, and what became of each. */
class CommonList {
  readonly #outcomes: readonly PromiseWithResolvers<FileOutcome>[];
  #next = 0;
  #told = 0;
  #closed = false;
  #moved = Promise.withResolvers<undefined>();

  constructor(files: number) {
    this.#outcomes = Array.from({ length: files }, () => Promise.withResolvers<FileOutcome>());
    // Of several that fail only the first is told.
    for (const { promise } of this.#outcomes) promise.catch(() => undefined);
  }

  /** The index of a file that nobody has taken; undefined when there is none left. */
  async take(): Promise<number | undefined> {
    while (this.#next - this.#told >= MOST_AHEAD && !this.#closed) await this.#moved.promise;
    return this.#closed || this.#next >= this.#outcomes.length ? undefined : this.#next++;
  }

  async settle(index: number, outcome: Promise<FileOutcome>): Promise<void> {
    try {
      this.#outcomes[index]?.resolve(await outcome);
    } catch (thrown) {
      this.#outcomes[index]?.reject(thrown);
      throw thrown;
    }
  }

  async outcome(index: number): Promise<FileOutcome> {
    this.#told = index;
    this.#move();
    const asked = this.#outcomes[index];
    if (!asked) throw new RangeError(`there is no file ${index}`);
    return asked.promise;
  }

  close(): void {
    this.#closed = true;
    this.#move();
  }

  #move(): void {
    this.#moved.resolve(undefined);
    this.#moved = Promise.withResolvers<undefined>();
  }
}
