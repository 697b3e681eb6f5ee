import type { ByteSource } from '../format.ts';
import { firstBinaryByte, textLines, type TextLine } from '../text.ts';
import { atByte, atLine, unreadable } from '../unreadable.ts';
import { LineFields } from './fields.ts';
import { parseRecordLine, type RecordLine } from './record-line.ts';
import { FLAC_FORMATS, signalFormat } from './signal-formats.ts';
import { parseSegmentLine, parseSignalLine, type SegmentLine, type SignalLine } from './signal-line.ts';

/** A WFDB header as it stands in its file, see header(5) of the WFDB Applications Guide. */
export interface WfdbHeader {
  /** File name, for sentences. */
  readonly file: string;
  readonly record: RecordLine;
  /** Empty in the header of a multi-segment record. */
  readonly signals: readonly SignalLine[];
  /** Empty in the header of a single segment. */
  readonly segments: readonly SegmentLine[];
  /** The info strings: comment lines without their `#`. */
  readonly notes: readonly string[];
}

/** Headers are a few hundred bytes; one of a month in thousands of segments stays below one megabyte. */
const MAX_HEADER_BYTES = 4 * 1024 * 1024;
const MAX_SIGNALS = 1024;
const MAX_SEGMENTS = 32_768;

/** @throws Problem `unreadable` naming field, line and byte. Nothing outside the header is looked at. */
export function parseHeader(file: ByteSource): WfdbHeader {
  if (file.size > MAX_HEADER_BYTES) {
    throw unreadable(file.name, 'header', atByte(0), `is ${String(file.size)} bytes long, far more than any header`);
  }
  const bytes = file.read(0, file.size);
  const binary = firstBinaryByte(bytes);
  if (binary !== undefined)
    throw unreadable(file.name, 'header', atByte(binary), 'holds binary data where text belongs');

  const lines = significantLines(bytes);
  const first = lines.next();
  if (first.done === true) throw unreadable(file.name, 'record line', atByte(0), 'is missing');
  const record = parseRecordLine(new LineFields(file.name, first.value));

  const signals: SignalLine[] = [];
  const segments: SegmentLine[] = [];
  const body = record.segments === undefined ? signals : segments;
  const kind = record.segments === undefined ? 'signals' : 'segments';
  const expected = record.segments ?? record.signals;
  const limit = record.segments === undefined ? MAX_SIGNALS : MAX_SEGMENTS;
  const where = atLine(first.value.number, record.places[kind]);
  if (expected > limit) {
    const what = `promises ${String(expected)} ${kind}; no recording has more than ${String(limit)}`;
    throw unreadable(file.name, `number of ${kind}`, where, what);
  }
  for (const line of lines) {
    if (body.length === expected) break;
    const fields = new LineFields(file.name, line);
    if (record.segments === undefined) signals.push(parseSignalLine(fields, signals.length));
    else segments.push(parseSegmentLine(fields));
  }
  if (body.length < expected) {
    const what = `promises ${String(expected)} ${kind}, but ${String(body.length)} follow`;
    throw unreadable(file.name, `number of ${kind}`, where, what);
  }
  return { file: file.name, record, signals, segments, notes: notesOf(bytes) };
}

/** Lines that are neither blank nor comments. */
function* significantLines(bytes: Uint8Array): Generator<TextLine, undefined, undefined> {
  for (const line of textLines(bytes)) if (!/^\s*(#|$)/.test(line.text)) yield line;
}

function notesOf(bytes: Uint8Array): string[] {
  const notes: string[] = [];
  for (const line of textLines(bytes)) {
    const note = /^\s*#(.*)$/.exec(line.text)?.[1]?.trim();
    if (note !== undefined && note !== '') notes.push(note);
  }
  return notes;
}

/**
 * Whether the beginning of a file reads like a WFDB header: a record line, and below it the line of a segment or of a
 * signal, whose file has a name (a table of numbers could pass for the rest) and whose format is one of WFDB's.
 * @param bytes the first few kilobytes
 */
export function looksLikeHeader(bytes: Uint8Array): boolean {
  if (firstBinaryByte(bytes) !== undefined) return false;
  const lines = significantLines(bytes);
  const first = lines.next().value;
  const record = first && /^[\w.-]+(\/\d+)?\s+\d+(\s|$)/.exec(first.text);
  const second = record ? lines.next().value : undefined;
  if (!record || second === undefined) return false;
  if (record[1] !== undefined) return /^\S+\s+\d+\s*$/.test(second.text);
  const format = /^(?=\S*[A-Za-z~])\S+\s+(\d{1,3})(x\d+)?(:\d+)?(\+\d+)?(\s|$)/.exec(second.text);
  return format !== null && isFormatCode(Number(format[1]));
}

const isFormatCode = (code: number): boolean =>
  code === 0 || FLAC_FORMATS.includes(code) || signalFormat(code) !== undefined;
