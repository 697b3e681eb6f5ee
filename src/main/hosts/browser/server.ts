import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { Problem } from '../../../shared/problem.ts';
import type { Wire } from '../../../shared/rpc/wire.ts';
import { webSocketWire } from '../../../shared/rpc/web-socket.ts';
import { contentSecurityPolicy } from '../workstation/content-security-policy.ts';
import { listRendererFiles } from '../workstation/renderer-files.ts';
import { type Access, createAccess } from './access.ts';
import { nodeSocket } from './node-socket.ts';

/** The page uploads recordings in pieces of at most 4 MB; nothing larger is ever ours. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
const ADDRESS = '127.0.0.1';

export interface BrowserServerOptions {
  /** Folder of the built window. */
  readonly rendererRoot: string;
  /** Called for every admitted connection of the page. */
  readonly onConnection: (wire: Wire) => void;
  /** 0 or absent: any free port. */
  readonly port?: number | undefined;
}

export interface BrowserServer {
  /** Opens the session once: the address a browser is to be sent to. */
  readonly entryUrl: string;
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  /** True once the ticket in `entryUrl` was used. */
  readonly entered: boolean;
  close(): Promise<void>;
}

/**
 * Serves the window and its connection on the loopback address, to the one who brings the ticket. Everything that does
 * not carry the exact host, the session and, for the connection, the exact origin is refused.
 * @throws Problem when the port is taken or the window is not built.
 */
export async function startBrowserServer(options: BrowserServerOptions): Promise<BrowserServer> {
  const files = listRendererFiles(options.rendererRoot);
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const authority = `${ADDRESS}:${port}`;
  const origin = `http://${authority}`;
  const access = createAccess(port);
  const headers = responseHeaders(authority);
  let entered = false;

  const refuse = (response: ServerResponse, status: number, sentence: string): void => {
    response.writeHead(status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }).end(`${sentence}\n`);
  };

  function enter(query: string, response: ServerResponse): void {
    const cookie = access.redeem(new URLSearchParams(query).get('ticket') ?? '');
    if (cookie === undefined) {
      refuse(response, 403, 'This address works once. Start Einthoven again to get a new one.');
      return;
    }
    entered = true;
    response.writeHead(303, { ...headers, 'Set-Cookie': cookie, Location: '/' }).end();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.host !== authority) {
      refuse(response, 403, 'Wrong host.');
      return;
    }
    if (request.method !== 'GET') {
      refuse(response.setHeader('Allow', 'GET'), 405, 'Only GET.');
      return;
    }
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    if (path === '/enter') {
      enter(query, response);
      return;
    }
    if (!access.admits(request.headers.cookie) || isForeign(request)) {
      refuse(response, 403, 'No session. Open Einthoven with the address it printed when it started.');
      return;
    }
    const file = await files.read(path);
    if (file) response.writeHead(200, { ...headers, 'Content-Type': file.contentType }).end(file.body);
    else refuse(response, 404, 'Not found.');
  }

  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });

  server.on('request', (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (!mayConnect(request, authority, origin, access)) {
      refuseUpgrade(socket);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      // A broken or oversized message: the sender is told by its close code, and is gone either way.
      webSocket.on('error', () => webSocket.terminate());
      options.onConnection(webSocketWire(nodeSocket(webSocket)));
    });
  });

  return {
    entryUrl: `${origin}/enter?ticket=${access.ticket}`,
    origin,
    get entered() {
      return entered;
    },
    close: () => close(server, sockets),
  };
}

function responseHeaders(authority: string): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(`ws://${authority}`),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
}

/**
 * Whether another page made this request. SameSite does not tell the ports of one address apart, so a page of another
 * local server would send our cookie; the browser's fetch metadata does tell.
 */
function isForeign(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function mayConnect(request: IncomingMessage, authority: string, origin: string, access: Access): boolean {
  return (
    request.url === '/rpc' &&
    request.headers.host === authority &&
    request.headers.origin === origin &&
    access.admits(request.headers.cookie)
  );
}

function refuseUpgrade(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

async function listen(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject);
  server.listen({ port, host: ADDRESS, exclusive: true }, () => resolve(undefined));
  try {
    await promise;
  } catch (cause) {
    throw new Problem(
      'bad-input',
      `Port ${port} cannot be used; another program may have it. Choose another with --port, or leave it out.`,
      { cause },
    );
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
}

async function close(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.close(() => resolve(undefined));
  server.closeAllConnections();
  await promise;
}
