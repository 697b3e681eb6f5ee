import type { Command } from './command.ts';
import { analyze } from './commands/analyze.ts';
import { bench } from './commands/bench.ts';
import { evaluate } from './commands/evaluate.ts';
import { exportCommand } from './commands/export.ts';
import { finetune } from './commands/finetune.ts';
import { importCommand } from './commands/import.ts';
import { info } from './commands/info.ts';
import { learn } from './commands/learn.ts';
import { list } from './commands/list.ts';
import { models } from './commands/models.ts';
import { pretrain } from './commands/pretrain.ts';
import { serve } from './commands/serve.ts';
import { show } from './commands/show.ts';
import { signal } from './commands/signal.ts';
import { simulate } from './commands/simulate.ts';

/** Every command, in the order help lists them. */
export const COMMANDS: readonly Command[] = [
  info,
  signal,
  analyze,
  importCommand,
  list,
  show,
  exportCommand,
  serve,
  simulate,
  pretrain,
  finetune,
  evaluate,
  learn,
  models,
  bench,
];
