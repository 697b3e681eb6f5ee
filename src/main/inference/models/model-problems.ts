import { Problem } from '../../../shared/problem.ts';

/** Where a model comes from: with the program, or made on this computer. */
export type ModelOrigin = 'shipped' | 'local';

/** What a person can do about a model that cannot be used. */
const ADVICE: Readonly<Record<ModelOrigin, string>> = {
  shipped: 'Install Einthoven again.',
  local: 'Restore its folder from a backup, or train it again.',
};

export const missingPart = (model: string, file: string, origin: ModelOrigin): Problem =>
  new Problem('not-found', `The model ${model} lacks its file ${file}. ${ADVICE[origin]}`);

export const damagedModel = (model: string, what: string, origin: ModelOrigin, cause?: unknown): Problem =>
  new Problem('unreadable', `The model ${model} is damaged: ${what}. ${ADVICE[origin]}`, { cause });

export const newerModel = (model: string): Problem =>
  new Problem(
    'unsupported',
    `The model ${model} was made by a newer version of Einthoven. Update the program to use it.`,
  );

export const olderModel = (model: string): Problem =>
  new Problem(
    'unsupported',
    `The model ${model} was made for an earlier version of Einthoven, which prepared signals in another way. Train it again to use it.`,
  );

export const otherArchitecture = (model: string, what: string, cause?: unknown): Problem =>
  new Problem(
    'unsupported',
    `The model ${model} is built in a way this version of Einthoven does not run: ${what}. Train it again with this version.`,
    { cause },
  );
