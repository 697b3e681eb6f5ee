import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type * as z from 'zod';
import { Problem } from '../../../shared/problem.ts';
import { connect } from '../../../shared/rpc/client.ts';
import type { Client } from '../../../shared/rpc/contract.ts';
import { processWire } from '../../../shared/rpc/message-port.ts';
import { learningContract, type LearningContract } from '../../learning/child/learning-contract.ts';
import type { TaskResult } from '../../learning/tasks/results.ts';
import { type LearningEvent, type LearningTask } from '../../learning/tasks/task.ts';
import { forkJob } from '../browser/fork-job.ts';
import { locateProgramFiles } from '../workstation/program-files.ts';
import { number, text } from './arguments.ts';
import type { CommandContext } from './command.ts';

/** How long a training that was told to stop may take to end its step and keep itself. */
const STOP_MILLISECONDS = 120_000;

/** Runs a task in a process of its own and shows how it gets on. @throws Problem as the task ends with one */
export async function runInTrainingProcess(
  context: CommandContext,
  task: z.input<typeof LearningTask>,
): Promise<TaskResult> {
  const child = forkJob(locateProgramFiles().trainingEntry);
  const client = connect(learningContract, processWire(child));
  try {
    for await (const event of client['learning.run'](task, context.signal)) {
      if (event.kind === 'result') return event.result;
      show(context, event);
    }
    throw new Problem('failed', 'The training process ended without a result.');
  } catch (thrown) {
    throw context.signal.aborted ? await stopped(context, client) : sayCrash(thrown);
  } finally {
    child.kill();
  }
}

function show(context: CommandContext, event: Exclude<LearningEvent, { kind: 'result' }>): void {
  switch (event.kind) {
    case 'stage':
      context.progress(`${event.text} ${event.done} of ${event.total}`, event.done / event.total);
      break;
    case 'step': {
      const { label, step, steps, losses, windowsPerSecond, secondsLeft, score } = event;
      const terms = Object.entries(losses).filter(([name]) => name !== 'total');
      // A total of one term is that term.
      const shown = terms.length === 1 ? terms : Object.entries(losses);
      const parts = shown.map(([name, loss]) => `${name} ${loss.toFixed(3)}`);
      const speed = `${windowsPerSecond.toPrecision(3)} windows/s`;
      context.progress(`${label}: step ${step} of ${steps}, ${parts.join(', ')}, ${speed}`, step / steps, secondsLeft);
      if (score !== undefined) context.note(`${label}: step ${step}, held-out score ${score.toFixed(3)}`);
      break;
    }
    case 'note':
      context.note(event.text);
      break;
    case 'checkpoint':
      break; // said when it matters: at the end
  }
}

/** Waits until the training has kept itself. */
async function stopped(context: CommandContext, client: Client<LearningContract>): Promise<Problem> {
  context.note('stopping after this step; once more Ctrl-C leaves at once …');
  const { last } = await client['learning.settled']({}, AbortSignal.timeout(STOP_MILLISECONDS));
  return new Problem('cancelled', last ?? 'Cancelled.');
}

function sayCrash(thrown: unknown): unknown {
  if (!(thrown instanceof Problem) || thrown.code !== 'disconnected') return thrown;
  return new Problem(
    'disconnected',
    'The training process ended unexpectedly; it may have run out of memory. The same command goes on from its last checkpoint.',
    { cause: thrown },
  );
}

/** `--data DIR,DIR`, as absolute paths. */
export function folders(context: Pick<CommandContext, 'values' | 'cwd'>, option: string): string[] {
  const given = text(context, option);
  if (given === undefined) return [];
  return given
    .split(',')
    .filter((part) => part !== '')
    .map((part) => resolve(context.cwd, part));
}

/** @throws Problem `bad-input` where the option is missing */
export function required<T>(value: T | undefined, sentence: string): T {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) throw new Problem('bad-input', sentence);
  return value;
}

export const dataOf = (context: Pick<CommandContext, 'values' | 'cwd'>): string[] =>
  required(folders(context, 'data'), 'Name the folders of the data with --data DIR,DIR.');

export const pathOf = (context: Pick<CommandContext, 'values' | 'cwd'>, option: string): string | undefined => {
  const given = text(context, option);
  return given === undefined ? undefined : resolve(context.cwd, given);
};

/** `--threads N`; all cores unless given. */
export const threadsOf = (context: Pick<CommandContext, 'values'>): number =>
  wholeNumber(context, 'threads', 1, 256) ?? availableParallelism();

/** @throws Problem `bad-input` for what is no whole number, or outside [least, most] */
export function wholeNumber(
  context: Pick<CommandContext, 'values'>,
  option: string,
  least: number,
  most: number,
): number | undefined {
  const value = number(context, option, least, most);
  if (value !== undefined && !Number.isInteger(value)) {
    throw new Problem('bad-input', `--${option} takes a whole number, not ${value}.`);
  }
  return value;
}

/** `1%` or `0.01`. @throws Problem `bad-input` for what is no share of one */
export function shareOf(context: Pick<CommandContext, 'values'>, option: string): number | undefined {
  const given = text(context, option);
  if (given === undefined) return undefined;
  const value = given.endsWith('%') ? Number(given.slice(0, -1)) / 100 : Number(given);
  if (given.trim() === '' || !(value > 0 && value <= 1)) {
    throw new Problem('bad-input', `--${option} takes a share such as 1% or 0.01, not "${given}".`);
  }
  return value;
}
