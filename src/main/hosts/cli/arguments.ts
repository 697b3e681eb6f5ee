import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Problem } from '../../../shared/problem.ts';
import type { CommandContext } from './command.ts';

type Values = Pick<CommandContext, 'values'>;

const wrong = (sentence: string): Problem => new Problem('bad-input', sentence);

export const text = ({ values }: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};

export const flag = ({ values }: Values, name: string): boolean => values[name] === true;

/** @throws Problem `bad-input` for what is no number, or outside [least, most]. */
export function number(context: Values, name: string, least: number, most: number): number | undefined {
  const given = text(context, name);
  if (given === undefined) return undefined;
  const value = Number(given);
  if (given.trim() === '' || !Number.isFinite(value) || value < least || value > most) {
    throw wrong(`--${name} takes a number from ${least} to ${most}, not "${given}".`);
  }
  return value;
}

/** @throws Problem `bad-input` when the value is none of `choices`. */
export function choice<T extends string>(context: Values, name: string, choices: readonly T[]): T | undefined {
  const given = text(context, name);
  if (given === undefined) return undefined;
  const found = choices.find((one) => one === given);
  if (found === undefined) throw wrong(`--${name} is one of ${choices.join(', ')}, not "${given}".`);
  return found;
}

/** Exactly one positional argument. */
export function only(context: CommandContext, what: string): string {
  const [first, ...rest] = context.positionals;
  if (first === undefined) throw wrong(`Name ${what}.`);
  if (rest.length > 0) throw wrong(`Name one ${what.replace(/^an? /, '')} only.`);
  return first;
}

/** At least one positional argument. */
export function some(context: CommandContext, what: string): readonly string[] {
  if (context.positionals.length === 0) throw wrong(`Name ${what}.`);
  return context.positionals;
}

/** The path of a file the user named; as WFDB's tools allow, a record may be named without its `.hea`. */
export function filePath(context: Pick<CommandContext, 'cwd'>, given: string): string {
  const path = resolve(context.cwd, given);
  return !existsSync(path) && existsSync(`${path}.hea`) ? `${path}.hea` : path;
}
