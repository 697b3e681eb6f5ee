import type { JobChild } from '../../../src/main/jobs/job-process.ts';
import { type JobContract, jobContract } from '../../../src/main/jobs/job-contract.ts';
import type { Handlers } from '../../../src/shared/rpc/contract.ts';
import { processWire } from '../../../src/shared/rpc/message-port.ts';
import { serve } from '../../../src/shared/rpc/server.ts';

const refuse = (): never => {
  throw new Error('this job does not do that');
};

/** A job process in this one, with the given procedures. Messages arrive later, as between processes. */
export class FakeJob implements JobChild {
  killed = false;
  private readonly toMain: ((message: unknown) => void)[] = [];
  private readonly toJob: ((message: unknown) => void)[] = [];
  private readonly onEnd: (() => void)[] = [];

  constructor(handlers: Partial<Handlers<JobContract>>) {
    const wire = processWire({
      postMessage: (message) => this.deliver(this.toMain, message),
      onMessage: (listener) => void this.toJob.push(listener),
      onClose: (listener) => void this.onEnd.push(listener),
    });
    const all: Handlers<JobContract> = {
      'job.records': refuse,
      'job.import': refuse,
      'job.quarantine': refuse,
      'job.analyse': refuse,
      'job.readFile': refuse,
      'job.focus': refuse,
      'job.explain': refuse,
      'job.measure': refuse,
      'job.episodes': refuse,
      'job.cluster': refuse,
      'job.regroup': refuse,
      'job.export': refuse,
      'job.check': refuse,
      'job.probeDevice': refuse,
      'job.learn': refuse,
      'job.settled': () => ({ ok: true }),
      ...handlers,
    };
    serve(jobContract, all, wire);
  }

  postMessage(message: unknown): void {
    this.deliver(this.toJob, message);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.toMain.push(listener);
  }
  onClose(listener: () => void): void {
    this.onEnd.push(listener);
  }
  /** Ends it, as a crash or a kill would. */
  kill(): void {
    if (this.killed) return;
    this.killed = true;
    queueMicrotask(() => {
      for (const listener of this.onEnd) listener();
    });
  }

  private deliver(listeners: readonly ((message: unknown) => void)[], message: unknown): void {
    const copy: unknown = structuredClone(message);
    setImmediate(() => {
      if (!this.killed) for (const listener of listeners) listener(copy);
    });
  }
}
