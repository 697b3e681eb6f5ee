import { resolve } from 'node:path';
import { runBrowserHost } from '../../browser/run.ts';
import { flag, number, text } from '../arguments.ts';
import { type Command, EXIT } from '../command.ts';
import { libraryHelp, libraryOption } from '../library-option.ts';

export const serve: Command = {
  name: 'serve',
  summary: 'Runs the workstation in a browser window on this machine, until Ctrl-C.',
  usage: '[--port N] [--library DIR] [--open]',
  options: { port: { type: 'string' }, open: { type: 'boolean' }, ...libraryOption },
  help: [
    ['--port N', 'the port on 127.0.0.1 (default: any free one)'],
    ['--open', 'open a window of its own where there is a screen and a Chromium'],
    libraryHelp,
  ],
  run: async (context) => {
    const library = text(context, 'library');
    await runBrowserHost({
      library: library === undefined ? undefined : resolve(context.cwd, library),
      port: number(context, 'port', 0, 65_535),
      openWindow: flag(context, 'open'),
      signal: context.signal,
      say: (line) => void context.out(`${line}\n`),
      log: (line) => context.note(line),
    });
    return EXIT.ok;
  },
};
