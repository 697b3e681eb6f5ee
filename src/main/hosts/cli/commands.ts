import type { Command } from './command.ts';
import { bench } from './commands/bench.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { info } from './commands/info.ts';
import { list } from './commands/list.ts';
import { serve } from './commands/serve.ts';
import { show } from './commands/show.ts';
import { signal } from './commands/signal.ts';
import { simulate } from './commands/simulate.ts';

/** Every command, in the order help lists them. */
export const COMMANDS: readonly Command[] = [
  info,
  signal,
  importCommand,
  list,
  show,
  exportCommand,
  serve,
  simulate,
  bench,
];
