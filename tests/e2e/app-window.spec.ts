import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { expect, test } from './workstation.ts';

/** Starts the browser host with a program in the place of Chromium, on a screen that need not be there. */
async function startWith(browser: string) {
  const program = test.info().outputPath('browser.js');
  await writeFile(program, `#!${process.execPath}\n${browser}`, { mode: 0o755 });
  const child = spawn(process.execPath, ['out/main/browser.js', '--library', test.info().outputPath('library')], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, CHROMIUM: program, DISPLAY: ':0' },
  });
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

const nextLine = async (lines: AsyncIterator<string>): Promise<string> => {
  const result: IteratorResult<string, undefined> = await lines.next();
  return result.done === true ? 'ended' : result.value;
};

test.skip(process.platform === 'win32', 'the stand-in for the browser is a script with a shebang');

test('closing the window stops the program', async () => {
  const enters = `
    const url = process.argv.find((one) => one.startsWith('--app=')).slice('--app='.length);
    await fetch(url, { redirect: 'manual' });`;
  const { child, lines } = await startWith(enters);
  expect(await nextLine(lines)).toContain('open in its own window');
  await once(child, 'exit');
  expect(child.exitCode).toBe(0);
});

test('a browser that does not come up leaves the address on the terminal, and the program running', async () => {
  const { child, lines } = await startWith('process.exit(1);');
  expect(await nextLine(lines)).toContain('open in its own window');
  const line = await nextLine(lines);
  expect(line).toContain('did not open the window');
  const url = /http:\/\/\S+/.exec(line)?.[0] ?? '';
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(303);
  child.kill('SIGINT');
  await once(child, 'exit');
  expect(child.exitCode).toBe(0);
});

test('Ctrl-C closes the window too', async () => {
  const { child, lines } = await startWith('setInterval(() => undefined, 1000);');
  expect(await nextLine(lines)).toContain('open in its own window');
  child.kill('SIGINT');
  await once(child, 'exit');
  expect(child.exitCode).toBe(0);
});
