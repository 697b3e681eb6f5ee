import { leadStretch } from '../library/signal-store.ts';
import type { Library } from '../library/open-library.ts';
import type { RecordingEntry } from '../library/recordings.ts';
import { COLUMN_RATE, COLUMNS, COLUMNS_BEFORE, type ShapeTable } from '../signal/clusters/shape-table.ts';

/** Signal is read in stretches of so many seconds at most … */
const STRETCH_SECONDS = 120;
/** … that end where the next beat is further away than this: few beats far apart are read one by one. */
const GAP_SECONDS = 6;

export interface BeatPlaces {
  readonly recording: RecordingEntry;
  /** Indices of the recording's leads, in the order of the table's. */
  readonly leads: readonly number[];
  /** Sample of each beat of the table. */
  readonly sample: Int32Array;
}

/**
 * Reads the shapes of some beats (indices in the order of time) into a table, stretch by stretch; yields how many of them
 * are done.
 */
export function* readShapes(
  library: Library,
  { recording, leads, sample }: BeatPlaces,
  beats: Int32Array,
  table: ShapeTable,
): Generator<number, void, undefined> {
  const { rate } = recording;
  const before = Math.ceil(((COLUMNS_BEFORE + 1) / COLUMN_RATE) * rate);
  const after = Math.ceil(((COLUMNS - COLUMNS_BEFORE + 1) / COLUMN_RATE) * rate);
  const place = (index: number): number => sample[beats[index] ?? 0] ?? 0;
  for (let from = 0; from < beats.length;) {
    let to = from + 1;
    while (
      to < beats.length &&
      place(to) - place(to - 1) <= GAP_SECONDS * rate &&
      place(to) - place(from) <= STRETCH_SECONDS * rate
    )
      to++;
    leads.forEach((lead, at) => {
      const info = recording.leads[lead];
      if (!info) return;
      const stretch = leadStretch(recording, info, place(from) - before, place(to - 1) + after);
      const samples = library.signals.readSamples(recording.id, lead, stretch.from, stretch.to);
      const part = { samples, start: stretch.from, rate: info.rate, gain: info.gain };
      for (let index = from; index < to; index++) table.read(beats[index] ?? 0, at, place(index) / rate, part);
    });
    from = to;
    yield to;
  }
}
