import { decimals } from '../language/decimals.ts';
import { spoken } from '../language/strings.ts';

/** Made when first used, for the language is chosen before that and not later. */
let grouped: Intl.NumberFormat | undefined;

/** `2,273`; the digits are tabular in every font style of the window. */
export function formatCount(count: number): string {
  grouped ??= new Intl.NumberFormat(spoken, { maximumFractionDigits: 0 });
  return grouped.format(count);
}

/** A share in steps a person can use: `0 %`, `< 1 %`, `23 %`. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0 %';
  const percent = (100 * part) / whole;
  if (percent < 1) return '< 1 %';
  if (percent > 99 && part < whole) return '> 99 %';
  return `${Math.round(percent)} %`;
}

/** File sizes in powers of ten, as file managers show them: `412 B`, `1.95 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0);
  const value = bytes / 1000 ** power;
  return `${power === 0 ? String(bytes) : decimals(value.toPrecision(3))} ${units[power] ?? 'B'}`;
}

/** A probability in steps a person can use, never as a certainty: `0.85`, `> 0.95`, `< 0.05`. */
export function formatProbability(probability: number): string {
  if (probability >= 0.975) return decimals('> 0.95');
  if (probability < 0.025) return decimals('< 0.05');
  return decimals((Math.round(20 * probability) / 20).toFixed(2));
}

/** The same as it was computed, for those who ask. */
export const exactProbability = (probability: number): string => decimals(probability.toFixed(4));
