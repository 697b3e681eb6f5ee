import type { Lead, SignalBlock } from '../../../shared/recording.ts';
import type { ByteSource } from '../format.ts';

/** What is known of a record, of one segment or many, once its headers and the sizes of its files have been read. */
export interface RecordContent {
  /** Length at the record's base rate. */
  readonly frames: number;
  readonly leads: readonly Lead[];
  /** Headers and signal files, as often as they are named. */
  readonly files: readonly ByteSource[];
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  /** @param warn told what is found out while reading */
  signal(warn: (sentence: string) => void): Generator<SignalBlock, void, undefined>;
}
