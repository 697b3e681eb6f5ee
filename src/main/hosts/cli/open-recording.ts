import type { ColumnMapping, RecordingReader } from '../../formats/format.ts';
import { openRecording } from '../../formats/registry.ts';
import { openPicked } from '../../files/file-source.ts';

/** Opens the recording at `path`, hands it to `use`, and closes it whatever happens. */
export function withRecording<T>(
  path: string,
  mapping: ColumnMapping | undefined,
  use: (reader: RecordingReader) => T,
): T {
  const reader = openRecording(openPicked(path), { mapping });
  try {
    return use(reader);
  } finally {
    reader.close();
  }
}
