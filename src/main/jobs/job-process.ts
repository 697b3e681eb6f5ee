import { Problem } from '../../shared/problem.ts';
import { connect } from '../../shared/rpc/client.ts';
import type { Client } from '../../shared/rpc/contract.ts';
import { type ProcessPort, processWire } from '../../shared/rpc/message-port.ts';
import { jobContract, type JobContract } from './job-contract.ts';

/** A child process as `HostFacilities.spawnJob` starts it. */
export interface JobChild extends ProcessPort {
  kill(): void;
}

export interface Patience {
  /** How long a process that was asked to stop may take before it is killed. */
  readonly stopMilliseconds: number;
  /** A process that nobody used for so long is let go. */
  readonly idleMilliseconds: number;
}
const USUAL_PATIENCE: Patience = { stopMilliseconds: 3_000, idleMilliseconds: 60_000 };

/** Whether a request ended because its process did: killed by its watchdog, out of memory, or a fault in native code. */
export const isCrash = (thrown: unknown): boolean => thrown instanceof Problem && thrown.code === 'disconnected';

/**
 * One job process as main sees it: started when it is needed, again after a crash, let go when it is idle. A crash fails
 * the requests that were under way (see `isCrash`) and nothing else.
 */
export class JobProcess {
  private readonly spawn: () => JobChild;
  private readonly patience: Patience;
  private running: { readonly child: JobChild; readonly client: Client<JobContract> } | undefined;
  private users = 0;
  private idle: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(spawn: () => JobChild, patience = USUAL_PATIENCE) {
    this.spawn = spawn;
    this.patience = patience;
  }

  /** Runs one request. */
  async call<T>(request: (client: Client<JobContract>) => Promise<T>): Promise<T> {
    const client = this.enter();
    try {
      return await request(client);
    } finally {
      this.leave();
    }
  }

  /**
   * Runs one streaming request. When the consumer leaves early, or `signal` is aborted, the process is asked to stop and
   * this ends only when it has: killed, if it does not hear.
   */
  async *stream<T>(
    request: (client: Client<JobContract>, signal: AbortSignal) => AsyncIterable<T>,
    signal: AbortSignal,
  ): AsyncGenerator<T, void, undefined> {
    const client = this.enter();
    let ended = false;
    try {
      for await (const value of request(client, signal)) yield value;
      ended = true;
    } catch (thrown) {
      // An error that came from the process is its last word on the request.
      ended = !signal.aborted;
      throw thrown;
    } finally {
      if (!ended) await this.settle(client);
      this.leave();
    }
  }

  /** Ends the process, at once if need be. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.idle);
    const { running } = this;
    if (!running) return;
    await this.settle(running.client);
    this.kill();
  }

  /** Ends the process without asking. */
  kill(): void {
    const { running } = this;
    this.running = undefined;
    running?.child.kill();
  }

  private enter(): Client<JobContract> {
    if (this.closed) throw new Problem('cancelled', 'Einthoven is closing.');
    clearTimeout(this.idle);
    this.users++;
    return (this.running ?? this.start()).client;
  }

  private leave(): void {
    this.users--;
    if (this.users > 0 || this.closed) return;
    this.idle = setTimeout(() => this.kill(), this.patience.idleMilliseconds);
    this.idle.unref();
  }

  private start(): { readonly child: JobChild; readonly client: Client<JobContract> } {
    const child = this.spawn();
    const wire = processWire(child);
    const onGone: (() => void)[] = [];
    child.onClose(() => {
      if (this.running?.child === child) this.running = undefined;
      for (const listener of onGone) listener();
    });
    const client = connect(jobContract, { ...wire, onClose: (listener) => onGone.push(listener) });
    this.running = { child, client };
    return this.running;
  }

  private isCurrent(client: Client<JobContract>): boolean {
    return this.running?.client === client;
  }

  /** Waits until the process has stopped what it was doing, and kills it when that takes too long. */
  private async settle(client: Client<JobContract>): Promise<void> {
    if (!this.isCurrent(client)) return; // it is gone
    try {
      await client['job.settled']({}, AbortSignal.timeout(this.patience.stopMilliseconds));
    } catch {
      if (this.isCurrent(client)) this.kill();
    }
  }
}
