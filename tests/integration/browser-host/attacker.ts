import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ClientOptions, WebSocket } from 'ws';

/** An HTTP answer as it came over the socket. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Sends a request line and headers exactly as given: no client library tidies up what an attacker would send. */
export async function sendRaw(origin: string, requestLine: string, headers: readonly string[]): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  const socket = connectTcp(Number(port), hostname);
  await once(socket, 'connect');
  socket.write([`${requestLine} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n'));
  const answer = await text(socket);
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  const [statusLine = '', ...headerLines] = head.split('\r\n');
  return {
    status: Number(statusLine.split(' ')[1] ?? 0),
    headers: new Map(
      headerLines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
    ),
    body: rest.join('\r\n\r\n'),
  };
}

/** Opens the session as a browser does; returns the `Cookie` header's value. */
export async function enter(entryUrl: string): Promise<string> {
  const response = await fetch(entryUrl, { redirect: 'manual' });
  return (response.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
}

/** `open`, or the reason why the connection was refused. */
export async function tryConnection(url: string, options: ClientOptions): Promise<string> {
  const socket = new WebSocket(url, options);
  const { promise, resolve } = Promise.withResolvers<string>();
  socket.on('open', () => resolve('open'));
  socket.on('error', (error) => resolve(error.message));
  const outcome = await promise;
  socket.terminate();
  return outcome;
}
