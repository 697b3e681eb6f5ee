import { csv } from './csv/csv.ts';
import { foreignKind } from './foreign-kinds.ts';
import type { Format, OpenOptions, PickedFile, RecordingReader } from './format.ts';
import { atByte, unreadable, unsupported } from './unreadable.ts';
import { wfdb } from './wfdb/wfdb.ts';

/** Every format that is read, in the order they are asked: those with a signature before those that are merely text. */
export const FORMATS: readonly Format[] = [wfdb, csv];

const PROBE_BYTES = 4096;

/** The format that recognises a file by its content, if any. */
export const formatOf = (picked: PickedFile): Format | undefined => FORMATS.find((format) => format.sniff(picked));

/**
 * The format that recognises a file, or a sentence that says what was seen instead.
 * @throws Problem `unreadable` (empty) | `unsupported`
 */
export function recognise(picked: PickedFile): Format {
  const { file } = picked;
  if (file.size === 0) throw unreadable(file.name, 'content', atByte(0), 'is empty');
  const format = formatOf(picked);
  if (format !== undefined) return format;
  const { says, advice } = foreignKind(file.read(0, PROBE_BYTES), file.size);
  throw unsupported(file.name, says, advice);
}

/**
 * Opens a recording of any format: header parsed and checked, signals not yet read.
 * @throws Problem `unreadable` | `unsupported` | `needs-mapping`
 */
export const openRecording = (picked: PickedFile, options?: OpenOptions): RecordingReader =>
  recognise(picked).open(picked, options);
