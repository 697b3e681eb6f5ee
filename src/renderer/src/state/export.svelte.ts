import type { Workstation } from '../../../shared/contract.ts';
import { type ArchivedFile, zipArchive } from '../downloads/zip-archive.ts';
import { strings } from '../language/strings.ts';

export type ExportFormat = 'wfdb' | 'csv' | 'json';

/** One export at a time; where the host does not write the files itself they become a download. */
export class ExportState {
  /** 0–1 while an export runs. */
  fraction = $state<number | undefined>();

  readonly running = $derived(this.fraction !== undefined);

  readonly #api: Workstation;
  readonly #download: (name: string, content: Blob) => void;
  #abort = new AbortController();

  constructor(api: Workstation, download: (name: string, content: Blob) => void) {
    this.#api = api;
    this.#download = download;
  }

  /** @returns what to tell the reader, or undefined when the export was called off. @throws Problem */
  async run(studyId: string, recordName: string, format: ExportFormat): Promise<string | undefined> {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const files: { name: string; pieces: Uint8Array<ArrayBuffer>[] }[] = [];
    this.fraction = 0;
    try {
      for await (const event of this.#api['export.study']({ studyId, format }, signal)) {
        if (event.kind === 'progress') this.fraction = event.fraction;
        else if (event.kind === 'saved') return strings.export.saved(event.files);
        else if (event.kind === 'dismissed') return undefined;
        else {
          // Pieces of a file follow one another.
          if (files.at(-1)?.name !== event.name) files.push({ name: event.name, pieces: [] });
          files.at(-1)?.pieces.push(new Uint8Array(event.bytes));
        }
      }
      return this.#handOver(files, `${recordName}-${format}.zip`);
    } catch (thrown) {
      if (signal.aborted) return undefined;
      throw thrown;
    } finally {
      if (this.#abort.signal === signal) this.fraction = undefined;
    }
  }

  cancel(): void {
    this.#abort.abort();
  }

  #handOver(files: readonly ArchivedFile[], archiveName: string): string | undefined {
    const [only, ...others] = files;
    if (!only) return undefined;
    if (others.length > 0) this.#download(archiveName, zipArchive(files));
    else this.#download(only.name, new Blob([...only.pieces]));
    return strings.export.downloaded(others.length > 0 ? archiveName : only.name);
  }
}
