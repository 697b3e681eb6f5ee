import { isPlausibleRate, MAX_RATE, MIN_RATE } from '../plausible.ts';
import { shown } from '../unreadable.ts';
import type { LineFields } from './fields.ts';
import { parseStart } from './start-time.ts';

/** The first line of a header: `name[/segments] signals [rate[/counter[(base)]] [samples [time [date]]]]`. */
export interface RecordLine {
  /** The line's number, and where the counts of signals, segments and samples begin: bytes of the header. */
  readonly places: {
    readonly line: number;
    readonly signals: number;
    readonly segments: number;
    readonly samples: number;
  };
  readonly name: string;
  /** Present in the header of a multi-segment record. */
  readonly segments: number | undefined;
  readonly signals: number;
  /** Frames per second. */
  readonly rate: number;
  /** Counter (tape) ticks per second and the counter's value at the first sample; they name places on the original medium. */
  readonly counterRate: number | undefined;
  readonly baseCounter: number | undefined;
  /** Frames in the record, or undefined where the header leaves it to the file's size. */
  readonly samples: number | undefined;
  /** Local start, ISO 8601. */
  readonly start: string | undefined;
  /** What was read but has no field, or could not be read and is not essential. */
  readonly remarks: readonly string[];
  readonly warnings: readonly string[];
}

/** The rate of a record whose header states none (header(5)). */
const DEFAULT_RATE = 250;

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const RATE = new RegExp(String.raw`^(${NUMBER})(?:/(${NUMBER})(?:\((${NUMBER})\))?)?$`);

/** @throws Problem `unreadable` */
export function parseRecordLine(fields: LineFields): RecordLine {
  const [name = '', segmentText, ...more] = fields.require('record name').split('/');
  if (name === '' || more.length > 0 || (segmentText !== undefined && !/^\d+$/.test(segmentText))) {
    throw fields.fault('record name', 'must be a name, or a name, a slash and the number of segments');
  }
  const segments = segmentText === undefined ? undefined : Number(segmentText);
  if (segments === 0) throw fields.fault('number of segments', 'must be at least 1');
  const segmentsAt = fields.place + name.length + 1;
  const signals = fields.count('number of signals');
  const signalsAt = fields.place;
  const { rate, counterRate, baseCounter } = parseRate(fields);
  const samples = fields.peek() === undefined ? undefined : fields.count('number of samples') || undefined;
  const places = { line: fields.line.number, signals: signalsAt, segments: segmentsAt, samples: fields.place };

  const startText = fields.rest();
  const start = startText === '' ? undefined : parseStart(startText);
  const remarks = start !== undefined && 'time' in start ? [`Start time ${start.time}, no date given`] : [];
  const warnings =
    startText !== '' && start === undefined
      ? [`The start time on line ${String(fields.line.number)} could not be read and was left out.`]
      : [];
  return {
    places,
    name,
    segments,
    signals,
    rate,
    counterRate,
    baseCounter,
    samples,
    start: start !== undefined && 'start' in start ? start.start : undefined,
    remarks,
    warnings,
  };
}

function parseRate(fields: LineFields): Pick<RecordLine, 'rate' | 'counterRate' | 'baseCounter'> {
  const text = fields.take();
  if (text === undefined) return { rate: DEFAULT_RATE, counterRate: undefined, baseCounter: undefined };
  const match = RATE.exec(text);
  if (!match) throw fields.fault('sampling rate', `must be a number, but is ${shown(text)}`);
  const rate = Number(match[1]);
  if (!isPlausibleRate(rate)) {
    const limits = `must lie between ${String(MIN_RATE)} and ${String(MAX_RATE)} Hz`;
    throw fields.fault('sampling rate', `${limits}, but is ${shown(text)}`);
  }
  return {
    rate,
    counterRate: match[2] === undefined ? undefined : Number(match[2]),
    baseCounter: match[3] === undefined ? undefined : Number(match[3]),
  };
}
