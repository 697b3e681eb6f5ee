import { MISSING_SAMPLE } from '../../../shared/recording.ts';
import { MAX_BLOCK_SAMPLES, MAX_LEAD_SAMPLES, type ByteSource, type SourceFolder } from '../format.ts';
import { isSiblingName } from '../sibling-name.ts';
import { atLine, unreadable, unsupported } from '../unreadable.ts';
import { parseHeader, type WfdbHeader } from './header.ts';
import { leadOf, targetsOfSegment, type LeadPlan } from './leads.ts';
import { blockFrames, missingFrames, readSegment, type SegmentTargets } from './read-segment.ts';
import type { RecordContent } from './record-content.ts';
import { bindSegment, type Segment } from './segment.ts';
import type { SegmentLine } from './signal-line.ts';

/** A stretch of the record: a segment, or a gap in which nothing was recorded. */
interface Part {
  readonly frames: number;
  readonly segment: Segment | undefined;
  readonly targets: SegmentTargets;
}

/** The name that stands for a gap. */
const GAP = '~';
/** No recorder pauses longer than it records: a longer gap is a damaged field. */
const MAX_GAP_SECONDS = 31 * 24 * 3600;

/**
 * A multi-segment record. Fixed layout: every segment holds the same signals. Variable layout: the first segment has no
 * samples, its header lists all signals that occur, and each segment holds some of them (header(5)).
 * @throws Problem `unreadable` | `unsupported`
 */
export function openSegments(master: WfdbHeader, folder: SourceFolder): RecordContent {
  const { rate } = master.record;
  const layoutLine = master.segments[0];
  const variable = layoutLine?.samples === 0 && layoutLine.name !== GAP;
  refuseRepetition(master);
  const opened = (variable ? master.segments.slice(1) : master.segments).map((line) => ({
    line,
    ...openPart(master, line, folder),
  }));
  const layout = variable ? openHeader(master, layoutLine, folder) : opened.find((part) => part.header !== undefined);
  if (layout?.header === undefined) throw unsupported(master.file, 'describes gaps only', 'There is nothing to read.');
  const plans = plansOf(layout.header);

  const parts = opened.map(({ line, header, segment }): Part => {
    if (header === undefined) return { frames: line.samples, segment, targets: allAbsent(plans) };
    if (!variable) checkSameSignals(master, line, header, plans);
    return { frames: line.samples, segment, targets: targetsOfSegment(header, plans, variable) };
  });
  const frames = parts.reduce((sum, part) => sum + part.frames, 0);
  checkLength(master, frames, plans);
  const segments = opened.flatMap(({ segment }) => segment ?? []);
  return {
    frames,
    leads: plans.map((plan) => leadOf(plan, rate, frames)),
    files: [
      ...(variable && layout.source !== undefined ? [layout.source] : []),
      ...opened.flatMap((part) => [...(part.source ? [part.source] : []), ...filesOf(part.segment)]),
    ],
    notes: [...layout.header.notes, ...opened.flatMap((part) => part.header?.notes ?? [])],
    warnings: [...new Set(segments.flatMap((segment) => segment.warnings)), ...conversions(master, parts)],
    signal: (warn) => readParts(parts, warn),
  };
}

/** A segment is a stretch of time: one listed twice is a mistake, and could make a small file endless. */
function refuseRepetition(master: WfdbHeader): void {
  const seen = new Set<string>();
  for (const { name, line, offset } of master.segments) {
    if (name === GAP) continue;
    if (seen.has(name))
      throw unreadable(master.file, 'segment name', atLine(line, offset), 'appears for the second time');
    seen.add(name);
  }
}

interface OpenedHeader {
  readonly source: ByteSource | undefined;
  readonly header: WfdbHeader | undefined;
}

function openPart(
  master: WfdbHeader,
  line: SegmentLine,
  folder: SourceFolder,
): OpenedHeader & { readonly segment: Segment | undefined } {
  const where = atLine(line.line, line.offset);
  if (line.name === GAP) {
    if (line.samples > MAX_GAP_SECONDS * master.record.rate) {
      const what = `promises a gap of ${String(line.samples)} samples, longer than a month`;
      throw unreadable(master.file, 'segment length', where, what);
    }
    return { source: undefined, header: undefined, segment: undefined };
  }
  if (line.samples === 0) throw unreadable(master.file, 'segment length', where, 'is 0');
  const opened = openHeader(master, line, folder);
  const segment = bindSegment(opened.header, folder, opened.header.record.samples ?? line.samples);
  if (segment.frames !== line.samples) {
    const what = `is ${String(line.samples)}, but ${opened.header.file} says ${String(segment.frames)}`;
    throw unreadable(master.file, 'segment length', where, what);
  }
  return { ...opened, segment };
}

