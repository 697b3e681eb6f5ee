import type { AnnotationSet, RecordingHeader, SignalBlock } from '../../shared/recording.ts';

/** Random access to the bytes of one file. Reading past the end returns fewer bytes, never throws for it. */
export interface ByteSource {
  /** File name without folder; the only thing of the path that errors may name. */
  readonly name: string;
  readonly size: number;
  /** The bytes are the caller's to read until the next call, not to write. */
  read(offset: number, length: number): Uint8Array;
  /** Gives back what the source holds open. Reading again afterwards is allowed and opens it again. */
  close?(): void;
}

/** Where a multi-file record finds its siblings: a folder, or a set of uploaded files. Never leaves it. */
export interface SourceFolder {
  /** File names in the folder (no sub-folders), sorted. */
  list(): readonly string[];
  /** The named sibling, or undefined. A name that points outside (`../x`, absolute) is undefined too. */
  open(name: string): ByteSource | undefined;
}

/** A file picked by the user, with the folder it was found in. */
export interface PickedFile {
  readonly file: ByteSource;
  readonly folder: SourceFolder;
}

/** No block of samples is longer than this. */
export const MAX_BLOCK_SAMPLES = 65_536;

/** Longest lead that is read: positions are Int32 sample indices (24 days at 1,000 Hz, 99 days at 250 Hz). */
export const MAX_LEAD_SAMPLES = 0x7fff_ffff;

/** An opened record: header parsed and checked against the files' real sizes; signals not yet read. */
export interface RecordingReader {
  readonly header: RecordingHeader;
  /** Every file the record consists of, annotation files included, in a stable order: kept byte-identical in the library. */
  readonly sources: readonly ByteSource[];
  /** The header's warnings, and those found since while reading: a checksum that does not match is known once `signal()` has ended. */
  readonly warnings: readonly string[];
  /** All annotation sets that lie beside or inside the record. */
  annotations(): readonly AnnotationSet[];
  /**
   * All samples of all leads, each lead in order, blocks of bounded size (≤ `MAX_BLOCK_SAMPLES`); memory bounded whatever
   * the file claims. Leads advance together: none is more than a few blocks ahead of another in time.
   * @throws Problem `unreadable` when the file ends or changes under the reader.
   */
  signal(): IterableIterator<SignalBlock>;
  close(): void;
}

/** What a column file means, when it does not say so itself. Column indices are zero-based. */
export interface ColumnMapping {
  /** Samples per second; taken from the time column when absent and there is one. */
  readonly rate?: number | undefined;
  /** The column that holds time, if any. */
  readonly timeColumn?: number | undefined;
  readonly timeUnit?: 's' | 'ms' | 'sample' | undefined;
  readonly leads: readonly { readonly column: number; readonly name: string }[];
  readonly unit: 'mV' | 'uV' | 'V';
}

export interface OpenOptions {
  readonly mapping?: ColumnMapping | undefined;
}

/** A file format. Recognition is by content; `sniff` reads a few kilobytes at most. */
export interface Format {
  readonly name: string;
  readonly sniff: (picked: PickedFile) => boolean;
  /** Whether a file stands for a record of its own when a whole folder is imported: stricter than `sniff`, which it is when absent. */
  readonly isRecord?: (picked: PickedFile) => boolean;
  /** Names of other files beside a record that belong to it and are no records of their own. Never throws a Problem. */
  readonly parts?: (picked: PickedFile) => readonly string[];
  /** @throws Problem `unreadable` | `unsupported` | `needs-mapping`, naming the file, the field and the offset. */
  open(picked: PickedFile, options?: OpenOptions): RecordingReader;
}
