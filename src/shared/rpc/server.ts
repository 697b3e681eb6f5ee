import { Problem, toProblem } from '../problem.ts';
import type { Contract, Handlers } from './contract.ts';
import type { Frame, Wire } from './wire.ts';

/** What a server reports of its own work: names and times only, never inputs or outputs. */
export interface ServerLog {
  /** A call took longer than `SLOW_CALL_MS`. */
  slow(method: string, milliseconds: number): void;
  /** A handler threw something that is not a `Problem`. The client saw one neutral sentence. */
  fault(method: string, thrown: unknown): void;
}

/** A call that takes longer is logged: it would be felt in the window (architecture, budgets). */
export const SLOW_CALL_MS = 40;
/** Requests one client may have open; more are refused so that a runaway page cannot exhaust the process. */
export const MAX_OPEN_REQUESTS = 256;

const SILENT: ServerLog = { slow: () => {}, fault: () => {} };

interface Task {
  readonly abort: AbortController;
  credit: number;
  wake: () => void;
}

/** Answers every frame that arrives on `wire` from `handlers`, until it closes. */
export function serve<C extends Contract>(contract: C, handlers: Handlers<C>, wire: Wire, log = SILENT): void {
  const tasks = new Map<number, Task>();
  let closed = false;

  const post = (frame: Frame): void => {
    if (!closed) wire.post(frame);
  };

  wire.onFrame((frame) => {
    switch (frame.t) {
      case 'open':
        void answer(frame);
        break;
      case 'pull': {
        const task = tasks.get(frame.id);
        if (task) {
          task.credit += frame.credit;
          task.wake();
        }
        break;
      }
      case 'cancel':
        tasks.get(frame.id)?.abort.abort();
        break;
      case 'value':
      case 'end':
      case 'error':
        break; // only servers send these
    }
  });
  wire.onClose(() => {
    closed = true;
    for (const task of tasks.values()) task.abort.abort();
  });

  async function answer({ id, method, input }: Extract<Frame, { t: 'open' }>): Promise<void> {
    if (tasks.has(id) || tasks.size >= MAX_OPEN_REQUESTS) {
      post({ t: 'error', id, code: 'bad-input', message: 'Too many requests at once; wait for one to end.' });
      return;
    }
    const task: Task = { abort: new AbortController(), credit: 0, wake: () => {} };
    tasks.set(id, task);
    task.abort.signal.addEventListener('abort', () => task.wake());
    try {
      const procedure = Object.hasOwn(contract, method) ? contract[method] : undefined;
      if (!procedure) throw new Problem('unknown-method', `There is no procedure named ${method}.`);
      const parsed = procedure.input.safeParse(input);
      if (!parsed.success) throw new Problem('bad-input', describeIssues(method, parsed.error.issues));
      const handler = handlers[method] as (input: unknown, signal: AbortSignal) => unknown;
      if (procedure.kind === 'call') {
        const began = performance.now();
        const value = await handler(parsed.data, task.abort.signal);
        const took = performance.now() - began;
        if (took > SLOW_CALL_MS) log.slow(method, took);
        post({ t: 'value', id, value });
      } else {
        await pump(id, task, handler(parsed.data, task.abort.signal) as AsyncIterable<unknown>);
        post({ t: 'end', id });
      }
    } catch (thrown) {
      const problem = toProblem(thrown);
      if (problem.code === 'failed') log.fault(method, thrown);
      post({ t: 'error', id, code: problem.code, message: problem.message });
    } finally {
      tasks.delete(id);
    }
  }

  /** Takes the next value from the producer only when the consumer has room for it: back-pressure reaches the source. */
  async function pump(id: number, task: Task, source: AsyncIterable<unknown>): Promise<void> {
    const stopped = (): boolean => task.abort.signal.aborted;
    const iterator = source[Symbol.asyncIterator]();
    try {
      for (;;) {
        while (task.credit === 0 && !stopped()) await new Promise<void>((resolve) => (task.wake = resolve));
        if (stopped()) return;
        const next = await iterator.next();
        if (next.done === true || stopped()) return;
        task.credit -= 1;
        post({ t: 'value', id, value: next.value });
      }
    } finally {
      await iterator.return?.();
    }
  }
}

/** Which fields were wrong, never what was in them. */
function describeIssues(method: string, issues: readonly { readonly path: readonly PropertyKey[]; code?: string }[]) {
  const fields = issues.slice(0, 3).map((issue) => issue.path.map(String).join('.') || 'input');
  return `${method} was asked with a wrong ${fields.join(', ')}.`;
}
