import type { Lead, RecordingHeader, SignalBlock } from '../../../shared/recording.ts';
import type { ByteSource, SourceFolder } from '../format.ts';
import { stemOf } from '../sibling-name.ts';
import { parseHeader, type WfdbHeader } from './header.ts';
import { leadOf, targetsInOrder } from './leads.ts';
import { patientOfNotes } from './patient-notes.ts';
import { readSegment } from './read-segment.ts';
import type { RecordContent } from './record-content.ts';
import { bindSegment } from './segment.ts';
import { openSegments } from './segments.ts';

/** A record without its annotations. */
export interface WfdbRecord {
  readonly header: RecordingHeader;
  /** Headers and signal files in the order they are named, each once. */
  readonly sources: readonly ByteSource[];
  signal(warn: (sentence: string) => void): Generator<SignalBlock, void, undefined>;
}

/** @throws Problem `unreadable` | `unsupported` */
export function openRecord(headerSource: ByteSource, folder: SourceFolder): WfdbRecord {
  const header = parseHeader(headerSource);
  const content = header.record.segments === undefined ? openSingle(header, folder) : openSegments(header, folder);
  const { record } = header;
  const notes = [...new Set([...header.notes, ...content.notes, ...record.remarks])];
  return {
    header: {
      format: 'WFDB',
      name: stemOf(headerSource.name),
      rate: record.rate,
      samples: content.frames,
      ...(record.start === undefined ? {} : { start: record.start }),
      patient: patientOfNotes(notes),
      leads: content.leads,
      notes,
      warnings: [...record.warnings, ...content.warnings, ...uncalibrated(content.leads)],
    },
    sources: distinct([headerSource, ...content.files]),
    signal: (warn) => content.signal(warn),
  };
}

function openSingle(header: WfdbHeader, folder: SourceFolder): RecordContent {
  const segment = bindSegment(header, folder);
  const plans = header.signals.map((line) => ({ line, samplesPerFrame: line.samplesPerFrame }));
  const leads = plans.filter(({ line }) => line.format !== 0);
  const skipped = plans.length - leads.length;
  return {
    frames: segment.frames,
    leads: leads.map((plan) => leadOf(plan, header.record.rate, segment.frames)),
    files: segment.files.map((file) => file.source),
    notes: [],
    warnings: [
      ...segment.warnings,
      ...(skipped === 0 ? [] : [`${header.file} names ${String(skipped)} signals that are not stored; left out.`]),
    ],
    signal: (warn) => readSegment(segment, targetsInOrder(plans), 0, warn),
  };
}

function uncalibrated(leads: readonly Lead[]): string[] {
  const names = leads.filter((lead) => lead.uncalibrated).map((lead) => lead.name);
  return names.length === 0
    ? []
    : [`No calibration is given for ${names.join(', ')}: 200 steps per mV are assumed, amplitudes may be wrong.`];
}

function distinct(sources: readonly ByteSource[]): ByteSource[] {
  const byName = new Map<string, ByteSource>();
  for (const source of sources) if (!byName.has(source.name)) byName.set(source.name, source);
  return [...byName.values()];
}
