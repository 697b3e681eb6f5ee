import { decimals } from '../language/decimals.ts';
const two = (value: number): string => String(value).padStart(2, '0');

/** `hh:mm:ss`, with `places` decimals of a second where asked. */
export function elapsedText(seconds: number, places = 0): string {
  const scale = 10 ** places;
  const units = Math.round(Math.max(0, seconds) * scale);
  const whole = Math.floor(units / scale);
  const text = `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return places > 0 ? decimals(`${text}.${String(units % scale).padStart(places, '0')}`) : text;
}

/** Seconds since midnight of a local ISO 8601 start such as `2024-05-01T08:30:00`, or undefined where it has no time. */
export function startSecondOfDay(start: string | undefined): number | undefined {
  const time = /T(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?/.exec(start ?? '');
  if (!time) return undefined;
  return Number(time[1]) * 3600 + Number(time[2]) * 60 + Number(time[3] ?? 0);
}

/** The clock on the wall `seconds` into a recording; `+1 d` once midnight has passed. */
export function clockText(startSecond: number, seconds: number): string {
  const total = startSecond + seconds;
  const day = Math.floor(Math.floor(total) / 86_400);
  return elapsedText(Math.floor(total) - day * 86_400) + (day > 0 ? ` +${String(day)} d` : '');
}

/** A length of time as a person says it: `8.0 s`, `1 min 20 s`, `2 h 30 min`. */
export function durationText(seconds: number): string {
  if (seconds < 59.95) return `${decimals(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 3600)
    return whole % 60 === 0
      ? `${String(whole / 60)} min`
      : `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  return minutes % 60 === 0
    ? `${String(minutes / 60)} h`
    : `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}
