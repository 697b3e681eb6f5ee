import { Problem } from '../problem.ts';
import type { Client, Contract } from './contract.ts';
import type { Frame, Wire } from './wire.ts';

/** Stream values a producer may run ahead of its consumer. */
const WINDOW = 16;

type Reply = Extract<Frame, { t: 'value' | 'end' | 'error' }>;

const closedReply = (id: number): Reply => ({
  t: 'error',
  id,
  code: 'disconnected',
  message: 'The connection to the workstation was lost. Reload the window to continue.',
});

/** A typed client for `contract` whose requests travel over `wire`. */
export function connect<C extends Contract>(contract: C, wire: Wire): Client<C> {
  let nextId = 1;
  let closed = false;
  const sinks = new Map<number, (reply: Reply) => void>();

  wire.onFrame((frame) => {
    if (frame.t === 'value' || frame.t === 'end' || frame.t === 'error') sinks.get(frame.id)?.(frame);
  });
  wire.onClose(() => {
    closed = true;
    for (const [id, sink] of sinks) sink(closedReply(id));
  });

  function open(method: string, input: unknown, sink: (reply: Reply) => void): number {
    const id = nextId++;
    sinks.set(id, sink);
    if (closed) queueMicrotask(() => sink(closedReply(id)));
    else wire.post({ t: 'open', id, method, input });
    return id;
  }

  const cancel = (id: number): void => {
    if (!closed) wire.post({ t: 'cancel', id });
  };
  const gone = (signal: AbortSignal | undefined): boolean => signal?.aborted ?? false;
  const cancelled = (method: string): Problem => new Problem('cancelled', `${method} was cancelled.`);

  async function request(method: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
    if (gone(signal)) throw cancelled(method);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const id = open(method, input, (reply) => {
      if (reply.t === 'value') resolve(reply.value);
      else if (reply.t === 'error') reject(new Problem(reply.code, reply.message));
    });
    const onAbort = (): void => {
      cancel(id);
      reject(cancelled(method));
    };
    signal?.addEventListener('abort', onAbort);
    try {
      return await promise;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      sinks.delete(id);
    }
  }

  async function* subscribe(method: string, input: unknown, signal?: AbortSignal): AsyncGenerator {
    if (gone(signal)) throw cancelled(method);
    const queue: Reply[] = [];
    let wake = (): void => {};
    let over = false;
    const id = open(method, input, (reply) => {
      queue.push(reply);
      wake();
    });
    const onAbort = (): void => {
      cancel(id);
      wake();
    };
    signal?.addEventListener('abort', onAbort);
    if (!closed) wire.post({ t: 'pull', id, credit: WINDOW });
    try {
      for (;;) {
        if (gone(signal)) throw cancelled(method);
        const reply = queue.shift();
        if (!reply) {
          await new Promise<void>((resolve) => (wake = resolve));
        } else if (reply.t === 'value') {
          if (!closed) wire.post({ t: 'pull', id, credit: 1 });
          yield reply.value;
        } else {
          over = true;
          if (reply.t === 'error') throw new Problem(reply.code, reply.message);
          return;
        }
      }
    } finally {
      sinks.delete(id);
      signal?.removeEventListener('abort', onAbort);
      if (!over) cancel(id);
    }
  }

  return Object.fromEntries(
    Object.entries(contract).map(([method, { kind }]) => [
      method,
      (input: unknown, signal?: AbortSignal) => (kind === 'call' ? request : subscribe)(method, input, signal),
    ]),
  ) as Client<C>;
}
