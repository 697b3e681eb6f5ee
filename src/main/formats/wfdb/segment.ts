import { MAX_LEAD_SAMPLES, type ByteSource, type SourceFolder } from '../format.ts';
import { isSiblingName } from '../sibling-name.ts';
import { atLine, unreadable, unsupported } from '../unreadable.ts';
import type { WfdbHeader } from './header.ts';
import { FLAC_FORMATS, samplesIn, signalFormat, type SignalFormat } from './signal-formats.ts';
import type { SignalLine } from './signal-line.ts';

/** One signal of a segment, bound to its place in a file. */
export interface StoredSignal {
  readonly line: SignalLine;
  /** Index of the signal in its header. */
  readonly index: number;
  /** Samples before it in each frame of the file. */
  readonly offsetInFrame: number;
}

/** One signal file of a segment: frames of all its signals, interleaved. */
export interface SignalFile {
  readonly source: ByteSource;
  readonly format: SignalFormat;
  /** Bytes before the first frame. */
  readonly byteOffset: number;
  /** Samples per frame over all its signals. */
  readonly frameSamples: number;
  /** Frames the file really holds; never less than the segment's. */
  readonly framesPresent: number;
  readonly signals: readonly StoredSignal[];
}

/** A stretch of time with one header: the whole of most records. */
export interface Segment {
  readonly header: WfdbHeader;
  readonly frames: number;
  readonly files: readonly SignalFile[];
  readonly warnings: readonly string[];
}

/** Samples per frame over the signals of one file. */
const MAX_FRAME_SAMPLES = 65_536;

const KEEP_TOGETHER = 'A WFDB record is a header and its signal files: put them in one folder and try again.';

/**
 * Finds the signal files of a header and checks what it promises against their real sizes.
 * @param promised frames there must be; as many as the files hold when undefined
 * @throws Problem `unreadable` | `unsupported`
 */
export function bindSegment(header: WfdbHeader, folder: SourceFolder, promised = header.record.samples): Segment {
  const stored = header.signals.filter((line) => line.format !== 0);
  if (stored.length === 0) {
    throw unsupported(header.file, 'describes no stored signals', 'Pick the header of a record with signals.');
  }
  const groups = groupByFile(header);
  const files = groups.map((group) => bindFile(header, group, folder, promised));
  const present = Math.min(...files.map((file) => file.framesPresent));
  const frames = promised ?? present;
  const where = atLine(stored[0]?.line ?? 1, stored[0]?.offset ?? 0);
  if (frames === 0) throw unreadable(header.file, 'signal', where, 'is empty: its file holds no samples');
  const most = Math.max(...stored.map((line) => line.samplesPerFrame));
  if (frames * most > MAX_LEAD_SAMPLES) {
    const what = `would be ${String(frames * most)} samples long, more than the ${String(MAX_LEAD_SAMPLES)} that are read`;
    throw unsupported(header.file, `describes a signal that ${what}`, 'Cut the record into parts.');
  }
  return { header, frames, files, warnings: surplus(files, frames) };
}

/** Signals that share a file stand on consecutive lines (header(5)). */
function groupByFile(header: WfdbHeader): StoredSignal[][] {
  const groups: StoredSignal[][] = [];
  const seen = new Set<string>();
  let current: string | undefined;
  for (const [index, line] of header.signals.entries()) {
    if (line.format === 0) continue;
    if (line.fileName !== current) {
      if (seen.has(line.fileName)) {
        const what = 'names a file that belongs to earlier signals; signals of one file must follow each other';
        throw unreadable(header.file, 'file name', atLine(line.line, line.offset), what);
      }
      seen.add(line.fileName);
      current = line.fileName;
      groups.push([]);
    }
    const group = groups.at(-1) ?? [];
    const previous = group.at(-1);
    const offsetInFrame = previous === undefined ? 0 : previous.offsetInFrame + previous.line.samplesPerFrame;
    group.push({ line, index, offsetInFrame });
  }
  return groups;
}

function bindFile(
  header: WfdbHeader,
  signals: readonly StoredSignal[],
  folder: SourceFolder,
  promised: number | undefined,
): SignalFile {
  const [first, last] = [signals[0]?.line, signals.at(-1)];
  if (first === undefined || last === undefined) throw new Error('A signal file without signals.');
  const where = atLine(first.line, first.offset);
  const format = formatOf(header, first);
  for (const { line } of signals) {
    if (line.format !== first.format || (line.byteOffset !== first.byteOffset && line.byteOffset !== 0)) {
      const what = `differs from that of the first signal in the same file (line ${String(first.line)})`;
      throw unreadable(header.file, 'signal format', atLine(line.line, line.offset), what);
    }
  }
  const frameSamples = last.offsetInFrame + last.line.samplesPerFrame;
  if (frameSamples > MAX_FRAME_SAMPLES) {
    const what = `add up to ${String(frameSamples)} in one file; no recording has more than ${String(MAX_FRAME_SAMPLES)}`;
    throw unreadable(header.file, 'samples per frame', where, what);
  }
  const source = openSibling(header, first, folder);
  const held = samplesIn(format, Math.max(0, source.size - first.byteOffset));
  const framesPresent = Math.floor(held / frameSamples);
  if (promised !== undefined && framesPresent < promised) {
    const bytes = first.byteOffset + format.bytesFor(promised * frameSamples);
    const what = `promises ${String(promised)} samples, for which ${source.name} would be ${String(bytes)} bytes long, but it ends at byte ${String(source.size)}`;
    throw unreadable(
      header.file,
      'number of samples',
      atLine(header.record.places.line, header.record.places.samples),
      what,
    );
  }
  return { source, format, byteOffset: first.byteOffset, frameSamples, framesPresent, signals };
}

function formatOf(header: WfdbHeader, line: SignalLine): SignalFormat {
  const format = signalFormat(line.format);
  if (format !== undefined) return format;
  const where = atLine(line.line, line.offset);
  if (FLAC_FORMATS.includes(line.format)) {
    const what = `stores its signals FLAC-compressed (signal format ${String(line.format)}, ${where}), which is not read yet`;
    throw unsupported(header.file, what, 'Convert the record to signal format 16 with WFDB’s xform and try again.');
  }
  throw unsupported(
    header.file,
    `uses signal format ${String(line.format)} (${where}), which WFDB does not know`,
    'The header is damaged or newer than this program.',
  );
}

function openSibling(header: WfdbHeader, line: SignalLine, folder: SourceFolder): ByteSource {
  const where = atLine(line.line, line.offset);
  if (!isSiblingName(line.fileName)) {
    const what = 'points outside the folder of the header, where nothing is ever read';
    throw unreadable(header.file, 'file name', where, what);
  }
  const source = folder.open(line.fileName);
  if (source === undefined) {
    throw unreadable(header.file, 'file name', where, `is ${line.fileName}, which is not beside it`, KEEP_TOGETHER);
  }
  return source;
}

function surplus(files: readonly SignalFile[], frames: number): string[] {
  return files
    .filter((file) => {
      const skew = Math.max(...file.signals.map(({ line }) => line.skew));
      // Writers pad to whole groups of samples; only more than that is worth a word.
      return (file.framesPresent - frames - skew) * file.frameSamples >= file.format.groupSamples;
    })
    .map(({ source, framesPresent }) => {
      const [held, promised] = [String(framesPresent), String(frames)];
      return `${source.name} holds ${held} samples where its header promises ${promised}; the rest was left out.`;
    });
}
