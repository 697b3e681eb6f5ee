import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSimulatedRecord } from '../integration/library/generated-record.ts';

/** A folder with the record of a simulated day: 24 h, 3 leads, 250 Hz, 130 MB. */
export interface DayRecording {
  /** For whatever a run needs besides. */
  readonly folder: string;
  readonly path: string;
  remove(): void;
}

export function makeDayRecording(): DayRecording {
  const folder = mkdtempSync(join(tmpdir(), 'einthoven-bench-'));
  const path = writeSimulatedRecord(folder, 'day');
  return { folder, path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
