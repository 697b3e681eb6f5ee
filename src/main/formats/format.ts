import type { AnnotationSet, RecordingHeader, SignalBlock } from '../../shared/recording.ts';

/** Random access to the bytes of one file. Reading past the end returns fewer bytes, never throws for it. */
export interface ByteSource {
  /** File name without folder; the only thing of the path that errors may name. */
  readonly name: string;
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

/** Where a multi-file record finds its siblings: a folder, or a set of uploaded files. Never leaves it. */
export interface SourceFolder {
  /** File names in the folder (no sub-folders). */
  list(): readonly string[];
  /** The named sibling, or undefined. A name that points outside (`../x`, absolute) is undefined too. */
  open(name: string): ByteSource | undefined;
}

/** A file picked by the user, with the folder it was found in. */
export interface PickedFile {
  readonly file: ByteSource;
  readonly folder: SourceFolder;
}

/** An opened record: header parsed and checked against the files' real sizes; signals not yet read. */
export interface RecordingReader {
  readonly header: RecordingHeader;
  /** Every file the record consists of, annotation files included, in a stable order: kept byte-identical in the library. */
  readonly sources: readonly ByteSource[];
  /** All annotation sets that lie beside or inside the record. */
  annotations(): readonly AnnotationSet[];
  /** All samples of all leads, each lead in order, blocks of bounded size (≤ 65,536 samples); memory bounded whatever the file claims. */
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
  sniff(picked: PickedFile): boolean;
  /** @throws Problem `unreadable` | `unsupported` | `needs-mapping`, naming the file, the field and the offset. */
  open(picked: PickedFile, options?: OpenOptions): RecordingReader;
}
