import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openPicked } from '../../src/main/files/file-source.ts';
import { openRecording } from '../../src/main/formats/registry.ts';
import type { AnnotationColumns, RecordingHeader } from '../../src/shared/recording.ts';

/** A whole record in memory, with the annotations of its reference annotator. */
export interface RealRecord {
  readonly header: RecordingHeader;
  readonly leads: readonly Int32Array[];
  readonly reference: AnnotationColumns;
}

/** Names of the records of a folder that have reference annotations. */
export const annotatedRecords = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.atr'))
    .map((file) => file.slice(0, -'.atr'.length))
    .sort();

const NO_ANNOTATIONS: AnnotationColumns = {
  sample: new Int32Array(0),
  code: new Uint8Array(0),
  subtype: new Int8Array(0),
  channel: new Uint8Array(0),
  num: new Int8Array(0),
  aux: new Map(),
};

/** Reads a WFDB record as the program itself does; without an annotation file of that annotator there are none. */
export function readRealRecord(folder: string, name: string, annotator = 'atr'): RealRecord {
  const picked = openPicked(join(folder, `${name}.hea`));
  try {
    const reader = openRecording(picked);
    const { header } = reader;
    const leads = header.leads.map(({ samples }) => new Int32Array(samples));
    for (const block of reader.signal()) leads[block.lead]?.set(block.samples, block.start);
    const reference = reader.annotations().find((set) => set.annotator === annotator)?.annotations ?? NO_ANNOTATIONS;
    reader.close();
    return { header, leads, reference };
  } finally {
    picked.close();
  }
}
