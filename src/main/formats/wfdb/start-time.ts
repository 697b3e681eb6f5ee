/**
 * The base time and date of a record line as local ISO 8601: `8:26:04 26/10/1994` (header(5) of the WFDB manual:
 * hours:minutes:seconds[.fraction] day/month/year), and `1994-10-26 8:26:04` as newer sets write it.
 * Time alone is no date: it comes back as `time`, for the notes. Undefined when it is neither.
 */
export function parseStart(text: string): { readonly start: string } | { readonly time: string } | undefined {
  const fields = text.trim().split(/\s+/);
  let time: string | undefined;
  let date: string | undefined;
  for (const field of fields) {
    const asTime = isoTime(field);
    const asDate = isoDate(field);
    if (asTime !== undefined && time === undefined) time = asTime;
    else if (asDate !== undefined && date === undefined) date = asDate;
    else return undefined;
  }
  if (time === undefined) return date === undefined ? undefined : { start: `${date}T00:00:00` };
  return date === undefined ? { time } : { start: `${date}T${time}` };
}

function isoTime(field: string): string | undefined {
  const match = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9}))?$/.exec(field);
  if (!match) return undefined;
  const [hours, minutes, seconds] = [match[1], match[2], match[3]].map(Number);
  if (hours === undefined || minutes === undefined || seconds === undefined) return undefined;
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const fraction = (match[4] ?? '').replace(/0+$/, '');
  return `${two(hours)}:${two(minutes)}:${two(seconds)}${fraction && `.${fraction}`}`;
}

function isoDate(field: string): string | undefined {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(field) ?? /^(?<year>\d{4})-(\d{2})-(\d{2})$/.exec(field);
  if (!match) return undefined;
  const [year, month, day] =
    match.groups === undefined
      ? [Number(match[3]), Number(match[2]), Number(match[1])]
      : [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}` : undefined;
}

/** The reverse, as WFDB writes it: `08:26:04.5 26/10/1994`. */
export function formatStart(start: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2}:\d{2}(?:\.\d+)?)/.exec(start);
  return match ? `${match[4] ?? ''} ${match[3] ?? ''}/${match[2] ?? ''}/${match[1] ?? ''}` : '';
}

const two = (value: number): string => String(value).padStart(2, '0');
