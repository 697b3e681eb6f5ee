import { decimals } from '../language/decimals.ts';
import { spoken } from '../language/strings.ts';
import { UNKNOWN } from './unknown.ts';

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** How long a recording is, in the two units that matter: `10 s`, `30 min 6 s`, `24 h`, `23 h 58 min`. */
export function formatDuration(seconds: number): string {
  if (!(seconds > 0)) return UNKNOWN;
  if (seconds < 60) return `${decimals(String(Number(seconds.toFixed(1))))} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  return rest > 0 ? `${minutes} min ${rest} s` : `${minutes} min`;
}

/** The same to the nearest of its largest unit, for a column of them: `10 s`, `30 min`, `24 h`. */
export function formatDurationBriefly(seconds: number): string {
  if (seconds >= 3600) return `${decimals(String(Number((seconds / 3600).toFixed(1))))} h`;
  if (seconds >= 60) return `${Math.round(seconds / 60)} min`;
  return formatDuration(seconds);
}

/** How many times faster than real time, to two figures and whole from ten on: `4.2`, `48`, `1,200`. */
export function formatTimes(speed: number): string {
  if (!(speed > 0)) return UNKNOWN;
  const rounded = Number(speed.toPrecision(2));
  return rounded.toLocaleString(spoken, { maximumFractionDigits: speed < 10 ? 1 : 0 });
}

/** The local time a file states (ISO 8601 without offset), as it states it, to the minute: `1984-11-18 09:17`. */
export function formatStatedTime(iso: string | undefined): string {
  if (iso === undefined) return UNKNOWN;
  return iso.slice(0, 16).replace('T', ' ');
}

/** A moment of the workstation's own (UTC) in local time: `2026-11-22 08:14`. */
export function formatMoment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return UNKNOWN;
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