function openHeader(master: WfdbHeader, line: SegmentLine, folder: SourceFolder) {
  const where = atLine(line.line, line.offset);
  const fileName = `${line.name}.hea`;
  if (!isSiblingName(fileName)) {
    const what = 'points outside the folder of the header, where nothing is ever read';
    throw unreadable(master.file, 'segment name', where, what);
  }
  const source = folder.open(fileName);
  if (source === undefined) {
    const advice = 'Put all segments of the record in one folder and try again.';
    throw unreadable(master.file, 'segment name', where, `needs ${fileName}, which is not beside it`, advice);
  }
  const header = parseHeader(source);
  if (header.record.segments !== undefined) {
    throw unreadable(master.file, 'segment name', where, `is ${fileName}, which consists of segments itself`);
  }
  if (header.record.rate !== master.record.rate) {
    const what = `is ${String(master.record.rate)} Hz, but ${fileName} says ${String(header.record.rate)} Hz`;
    throw unreadable(master.file, 'sampling rate', atLine(1, 0), what);
  }
  return { source, header };
}

/** In the header of a variable layout no signal is stored, so the code of its format says nothing. */
const plansOf = (layout: WfdbHeader): LeadPlan[] =>
  layout.signals.map((line) => ({ line, samplesPerFrame: line.samplesPerFrame }));

const allAbsent = (plans: readonly LeadPlan[]): SegmentTargets => ({
  targets: [],
  absent: plans.map(({ samplesPerFrame }, lead) => ({ lead, samplesPerFrame })),
});

function checkSameSignals(master: WfdbHeader, line: SegmentLine, header: WfdbHeader, plans: readonly LeadPlan[]): void {
  const same =
    header.signals.length === plans.length &&
    header.signals.every((signal, i) => signal.description === plans[i]?.line.description);
  if (!same) {
    const what = `is ${header.file}, whose signals differ from those of the first segment`;
    throw unreadable(master.file, 'segment name', atLine(line.line, line.offset), what);
  }
}

function checkLength(master: WfdbHeader, frames: number, plans: readonly LeadPlan[]): void {
  const promised = master.record.samples;
  if (promised !== undefined && promised !== frames) {
    const what = `is ${String(promised)}, but its segments add up to ${String(frames)}`;
    throw unreadable(
      master.file,
      'number of samples',
      atLine(master.record.places.line, master.record.places.samples),
      what,
    );
  }
  const most = Math.max(...plans.map((plan) => plan.samplesPerFrame));
  if (frames * most > MAX_LEAD_SAMPLES) {
    throw unsupported(
      master.file,
      `describes leads longer than the ${String(MAX_LEAD_SAMPLES)} samples that are read`,
      'Pick the headers of its segments one by one.',
    );
  }
}

function conversions(master: WfdbHeader, parts: readonly Part[]): string[] {
  const changed = parts.some(({ targets }) => targets.targets.some((target) => target && target.scale !== 1));
  return changed
    ? [`${master.file}: the gain changes between segments; samples were brought to one gain, rounded.`]
    : [];
}

const filesOf = (segment: Segment | undefined): ByteSource[] => segment?.files.map((file) => file.source) ?? [];

function* readParts(parts: readonly Part[], warn: (sentence: string) => void) {
  let firstFrame = 0;
  for (const { segment, frames, targets } of parts) {
    if (segment !== undefined) {
      yield* readSegment(segment, targets, firstFrame, warn);
    } else {
      const most = Math.max(...targets.absent.map(({ samplesPerFrame }) => samplesPerFrame));
      const block = new Int32Array(MAX_BLOCK_SAMPLES).fill(MISSING_SAMPLE);
      yield* missingFrames(targets.absent, firstFrame, frames, block, blockFrames(most));
    }
    for (const file of segment?.files ?? []) file.source.close?.();
    firstFrame += frames;
  }
}
