import { MAX_BLOCK_SAMPLES } from '../format.ts';
import { MISSING_SAMPLE, type SignalBlock } from '../../../shared/recording.ts';
import { atByte, unreadable } from '../unreadable.ts';
import type { Segment, SignalFile, StoredSignal } from './segment.ts';

/** Where a stored signal goes: its lead, and how its integers become that lead's (identity unless a segment differs). */
export interface LeadTarget {
  readonly lead: number;
  readonly samplesPerFrame: number;
  /** lead sample = round(stored · scale + shift). */
  readonly scale: number;
  readonly shift: number;
}

/** The leads of a segment by signal index (`undefined`: signal not wanted), and those it holds no signal for. */
export interface SegmentTargets {
  readonly targets: readonly (LeadTarget | undefined)[];
  readonly absent: readonly { readonly lead: number; readonly samplesPerFrame: number }[];
}

/** Least common multiple of the group sizes of all packed formats: a chunk of so many frames begins on a group boundary. */
const GROUP_FRAMES = 6;
/** Samples decoded at once: 1 MB, small enough to stay in the cache between unpacking and separating. */
const CHUNK_SAMPLES = 262_144;

/** What is summed up over a signal, to be compared with the header's checksum. */
interface Running {
  value: number;
  sum: number;
  missing: number;
}

/**
 * All samples of one segment, in time order over all its files.
 * @param firstFrame the frame of the record at which the segment begins
 * @param warn told of every signal whose checksum does not match, once the segment has been read whole
 */
export function* readSegment(
  segment: Segment,
  { targets, absent }: SegmentTargets,
  firstFrame: number,
  warn: (sentence: string) => void,
): Generator<SignalBlock, void, undefined> {
  const plan = planOf(segment, targets, absent);
  const block = new Int32Array(MAX_BLOCK_SAMPLES);
  const raw = new Int32Array(plan.chunkFrames * plan.widest);
  const running = new Map<StoredSignal, Running>();
  for (const file of segment.files) {
    for (const signal of file.signals) running.set(signal, { value: signal.line.initial, sum: 0, missing: 0 });
  }

  for (let from = 0; from < plan.lastFrame; from += plan.chunkFrames) {
    for (const file of segment.files) {
      const frames = Math.min(plan.chunkFrames, framesToRead(file, segment.frames) - from);
      if (frames <= 0) continue;
      decodeFrames(file, from, frames, raw);
      for (const signal of file.signals) {
        const state = running.get(signal)!;
        separate(file, signal, raw, frames, Math.min(frames, segment.frames - from), state, block);
        const target = targets[signal.index];
        if (target === undefined) continue;
        rescale(block, frames * target.samplesPerFrame, target);
        // A skewed signal is stored later than it was measured: its first frames belong before the record.
        const begin = Math.max(0, from - signal.line.skew);
        const end = Math.min(segment.frames, from + frames - signal.line.skew);
        if (end <= begin) continue;
        const inBlock = begin + signal.line.skew - from;
        yield {
          lead: target.lead,
          start: (firstFrame + begin) * target.samplesPerFrame,
          samples: block.subarray(inBlock * target.samplesPerFrame, (inBlock + end - begin) * target.samplesPerFrame),
        };
      }
    }
    const frames = Math.min(plan.chunkFrames, segment.frames - from);
    if (frames > 0) yield* missingFrames(absent, firstFrame + from, frames, block, plan.chunkFrames);
  }

  for (const file of segment.files) {
    for (const signal of file.signals) {
      const target = targets[signal.index];
      if (target === undefined || signal.line.skew === 0) continue;
      const read = Math.max(0, framesToRead(file, segment.frames) - signal.line.skew);
      yield* missingFrames([target], firstFrame + read, segment.frames - read, block, plan.chunkFrames);
    }
  }
  for (const [signal, state] of running) if (!checksumHolds(segment, signal, state)) warn(mismatch(segment, signal));
}

/** Missing samples for some leads over a stretch of time. */
export function* missingFrames(
  leads: readonly { readonly lead: number; readonly samplesPerFrame: number }[],
  firstFrame: number,
  frames: number,
  block: Int32Array,
  chunkFrames: number,
): Generator<SignalBlock, void, undefined> {
  for (let from = 0; from < frames; from += chunkFrames) {
    const count = Math.min(chunkFrames, frames - from);
    for (const { lead, samplesPerFrame } of leads) {
      const samples = block.subarray(0, count * samplesPerFrame).fill(MISSING_SAMPLE);
      yield { lead, start: (firstFrame + from) * samplesPerFrame, samples };
    }
  }
}

