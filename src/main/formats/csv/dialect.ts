import type { Lead, RecordingHeader } from '../../../shared/recording.ts';
import type { ByteSource } from '../format.ts';
import { isPlausibleGain, isPlausibleRate } from '../plausible.ts';
import { atLine, shown, unreadable, unsupported } from '../unreadable.ts';
import type { TableShape } from './table.ts';

/**
 * The column files this program writes say themselves what they mean:
 *
 *     # einthoven-csv 1; rate=360 Hz; samples=650000; start=1975-05-01T09:05:00
 *     # column 2: gain=200; baseline=1024
 *     time_s,MLII [mV]
 *     0,-0.145
 *
 * The first line names the version, the sampling rate and the number of rows; then each column its integer steps per unit
 * and the integer that stands for zero, so that reading gives the very integers that were written.
 */
export interface Dialect {
  readonly rate: number;
  readonly samples: number;
  readonly start: string | undefined;
  /** One per lead, in the order of the columns, which follow the time column. */
  readonly leads: readonly Omit<Lead, 'rate' | 'samples'>[];
}

const SIGNATURE = /^#\s*einthoven-csv\s+(\d+)\s*;?(.*)$/;
const VERSION = 1;
export const TIME_TITLE = 'time_s';

/** Whether a file begins as the column files of this program do, of any version. */
export function claimsDialect(file: ByteSource): boolean {
  return SIGNATURE.test(firstLine(file));
}

function firstLine(file: ByteSource): string {
  const text = new TextDecoder().decode(file.read(0, 512));
  return /^[^\r\n]*/.exec(text)?.[0] ?? '';
}

/** @throws Problem `unreadable` | `unsupported` when the description is of a newer version, incomplete or wrong */
export function parseDialect(file: ByteSource, shape: TableShape): Dialect {
  const [, version, rest = ''] = SIGNATURE.exec(firstLine(file)) ?? [];
  if (Number(version) !== VERSION) {
    throw unsupported(
      file.name,
      `is an einthoven-csv file of version ${version ?? ''}`,
      'Open it with a newer Einthoven.',
    );
  }
  const titlesAt = atLine(shape.titlesAt.line, shape.titlesAt.offset);
  const fields = fieldsOf(rest);
  const fault = (field: string, what: string) => unreadable(file.name, field, atLine(1, 0), what);
  const rate = Number(/^(\S+) Hz$/.exec(fields.get('rate') ?? '')?.[1]);
  if (!isPlausibleRate(rate)) throw fault('rate', `must be a number of Hz, but is ${shown(fields.get('rate') ?? '')}`);
  const samples = Number(fields.get('samples') ?? NaN);
  if (!Number.isSafeInteger(samples) || samples < 1) throw fault('number of samples', 'is missing or no number');
  if (shape.titles[0] !== TIME_TITLE) {
    throw unreadable(file.name, 'first column', titlesAt, `must be called ${TIME_TITLE}`);
  }
  if (shape.titles.length < 2) throw unreadable(file.name, 'lead', titlesAt, 'is missing: there is no column');
  const columnFields = new Map(shape.comments.flatMap((comment) => columnComment(comment) ?? []));
  const leads = shape.titles.slice(1).map((title, i) => {
    const column = i + 2;
    const match = /^(.+) \[([^\]]+)\]$/.exec(title);
    const given = columnFields.get(column);
    const [gain, baseline] = [Number(given?.get('gain')), Number(given?.get('baseline') ?? 0)];
    if (!match || !isPlausibleGain(gain) || !Number.isFinite(baseline)) {
      const what = 'has no title such as "II [mV]", or no gain and baseline above';
      throw unreadable(file.name, `column ${String(column)}`, titlesAt, what);
    }
    const [, name = '', unit = ''] = match;
    return { name, unit, gain, baseline, ...(given?.has('uncalibrated') ? { uncalibrated: true } : {}) };
  });
  return { rate, samples, start: fields.get('start'), leads };
}

/** `rate=360 Hz; samples=10` as a map; a word without `=` is a key with an empty value. */
function fieldsOf(text: string): Map<string, string> {
  const fields = text.split(';').map((field): [string, string] => {
    const [key = '', ...value] = field.split('=');
    return [key.trim(), value.join('=').trim()];
  });
  return new Map(fields.filter(([key]) => key !== ''));
}

function columnComment(comment: string): [number, Map<string, string>][] | undefined {
  const match = /^column (\d+):(.*)$/.exec(comment);
  return match ? [[Number(match[1]), fieldsOf(match[2] ?? '')]] : undefined;
}

/** The lines above the numbers: description, columns, titles. */
export function dialectHead(header: RecordingHeader): string {
  const start = header.start === undefined ? '' : `; start=${header.start}`;
  const lines = [
    `# einthoven-csv ${String(VERSION)}; rate=${String(header.rate)} Hz; samples=${String(header.samples)}${start}`,
  ];
  header.leads.forEach((lead, i) => {
    const mark = lead.uncalibrated === true ? '; uncalibrated' : '';
    lines.push(`# column ${String(i + 2)}: gain=${String(lead.gain)}; baseline=${String(lead.baseline)}${mark}`);
  });
  const titles = header.leads.map((lead) =>
    quoted(`${oneLine(lead.name)} [${oneLine(lead.unit).replace(/[[\]]/g, '')}]`),
  );
  lines.push([TIME_TITLE, ...titles].join(','));
  return `${lines.join('\n')}\n`;
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ').trim();
const quoted = (cell: string): string => (/[",;\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
