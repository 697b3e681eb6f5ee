import { isPlausibleGain } from '../plausible.ts';
import { shown } from '../unreadable.ts';
import type { LineFields } from './fields.ts';

/** One signal of a header: `file format[xN][:skew][+offset] [gain[(baseline)][/units] [resolution [zero [initial [checksum [block [description]]]]]]]`. */
export interface SignalLine {
  /** Line number in the header, for sentences. */
  readonly line: number;
  /** Where the line begins in the header. */
  readonly offset: number;
  readonly fileName: string;
  /** Code of the storage format, see signal-formats.ts; 0 is a signal that is not stored. */
  readonly format: number;
  readonly samplesPerFrame: number;
  /** Frames by which the signal is stored later than it was measured. */
  readonly skew: number;
  /** Bytes before the first sample in the file. */
  readonly byteOffset: number;
  /** Integer steps per physical unit. */
  readonly gain: number;
  /** True where the header gives no gain, or 0: not calibrated. */
  readonly uncalibrated: boolean;
  readonly baseline: number;
  readonly units: string;
  /** Value before the first sample: formats that store differences start from it. */
  readonly initial: number;
  /** Sum of all stored samples modulo 65,536, or undefined where not stated. */
  readonly checksum: number | undefined;
  readonly description: string;
}

/** One segment of a multi-segment record; the name `~` stands for a gap. */
export interface SegmentLine {
  readonly line: number;
  readonly offset: number;
  readonly name: string;
  readonly samples: number;
}

/** header(5): a gain that is missing or zero means 200 steps per unit, not calibrated. */
export const DEFAULT_GAIN = 200;

/** A frame holds a handful of samples of a signal; more than this is a damaged field. */
const MAX_SAMPLES_PER_FRAME = 8192;
const MAX_INT32 = 0x7fff_ffff;

const FORMAT = /^(\d{1,6})(?:x(\d{1,9}))?(?::(\d{1,15}))?(?:\+(\d{1,15}))?$/;
const GAIN = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?:\(([+-]?\d+)\))?(?:\/(\S+))?$/;

/** @throws Problem `unreadable` */
export function parseSignalLine(fields: LineFields, index: number): SignalLine {
  const fileName = fields.require('file name');
  const format = parseFormat(fields);
  const gain = parseGain(fields);
  fields.integer('ADC resolution');
  const zero = int32(fields, 'ADC zero') ?? 0;
  const initial = int32(fields, 'initial value') ?? zero;
  const checksum = fields.integer('checksum');
  fields.integer('block size');
  const description = fields.rest();
  return {
    line: fields.line.number,
    offset: fields.line.offset,
    fileName,
    ...format,
    gain: gain.gain === 0 ? DEFAULT_GAIN : gain.gain,
    uncalibrated: gain.gain === 0,
    baseline: gain.baseline ?? zero,
    units: gain.units,
    initial,
    // Zero is the placeholder of writers that do not compute it (header(5)).
    checksum: checksum === undefined || checksum === 0 ? undefined : checksum & 0xffff,
    description: description === '' ? `Signal ${String(index + 1)}` : description,
  };
}

/** @throws Problem `unreadable` */
export function parseSegmentLine(fields: LineFields): SegmentLine {
  const name = fields.require('segment name');
  const samples = fields.count('segment length');
  return { line: fields.line.number, offset: fields.line.offset, name, samples };
}

function parseFormat(fields: LineFields): Pick<SignalLine, 'format' | 'samplesPerFrame' | 'skew' | 'byteOffset'> {
  const text = fields.require('signal format');
  const match = FORMAT.exec(text);
  if (!match) throw fields.fault('signal format', `must be a number such as 16 or 212, but is ${shown(text)}`);
  const samplesPerFrame = Number(match[2] ?? 1);
  if (samplesPerFrame < 1 || samplesPerFrame > MAX_SAMPLES_PER_FRAME) {
    const limits = `must lie between 1 and ${String(MAX_SAMPLES_PER_FRAME)}`;
    throw fields.fault('samples per frame', `${limits}, but is ${shown(text)}`);
  }
  return {
    format: Number(match[1]),
    samplesPerFrame,
    skew: Number(match[3] ?? 0),
    byteOffset: Number(match[4] ?? 0),
  };
}

function parseGain(fields: LineFields): { gain: number; baseline: number | undefined; units: string } {
  const text = fields.take();
  if (text === undefined) return { gain: 0, baseline: undefined, units: 'mV' };
  const match = GAIN.exec(text);
  const gain = Number(match?.[1]);
  if (!match || !Number.isFinite(gain)) throw fields.fault('gain', `must be a number, but is ${shown(text)}`);
  if (gain !== 0 && !isPlausibleGain(gain)) throw fields.fault('gain', `is beyond any recorder: ${shown(text)}`);
  const baseline = match[2] === undefined ? undefined : Number(match[2]);
  if (baseline !== undefined && Math.abs(baseline) > MAX_INT32) {
    throw fields.fault('baseline', `does not fit 32 bits: ${shown(text)}`);
  }
  return { gain, baseline, units: match[3] ?? 'mV' };
}

function int32(fields: LineFields, name: string): number | undefined {
  const value = fields.integer(name);
  if (value !== undefined && Math.abs(value) > MAX_INT32 + 1) {
    throw fields.fault(name, `does not fit 32 bits: ${String(value)}`);
  }
  return value;
}
