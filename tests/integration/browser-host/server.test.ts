import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { createServer, connect as connectTcp } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as z from 'zod';
import { type BrowserServer, startBrowserServer } from '../../../src/main/hosts/browser/server.ts';
import { connect } from '../../../src/shared/rpc/client.ts';
import { call } from '../../../src/shared/rpc/contract.ts';
import { serve } from '../../../src/shared/rpc/server.ts';
import { webSocketWire } from '../../../src/shared/rpc/web-socket.ts';
import { nodeSocket } from '../../../src/main/hosts/browser/node-socket.ts';
import { enter, sendRaw, tryConnection } from './attacker.ts';

const contract = { double: call(z.object({ of: z.instanceof(Int32Array) }), z.instanceof(Int32Array)) } as const;
const SECRET = 'the library of a clinic';

let folder = '';
let server: BrowserServer;
let authority = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-server-'));
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.js'), SECRET);
  writeFileSync(join(folder, 'renderer/index.html'), '<!doctype html><title>window</title>');
  writeFileSync(join(folder, 'renderer/assets/index.js'), 'export {};');
  writeFileSync(join(folder, 'renderer/assets/index.js.map'), SECRET);
  symlinkSync(join(folder, 'secret.js'), join(folder, 'renderer/assets/linked.js'));
});
afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(async () => {
  server = await startBrowserServer({
    rendererRoot: join(folder, 'renderer'),
    onConnection: (wire) => serve(contract, { double: ({ of }) => of.map((value) => value * 2) }, wire),
  });
  authority = new URL(server.origin).host;
});
afterEach(() => server.close());

const get = (path: string, ...headers: string[]) =>
  sendRaw(server.origin, `GET ${path}`, [`Host: ${authority}`, ...headers]);
const socketUrl = (): string => `ws://${authority}/rpc`;

describe('where it listens', () => {
  it('listens on the loopback address', async () => {
    expect(server.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(server.entryUrl, { redirect: 'manual' })).status).toBe(303);
  });

  it('cannot be reached on any other address of this computer', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .map((one) => (one.scopeid ? `${one.address}%${one.scopeid}` : one.address))
      .filter((address) => address !== '127.0.0.1');
    for (const host of [...others, '127.0.0.2']) {
      const socket = connectTcp({ host, port: Number(new URL(server.origin).port) });
      const outcome = await Promise.race([
        once(socket, 'connect').then(() => 'connected'),
        once(socket, 'error').then(() => 'refused'),
      ]).catch(() => 'refused');
      socket.destroy();
      expect([host, outcome]).toEqual([host, 'refused']);
    }
  });

  it('says in a sentence that a port is taken, and keeps running where it is', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await expect(
      startBrowserServer({ rendererRoot: join(folder, 'renderer'), onConnection: () => undefined, port }),
    ).rejects.toThrow(`Port ${port} cannot be used`);
    other.close();
    expect((await get('/')).status).toBe(403);
  });

  it('says in a sentence that the window is not built', async () => {
    await expect(
      startBrowserServer({ rendererRoot: join(folder, 'nothing'), onConnection: () => undefined }),
    ).rejects.toThrow('has not been built');
  });
});

