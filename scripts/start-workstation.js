import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { hasDisplay } from '../src/main/hosts/browser/app-window.ts';
import { build, ROOT } from './build.js';
import { chooseHost } from './choose-host.js';
import { electronProgram, fetchElectron } from './electron-binary.js';

const USAGE = 'npm start -- [--library DIR] [--port NUMBER] [--no-window] [--browser]';
const BROWSER_HOST = 'out/main/browser.js';
/** An Electron that is killed by its own checks so soon never showed a window. */
const EARLY_MS = 10_000;

const say = (line) => console.log(line);

/** Builds what is not built, says which host runs and why, and runs it. */
export async function startWorkstation(argv) {
  const options = read(argv);
  if (!options || !build(say)) {
    process.exitCode = options ? 1 : 2;
    return;
  }
  const { host, because } = await chooseHost({
    asked: options.browser || options['no-window'] || options.port !== undefined,
    display: hasDisplay(),
    root: process.getuid?.() === 0,
    program: electronProgram,
    fetch: () => {
      say('Fetching Electron, once (about 120 MB) …');
      return fetchElectron();
    },
  });
  say(`Einthoven runs in ${host === 'electron' ? 'Electron' : 'the browser host'}: ${because}.`);
  if (host === 'electron' && (await runElectron(options))) return;
  await runBrowserHost(options);
}

function read(argv) {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        library: { type: 'string' },
        port: { type: 'string' },
        'no-window': { type: 'boolean', default: false },
        browser: { type: 'boolean', default: false },
      },
    });
    // npm runs scripts in the package's folder and keeps the person's own in INIT_CWD.
    const library = values.library && resolve(process.env.INIT_CWD ?? '.', values.library);
    return { ...values, library };
  } catch (error) {
    console.error(`${error.message}\nusage: ${USAGE}`);
    return undefined;
  }
}

const libraryArguments = ({ library }) => (library === undefined ? [] : ['--library', library]);

/** In this very process: one less to wait for and to stop. */
async function runBrowserHost(options) {
  const args = [
    ...libraryArguments(options),
    ...(options.port === undefined ? [] : ['--port', options.port]),
    ...(options['no-window'] || !hasDisplay() ? ['--no-window'] : []),
  ];
  process.argv.splice(2, Infinity, ...args);
  await import(pathToFileURL(join(ROOT, BROWSER_HOST)).href);
}

/** @returns {Promise<boolean>} whether it ran; false when the system would not let it start */
async function runElectron(options) {
  const began = performance.now();
  const child = spawn(electronProgram(), [ROOT, ...libraryArguments(options)], { stdio: 'inherit' });
  const hand = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, hand);
  const { code, signal } = await new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: 'SIGABRT' }));
  });
  for (const signal of signals) process.off(signal, hand);
  const crashed = signal !== null && !signals.includes(signal);
  if (crashed && performance.now() - began < EARLY_MS) {
    say(`Electron was stopped by the system (${signal}), so Einthoven runs in the browser host.`);
    return false;
  }
  process.exitCode = code ?? 1;
  return true;
}
