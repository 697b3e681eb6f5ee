import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import * as z from 'zod';
import { nodeSocket } from '../../src/main/hosts/browser/node-socket.ts';
import { Float32, Int32 } from '../../src/shared/contract/columns.ts';
import { Problem } from '../../src/shared/problem.ts';
import { connect } from '../../src/shared/rpc/client.ts';
import { call, type Client, type Handlers, stream } from '../../src/shared/rpc/contract.ts';
import { domPortWire } from '../../src/shared/rpc/message-port.ts';
import { MAX_OPEN_REQUESTS, serve, SLOW_CALL_MS } from '../../src/shared/rpc/server.ts';
import { webSocketWire } from '../../src/shared/rpc/web-socket.ts';
import type { Wire } from '../../src/shared/rpc/wire.ts';
import { portOf } from './library/workstation.ts';

/** Both ends of one connection, and a way to send the server what no client of ours would. */
interface Connection {
  readonly client: Wire;
  readonly server: Wire;
  sendRaw(message: unknown): void;
  /** What the server does with a message that is no frame. */
  readonly onGarbage: 'drops it' | 'closes the connection';
  close(): void;
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function messagePorts(): Promise<Connection> {
  const { port1, port2 } = new MessageChannel();
  const close = (): void => port2.close();
  closers.push(close);
  return Promise.resolve({
    client: domPortWire(portOf(port2)),
    server: domPortWire(portOf(port1)),
    sendRaw: (message) => port2.postMessage(message),
    onGarbage: 'drops it',
    close,
  });
}

async function webSockets(): Promise<Connection> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[WebSocket]>;
  const socket = new WebSocket(`ws://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  await once(socket, 'open');
  const [peer] = await accepted;
  const close = (): void => {
    socket.terminate();
    server.close();
  };
  closers.push(close);
  return {
    client: webSocketWire(nodeSocket(socket)),
    server: webSocketWire(nodeSocket(peer)),
    sendRaw: (message) => socket.send(message instanceof Uint8Array ? message : JSON.stringify(message)),
    onGarbage: 'closes the connection',
    close,
  };
}

const testContract = {
  echo: call(z.object({ text: z.string().max(100) }), z.object({ text: z.string() })),
  columns: call(
    z.object({ sample: Int32, confidence: Float32, bytes: z.instanceof(Uint8Array), note: z.string() }),
    z.object({ sample: Int32, confidence: Float32, bytes: z.instanceof(Uint8Array), note: z.string() }),
  ),
  wait: call(z.object({}), z.object({})),
  fail: call(z.object({ how: z.enum(['problem', 'fault']) }), z.object({})),
  slow: call(z.object({ patient: z.string() }), z.object({})),
  count: stream(z.object({ to: z.number().int() }), z.object({ n: z.number() })),
  breakOff: stream(z.object({}), z.object({ n: z.number() })),
} as const;

interface Side {
  readonly api: Client<typeof testContract>;
  /** Values the producer of `count` was asked for. */
  readonly produced: () => number;
  /** Resolves when a producer of `count` has been left. */
  readonly left: Promise<unknown>;
  /** Resolves when a handler of `wait` was told to stop. */
  readonly toldToStop: Promise<unknown>;
  readonly log: readonly string[];
  readonly connection: Connection;
}

async function open(make: () => Promise<Connection>): Promise<Side> {
  const connection = await make();
  const log: string[] = [];
  const left = Promise.withResolvers<undefined>();
  const toldToStop = Promise.withResolvers<undefined>();
  let produced = 0;
  const handlers: Handlers<typeof testContract> = {
    echo: ({ text }) => ({ text }),
    columns: ({ sample, confidence, bytes, note }) => ({ sample, confidence, bytes: Buffer.from(bytes), note }),
    wait: async (_input, signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      toldToStop.resolve(undefined);
      return {};
    },
    fail: ({ how }) => {
      if (how === 'problem') throw new Problem('locked', 'Somebody else has the key.');
      throw new TypeError('cannot read Jane Doe, born 1950');
    },
    slow: () => {
      const began = performance.now();
      vi.spyOn(performance, 'now').mockReturnValue(began + SLOW_CALL_MS + 60);
      return {};
    },
    count: async function* ({ to }) {
      try {
        for (let n = 0; n < to; n++) {
          produced++;
          yield await Promise.resolve({ n });
        }
      } finally {
        left.resolve(undefined);
      }
    },
    breakOff: async function* () {
      yield await Promise.resolve({ n: 1 });
      throw new Problem('disk', 'No room is left.');
    },
  };
  serve(testContract, handlers, connection.server, {
    slow: (method, milliseconds) => log.push(`slow ${method} ${String(Math.round(milliseconds))}`),
    fault: (method) => log.push(`fault ${method}`),
  });
  const api = connect(testContract, connection.client);
  return { api, produced: () => produced, left: left.promise, toldToStop: toldToStop.promise, log, connection };
}

/** Frames are delivered in order: when these are answered, everything sent before has arrived. */
async function settled({ api }: Side): Promise<void> {
  for (let round = 0; round < 5; round++) await api.echo({ text: '' });
}

describe.each([
  ['a MessagePort', messagePorts],
  ['a WebSocket', webSockets],
])('the contract over %s', (_name, make) => {
  it('answers calls, with typed arrays as they are', async () => {
    const { api } = await open(make);
    for (const length of [0, 1, 3, 1000]) {
      const sample = Int32Array.from({ length }, (_, i) => i * 1000 - 5);
      const confidence = Float32Array.from({ length }, (_, i) => (i === 1 ? Number.NaN : i / 8));
      const bytes = Uint8Array.from({ length }, (_, i) => i);
      const answer = await api.columns({ sample, confidence, bytes, note: 'ä'.repeat(length % 7) });
      expect(answer.sample).toEqual(sample);
      expect(answer.confidence).toEqual(confidence);
      // The handler sent a Buffer, which arrives as the plain bytes it is.
      expect([...answer.bytes]).toEqual([...bytes]);
      expect(ArrayBuffer.isView(answer.bytes)).toBe(true);
    }
  });

  it('keeps the answers of many calls and streams apart', async () => {
    const { api } = await open(make);
    const numbers = async (to: number): Promise<number[]> => {
      const list: number[] = [];
      for await (const { n } of api.count({ to })) list.push(n);
      return list;
    };
    const [a, b, texts] = await Promise.all([
      numbers(100),
      numbers(40),
      Promise.all(Array.from({ length: 50 }, (_, i) => api.echo({ text: String(i) }))),
    ]);
    expect(a).toEqual([...Array(100).keys()]);
    expect(b).toEqual([...Array(40).keys()]);
    expect(texts.map(({ text }) => Number(text))).toEqual([...Array(50).keys()]);
  });

  it('lets a producer run ahead of its consumer by a window and no further', async () => {
    const side = await open(make);
    const values = side.api.count({ to: 10_000 })[Symbol.asyncIterator]();
    await values.next();
    await settled(side);
    const first = side.produced();
    expect(first).toBeGreaterThan(1);
    expect(first).toBeLessThanOrEqual(1 + 16);
    for (let taken = 1; taken < 100; taken++) await values.next();
    await settled(side);
    expect(side.produced()).toBeLessThanOrEqual(100 + 16);
    await values.return?.();
    await side.left;
  });

  it('stops the producer when the consumer leaves the loop', async () => {
    const side = await open(make);
    for await (const { n } of side.api.count({ to: 1_000_000 })) if (n === 3) break;
    await side.left;
    expect(side.produced()).toBeLessThan(100);
  });

  it('stops producer and consumer by a signal', async () => {
    const side = await open(make);
    const abort = new AbortController();
    const run = async (): Promise<void> => {
      for await (const { n } of side.api.count({ to: 1_000_000 }, abort.signal)) if (n === 3) abort.abort();
    };
    await expect(run()).rejects.toMatchObject({ name: 'Problem', code: 'cancelled' });
    await side.left;
    await expect(side.api.echo({ text: '' }, abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('tells a call’s handler to stop by a signal', async () => {
    const side = await open(make);
    const abort = new AbortController();
    const waiting = side.api.wait({}, abort.signal);
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await side.toldToStop;
  });

  it('carries problems as code and sentence, also after values of a stream', async () => {
    const { api, log } = await open(make);
    await expect(api.fail({ how: 'problem' })).rejects.toMatchObject({
      name: 'Problem',
      code: 'locked',
      message: 'Somebody else has the key.',
    });
    const seen: number[] = [];
    const run = async (): Promise<void> => {
      for await (const { n } of api.breakOff({})) seen.push(n);
    };
    await expect(run()).rejects.toMatchObject({ code: 'disk', message: 'No room is left.' });
    expect(seen).toEqual([1]);
    expect(log).toEqual([]);
  });

  it('tells of a fault in one neutral sentence and logs the procedure', async () => {
    const { api, log } = await open(make);
    const fault = await api.fail({ how: 'fault' }).catch((thrown: unknown) => thrown);
    expect(fault).toMatchObject({ code: 'failed' });
    expect(JSON.stringify([fault, fault instanceof Error ? fault.message : ''])).not.toMatch(/Jane|TypeError|at /);
    expect(log).toEqual(['fault fail']);
  });

  it('names the wrong field of a request, never what was in it', async () => {
    const { api } = await open(make);
    const refused = await api.echo({ text: 'Jane Doe '.repeat(50) }).catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({ code: 'bad-input', message: 'echo was asked with a wrong text.' });
  });

  it('knows the procedures of the contract and nothing else', async () => {
    const { connection } = await open(make);
    const other = { constructor: testContract.echo, toString: testContract.echo, nothing: testContract.echo };
    const stranger = connect(other, connection.client);
    for (const method of ['constructor', 'toString', 'nothing'] as const) {
      await expect(stranger[method]({ text: '' })).rejects.toMatchObject({ code: 'unknown-method' });
    }
  });

  it('logs a slow call by its name and time alone', async () => {
    const { api, log } = await open(make);
    await api.slow({ patient: 'Jane Doe' });
    vi.restoreAllMocks();
    expect(log).toEqual(['slow slow 100']);
  });

  it('refuses more than so many requests at once, and takes new ones when some have ended', async () => {
    const { api } = await open(make);
    const abort = new AbortController();
    const waiting = Array.from({ length: MAX_OPEN_REQUESTS }, () => api.wait({}, abort.signal).catch(() => 'ended'));
    await expect(api.echo({ text: 'one more' })).rejects.toMatchObject({
      code: 'bad-input',
      message: /Too many requests/,
    });
    abort.abort();
    await Promise.all(waiting);
    let answered = '';
    for (let attempt = 0; attempt < 50 && answered === ''; attempt++) {
      answered = await api.echo({ text: 'now' }).then(
        ({ text }) => text,
        () => '',
      );
    }
    expect(answered).toBe('now');
  });

  it('takes no harm from messages that are no frames', async () => {
    const side = await open(make);
    await settled(side);
    const closed = new Promise((resolve) => side.connection.client.onClose(() => resolve('closed')));
    const garbage: unknown[] = [
      Uint8Array.of(255, 255, 255, 255, 1, 2, 3),
      { t: 'open', id: -1, method: 'echo', input: {} },
      { t: 'pull', id: 1, credit: 1e9 },
      'open',
      null,
      [],
    ];
    for (const message of garbage) side.connection.sendRaw(message);
    if (side.connection.onGarbage === 'drops it') {
      expect(await side.api.echo({ text: 'still here' })).toEqual({ text: 'still here' });
    } else {
      expect(await closed).toBe('closed');
      await expect(side.api.echo({ text: 'gone' })).rejects.toMatchObject({ code: 'disconnected' });
    }
    expect(side.log).toEqual([]);
  });

  it('ends what is under way on both sides when the connection is lost', async () => {
    const side = await open(make);
    const waiting = side.api.wait({});
    const counting = side.api.count({ to: 1_000_000 })[Symbol.asyncIterator]();
    await counting.next();
    side.connection.close();
    await expect(waiting).rejects.toMatchObject({ code: 'disconnected' });
    await Promise.all([side.left, side.toldToStop]);
    const drain = async (): Promise<void> => {
      for (;;) if ((await counting.next()).done === true) return;
    };
    await expect(drain()).rejects.toMatchObject({ code: 'disconnected' });
    await expect(side.api.echo({ text: '' })).rejects.toMatchObject({ code: 'disconnected' });
  });
});