/** The most frames that fit a block at so many samples per frame, a multiple of every format's group. */
export const blockFrames = (samplesPerFrame: number): number =>
  Math.max(1, Math.floor(MAX_BLOCK_SAMPLES / samplesPerFrame / GROUP_FRAMES)) * GROUP_FRAMES;

function planOf(segment: Segment, targets: SegmentTargets['targets'], absent: SegmentTargets['absent']) {
  const widest = Math.max(...segment.files.map((file) => file.frameSamples));
  const most = Math.max(
    ...segment.files.flatMap((file) => file.signals.map(({ line }) => line.samplesPerFrame)),
    ...targets.map((target) => target?.samplesPerFrame ?? 1),
    ...absent.map(({ samplesPerFrame }) => samplesPerFrame),
  );
  const inChunk = Math.max(1, Math.floor(CHUNK_SAMPLES / widest / GROUP_FRAMES)) * GROUP_FRAMES;
  const lastFrame = Math.max(segment.frames, ...segment.files.map((file) => framesToRead(file, segment.frames)));
  return { widest, lastFrame, chunkFrames: Math.min(blockFrames(most), inChunk) };
}

/** Frames beyond the segment's end are wanted as far as the file has them, where signals are skewed. */
function framesToRead(file: SignalFile, frames: number): number {
  const skew = Math.max(...file.signals.map(({ line }) => line.skew));
  return Math.min(file.framesPresent, frames + skew);
}

/** Reads and unpacks `frames` frames, beginning at a multiple of the format's group. */
function decodeFrames(file: SignalFile, from: number, frames: number, raw: Int32Array): void {
  const at = file.byteOffset + file.format.bytesFor(from * file.frameSamples);
  const length = file.format.bytesFor(frames * file.frameSamples);
  const bytes = file.source.read(at, length);
  if (bytes.length < length) {
    const what = `ends at ${atByte(at + bytes.length)}; it was longer when it was opened`;
    throw unreadable(file.source.name, 'signal', atByte(at), what);
  }
  file.format.decode(bytes, raw, frames * file.frameSamples);
}

/**
 * One signal out of the interleaved frames, differences summed up, missing samples marked.
 * @param counted how many of the frames the checksum is over
 */
function separate(
  file: SignalFile,
  { line, offsetInFrame }: StoredSignal,
  raw: Int32Array,
  frames: number,
  counted: number,
  state: Running,
  block: Int32Array,
): void {
  const perFrame = line.samplesPerFrame;
  const step = file.frameSamples - perFrame;
  const missing = file.format.missing ?? NaN;
  const { differences } = file.format;
  let { value, sum, missing: found } = state;
  const total = frames * perFrame;
  const summed = Math.max(0, counted) * perFrame;
  for (let to = 0, from = offsetInFrame; to < total; from += step) {
    for (const end = to + perFrame; to < end; to++, from++) {
      const stored = raw[from]!;
      value = differences ? (value + stored) | 0 : stored;
      if (to < summed) sum = (sum + value) | 0;
      if (value === missing) {
        found++;
        block[to] = MISSING_SAMPLE;
      } else {
        block[to] = value;
      }
    }
  }
  state.value = value;
  state.sum = sum;
  state.missing = found;
}

function rescale(block: Int32Array, count: number, { scale, shift }: LeadTarget): void {
  if (scale === 1 && shift === 0) return;
  for (let i = 0; i < count; i++) {
    const stored = block[i]!;
    if (stored === MISSING_SAMPLE) continue;
    block[i] = Math.max(-0x7fff_ffff, Math.min(0x7fff_ffff, Math.round(stored * scale + shift)));
  }
}

/** Writers differ in whether a missing sample counts as stored or as WFDB's −32768: either sum is accepted. */
function checksumHolds(segment: Segment, { line }: StoredSignal, { sum, missing }: Running): boolean {
  if (line.checksum === undefined || segment.header.record.samples === undefined) return true;
  const stored = segment.files.find((file) => file.signals.some((signal) => signal.line === line))?.format.missing ?? 0;
  const asInvalid = sum + missing * (-0x8000 - stored);
  return (sum & 0xffff) === line.checksum || (asInvalid & 0xffff) === line.checksum;
}

const mismatch = (segment: Segment, { line }: StoredSignal): string =>
  `${line.fileName}: the checksum of ${line.description} does not match ${segment.header.file} (line ${String(line.line)}); the signal may be damaged.`;
