import { readFile } from 'node:fs/promises';
import { rolldown } from 'rolldown';
import { expect, test } from './workstation.ts';

/** The shim and the built preload script as one script that runs before the page's own. */
async function preloadScript(): Promise<string> {
  const bundle = await rolldown({ input: 'tests/page/electron-shim.ts' });
  const { output } = await bundle.generate({ format: 'iife' });
  return `${output[0].code}\n(() => {${await readFile('out/preload/index.cjs', 'utf8')}})();`;
}

test.describe('the built preload in a real page', () => {
  test('connects the page by a message port, and shows it one name and nothing of Electron', async ({
    browser,
    workstation,
  }) => {
    const page = await browser.newPage();
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await page.addInitScript({ content: await preloadScript() });
    await page.goto(workstation.entryUrl);

    expect(await page.evaluate('window.host')).toEqual({ kind: 'electron' });
    // The page mounts only once the workstation has answered over the port.
    await expect(page.getByRole('button', { name: 'Import' }).first()).toBeVisible();
    expect(sockets).toHaveLength(1); // the shim's own
    expect(await page.evaluate(() => typeof Reflect.get(window, 'process'))).toBe('undefined');
    await page.close();
  });

  test('hands nothing over for a frame, another message, or a message without a port', async ({ browser }) => {
    const page = await browser.newPage();
    await page.addInitScript({ content: await preloadScript() });
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await page.goto('data:text/html,<iframe srcdoc="<p>frame"></iframe>');
    await page.evaluate(async () => {
      const port = (): MessagePort => new MessageChannel().port1;
      window.postMessage('something else', '*', [port()]);
      window.postMessage('rpc:connect', '*');
      const inFrame = document.querySelector('iframe')?.contentWindow;
      const script = inFrame?.document.createElement('script');
      if (inFrame && script) {
        script.textContent = "parent.postMessage('rpc:connect', '*', [new MessageChannel().port1])";
        inFrame.document.body.append(script);
      }
      // Messages arrive in order: after this one, all of the above have.
      await new Promise((resolve) => {
        window.addEventListener('message', ({ data }) => data === 'last' && resolve(undefined));
        window.postMessage('last', '*');
      });
    });
    expect(sockets).toEqual([]);
    await page.close();
  });
});