describe('the ticket', () => {
  it('opens the session once, with a cookie no script and no other site can use', async () => {
    const { pathname, search } = new URL(server.entryUrl);
    const answer = await get(pathname + search);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/');
    expect(answer.headers.get('set-cookie')).toMatch(/^einthoven-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(server.entered).toBe(true);
  });

  it('is refused the second time', async () => {
    await enter(server.entryUrl);
    const again = await fetch(server.entryUrl, { redirect: 'manual' });
    expect(again.status).toBe(403);
    expect(again.headers.get('set-cookie')).toBeNull();
    expect(await again.text()).toContain('works once');
  });

  it('is not used up by wrong ones', async () => {
    const { pathname, searchParams } = new URL(server.entryUrl);
    const ticket = searchParams.get('ticket') ?? '';
    const wrong = [
      '',
      '?ticket=',
      `?ticket=${ticket.slice(1)}`,
      `?ticket=${ticket}x`,
      `?ticket=${ticket.toUpperCase()}`,
    ];
    for (const query of wrong) expect((await get(pathname + query)).status).toBe(403);
    expect(server.entered).toBe(false);
    expect(await enter(server.entryUrl)).not.toBe('');
  });

  it('is 256 bits long and differs at every start', async () => {
    const other = await startBrowserServer({ rendererRoot: join(folder, 'renderer'), onConnection: () => undefined });
    const ticketOf = (url: string): string => new URL(url).searchParams.get('ticket') ?? '';
    expect(ticketOf(server.entryUrl)).toHaveLength(43);
    expect(ticketOf(other.entryUrl)).not.toBe(ticketOf(server.entryUrl));
    await other.close();
  });
});

describe('the session', () => {
  it('serves the window again and again to its holder', async () => {
    const cookie = await enter(server.entryUrl);
    for (let reload = 0; reload < 3; reload++) {
      const page = await get('/', `Cookie: ${cookie}`);
      expect([page.status, page.body.includes('<title>window</title>')]).toEqual([200, true]);
    }
  });

  it('is found among other cookies', async () => {
    const cookie = await enter(server.entryUrl);
    expect((await get('/', `Cookie: theme=dark; ${cookie}; other=1`)).status).toBe(200);
  });

  it('is needed for every file, and a forged or altered cookie is none', async () => {
    const cookie = await enter(server.entryUrl);
    const [name = '', value = ''] = cookie.split('=');
    const forged = [
      '',
      `${name}=`,
      `${name}=${'A'.repeat(43)}`,
      `${name}=${value.slice(0, -1)}`,
      `${name}=${value}A`,
      `x${name}=${value}`,
      `session=${value}`,
      `theme=${name}=${value}`,
    ];
    for (const header of forged) {
      for (const path of ['/', '/index.html', '/assets/index.js']) {
        const answer = await get(path, `Cookie: ${header}`);
        expect([header, path, answer.status]).toEqual([header, path, 403]);
        expect(answer.body).not.toContain('window');
      }
    }
  });

  it('does not open the door of another instance', async () => {
    const other = await startBrowserServer({ rendererRoot: join(folder, 'renderer'), onConnection: () => undefined });
    const cookie = await enter(other.entryUrl);
    expect((await get('/', `Cookie: ${cookie}`)).status).toBe(403);
    await other.close();
  });
});

describe('host and origin', () => {
  it('refuses every host name but its own, so that a name rebound to this computer gets nothing', async () => {
    const cookie = await enter(server.entryUrl);
    const port = new URL(server.origin).port;
    const hosts = [
      'evil.example',
      `evil.example:${port}`,
      `localhost:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port}.`,
      `[::1]:${port}`,
    ];
    for (const host of hosts) {
      const answer = await sendRaw(server.origin, 'GET /', [`Host: ${host}`, `Cookie: ${cookie}`]);
      expect([host, answer.status]).toEqual([host, 403]);
    }
    expect((await sendRaw(server.origin, 'GET /', [`Cookie: ${cookie}`])).status).toBe(400); // no host at all
  });

  it('does not let the ticket be redeemed under another host name', async () => {
    const { pathname, search } = new URL(server.entryUrl);
    const answer = await sendRaw(server.origin, `GET ${pathname}${search}`, ['Host: evil.example']);
    expect(answer.status).toBe(403);
    expect(server.entered).toBe(false);
  });

  it('refuses requests made by other pages, those of other ports of this computer included', async () => {
    const cookie = await enter(server.entryUrl);
    for (const site of ['cross-site', 'same-site']) {
      expect((await get('/', `Cookie: ${cookie}`, `Sec-Fetch-Site: ${site}`)).status).toBe(403);
    }
    for (const site of ['same-origin', 'none']) {
      expect((await get('/', `Cookie: ${cookie}`, `Sec-Fetch-Site: ${site}`)).status).toBe(200);
    }
  });

  it('connects the page with session and exact origin only', async () => {
    const cookie = await enter(server.entryUrl);
    const port = new URL(server.origin).port;
    expect(await tryConnection(socketUrl(), { origin: server.origin, headers: { cookie } })).toBe('open');
    const origins = [
      'https://evil.example',
      'null',
      `http://localhost:${port}`,
      'http://127.0.0.1',
      `https://127.0.0.1:${port}`,
      `${server.origin}/`,
      `http://127.0.0.1:${Number(port) + 1}`,
    ];
    for (const origin of origins) {
      expect([origin, await tryConnection(socketUrl(), { origin, headers: { cookie } })]).toEqual([
        origin,
        'Unexpected server response: 403',
      ]);
    }
    expect(await tryConnection(socketUrl(), { headers: { cookie } })).toContain('403'); // no origin at all
    expect(await tryConnection(socketUrl(), { origin: server.origin })).toContain('403'); // no session
    expect(
      await tryConnection(socketUrl(), { origin: server.origin, headers: { cookie, host: 'evil.example' } }),
    ).toContain('403');
  });

  it('upgrades at /rpc only', async () => {
    const cookie = await enter(server.entryUrl);
    for (const path of ['/', '/rpc/', '/rpc?x', '//rpc', '/RPC', '/enter', '/assets/index.js']) {
      const outcome = await tryConnection(`ws://${authority}${path}`, { origin: server.origin, headers: { cookie } });
      expect([path, outcome]).toEqual([path, 'Unexpected server response: 403']);
    }
  });
});

describe('files', () => {
  const traversals = [
    '/../secret.js',
    '/assets/../../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/%2e%2e%2fsecret.js',
    '/%252e%252e%252fsecret.js',
    '/assets/..%252f..%252fsecret.js',
    '/..\\secret.js',
    '/..%5csecret.js',
    '/assets\\..\\..\\secret.js',
    '/%c0%ae%c0%ae/secret.js',
    '/assets/index.js%00.html',
    '/index.html%00',
    '//etc/passwd',
    '/etc/passwd',
    '/file:///etc/passwd',
    '/.',
    '/assets/.',
    '/assets/./index.js',
    '//assets/index.js',
    'http://127.0.0.1/secret.js',
    'file:///etc/passwd',
    '*',
  ];

  it.each(traversals)('does not leave the folder by %j', async (path) => {
    const cookie = await enter(server.entryUrl);
    const answer = await get(path, `Cookie: ${cookie}`);
    expect([400, 403, 404]).toContain(answer.status);
    expect(answer.body).not.toContain(SECRET);
    expect(answer.body).not.toContain('root:');
  });

  it('does not follow a link out of the folder', async () => {
    const answer = await get('/assets/linked.js', `Cookie: ${await enter(server.entryUrl)}`);
    expect([answer.status, answer.body.includes(SECRET)]).toEqual([404, false]);
  });

  it('lists no folder and serves no kind of file it does not know', async () => {
    const cookie = await enter(server.entryUrl);
    for (const path of ['/assets', '/assets/', '/assets/index.js.map']) {
      expect([path, (await get(path, `Cookie: ${cookie}`)).status]).toEqual([path, 404]);
    }
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    'does not do %s',
    async (method) => {
      const cookie = await enter(server.entryUrl);
      const answer = await sendRaw(server.origin, `${method} /`, [`Host: ${authority}`, `Cookie: ${cookie}`]);
      expect(answer.status).toBe(405);
      expect(answer.headers.get('access-control-allow-origin')).toBeUndefined();
    },
  );

  it('is no proxy: the window is given it as one, so that nothing goes elsewhere', async () => {
    const cookie = await enter(server.entryUrl);
    const elsewhere = await sendRaw(server.origin, 'GET http://evil.example/', [
      'Host: evil.example',
      `Cookie: ${cookie}`,
    ]);
    expect(elsewhere.status).toBe(403);
    const tunnel = await sendRaw(server.origin, 'CONNECT evil.example:443', ['Host: evil.example:443']);
    expect(tunnel.status).toBe(0); // the connection was closed without a word
  });

  it('sends its policy with every answer, refusals included', async () => {
    const cookie = await enter(server.entryUrl);
    const answers = [
      await get('/', `Cookie: ${cookie}`),
      await get('/'),
      await get('/no', `Cookie: ${cookie}`),
      await get('/enter'),
    ];
    for (const { headers } of answers) {
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
          `connect-src 'self' ws://${authority}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    }
    expect((await get('/assets/index.js', `Cookie: ${cookie}`)).headers.get('content-type')).toContain(
      'text/javascript',
    );
  });
});

describe('the connection', () => {
  async function open(): Promise<WebSocket> {
    const cookie = await enter(server.entryUrl);
    const socket = new WebSocket(socketUrl(), { origin: server.origin, headers: { cookie } });
    await once(socket, 'open');
    return socket;
  }

  it('answers procedures of the contract with typed arrays', async () => {
    const socket = await open();
    const client = connect(contract, webSocketWire(nodeSocket(socket)));
    expect(await client.double({ of: Int32Array.of(1, -2) })).toEqual(Int32Array.of(2, -4));
    socket.terminate();
  });

  it.each([
    ['larger than any message of ours', Buffer.alloc(8 * 1024 * 1024 + 1), 1009],
    ['that is text', 'hello', 1008],
    ['that is no frame', Buffer.from([255, 255, 255, 255, 0]), 1008],
    ['that is empty', Buffer.alloc(0), 1008],
  ])('is closed by a message %s, and the host goes on', async (_what, message, code) => {
    const socket = await open();
    socket.on('error', () => undefined);
    socket.send(message);
    const [closedWith] = (await once(socket, 'close')) as [number];
    expect(closedWith).toBe(code);
    expect((await get('/')).status).toBe(403);
  });

  it('ends with the host, so that stopping does not wait for the page', async () => {
    const socket = await open();
    const closed = once(socket, 'close');
    await server.close();
    await closed;
    await expect(fetch(server.origin)).rejects.toThrow();
    server = await startBrowserServer({ rendererRoot: join(folder, 'renderer'), onConnection: () => undefined });
  });
});
