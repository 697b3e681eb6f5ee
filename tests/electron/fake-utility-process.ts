import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

type FakedParts = Pick<Electron.UtilityProcess, 'kill' | 'pid' | 'postMessage' | 'stdout' | 'stderr'>;

/** A real process whose module finds `process.parentPort`, as in a utility process, instead of Node's own channel. */
class FakeUtilityProcess extends EventEmitter implements FakedParts {
  private readonly child: ChildProcess;
  constructor(child: ChildProcess) {
    super();
    this.child = child;
    child.on('message', (message) => this.emit('message', message));
    child.once('exit', (code) => this.emit('exit', code ?? -1));
    child.once('spawn', () => this.emit('spawn'));
  }
  get pid(): number | undefined {
    return this.child.pid;
  }
  get stdout(): NodeJS.ReadableStream | null {
    return this.child.stdout;
  }
  get stderr(): NodeJS.ReadableStream | null {
    return this.child.stderr;
  }
  postMessage(message: unknown): void {
    if (this.child.connected) this.child.send(message as object);
  }
  kill(): boolean {
    return this.child.kill();
  }
}

export function forkUtility(modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}): FakedParts {
  if (!options.serviceName) throw new Error('name the process, so that it is known in the task manager');
  return new FakeUtilityProcess(
    fork(modulePath, args, {
      serialization: 'advanced',
      silent: options.stdio === 'pipe',
      execArgv: ['--import', new URL('./fake-parent-port.ts', import.meta.url).href],
    }),
  );
}
