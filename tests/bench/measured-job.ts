import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ChildHandle } from '../../src/main/services/host-facilities.ts';

const ENTRY = new URL('../../src/main/jobs/entry.ts', import.meta.url).pathname;
const KIBIBYTES_PER_MEGABYTE = 1000 / 1.024;
/** Of Linux's accounts in /proc, on every machine this runs on. */
const TICKS_PER_SECOND = 100;

/** Why nothing of this can be measured here; undefined where it can. */
export const notMeasurable = (): string | undefined =>
  process.platform === 'linux' ? undefined : 'memory is read from /proc, which only Linux has';

/** A job process whose memory can be looked at while it runs. */
export function forkMeasured(): ChildHandle & { readonly pid: number } {
  const child = fork(ENTRY, [], { serialization: 'advanced', execArgv: [] });
  return {
    pid: child.pid ?? 0,
    postMessage: (message) => {
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onClose: (listener) => void child.once('exit', listener),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** In megabytes: what a process holds now, or has held at most. */
export function memoryOf(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / KIBIBYTES_PER_MEGABYTE;
}

/** Processor time of a process and all its threads, in seconds: the 14th and 15th column, counted behind its name. */
export function processorSeconds(pid: number): number {
  const columns = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(columns[11]) + Number(columns[12])) / TICKS_PER_SECOND;
}
