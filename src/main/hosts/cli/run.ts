import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { Problem, toProblem } from '../../../shared/problem.ts';
import { type Command, EXIT, exitStatus } from './command.ts';
import { commandHelp, overview } from './help.ts';
import { ProgressLine } from './progress.ts';

/** The world of the command line, so that tests can be one too. */
export interface Terminal {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { isTTY?: boolean };
  readonly cwd: string;
  readonly signal: AbortSignal;
}

/** Runs one command line; returns its exit status. Expected problems are one sentence on standard error, never a stack. */
export async function runCommandLine(
  commands: readonly Command[],
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const about = commands.find((command) => command.name === rest[0]);
    terminal.stdout.write(about ? commandHelp(about) : overview(commands));
    return name === undefined ? EXIT.input : EXIT.ok;
  }
  const command = commands.find((one) => one.name === name);
  if (!command) {
    terminal.stderr.write(`einthoven: there is no command "${name}". "einthoven help" lists them.\n`);
    return EXIT.input;
  }
  const progress = new ProgressLine(terminal.stderr);
  try {
    const { values, positionals } = parse(command, rest);
    if (values['help'] === true) {
      terminal.stdout.write(commandHelp(command));
      return EXIT.ok;
    }
    const status = await command.run({
      values,
      positionals,
      cwd: terminal.cwd,
      signal: terminal.signal,
      out: async (text) => {
        progress.clear();
        if (!terminal.stdout.write(text)) await once(terminal.stdout, 'drain');
      },
      note: (line) => {
        progress.clear();
        terminal.stderr.write(`${line}\n`);
      },
      progress: (label, fraction, secondsLeft) => progress.show(label, fraction, secondsLeft),
    });
    return status ?? EXIT.ok;
  } catch (thrown) {
    const problem = toProblem(thrown);
    if (problem.code === 'failed' && thrown instanceof Error) {
      terminal.stderr.write(`${thrown.stack?.replace(thrown.message, '…') ?? thrown.name}\n`);
    }
    progress.clear();
    terminal.stderr.write(`einthoven: ${problem.message}\n`);
    return exitStatus(problem);
  } finally {
    progress.clear();
  }
}

function parse(command: Command, args: readonly string[]) {
  const options = { ...command.options, help: { type: 'boolean' as const, short: 'h' } };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message.replace(/\. To specify.*$/s, '.') : '';
    throw new Problem('bad-input', `${reason} "einthoven help ${command.name}" shows its options.`);
  }
}
