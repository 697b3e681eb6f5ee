import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { findChromium } from '../src/main/hosts/browser/find-chromium.ts';
import { build, ROOT } from './build.js';
import {
  countLine,
  countListed,
  countPlaywright,
  countVitest,
  listSkipped,
  sum,
  withExitStatus,
} from './test-counts.js';

const NO_BROWSER = `No Chromium was found, so the end-to-end tests cannot run.
  Debian, Ubuntu: sudo apt-get install chromium    Fedora: sudo dnf install chromium
  macOS, Windows: install Chromium, Chrome or Edge. Elsewhere: CHROMIUM=/path/to/chromium npm test`;

const require = createRequire(import.meta.url);
const reports = mkdtempSync(join(tmpdir(), 'einthoven-tests-'));

/** Runs every suite and says on its last line how many tests passed, failed and were skipped; returns the exit status. */
export async function runTests() {
  const counts = [
    check('build', () => build((line) => console.log(line))),
    check('type check', () => npmScript('typecheck')),
    check('lint', () => npmScript('lint')),
    unitTests(),
    endToEndTests(),
  ];
  rmSync(reports, { recursive: true, force: true });
  const total = sum(counts);
  console.log(`\n${countLine(total)}`);
  return total.failed > 0 ? 1 : 0;
}

/** A check counts as one test. */
function check(name, run) {
  const began = performance.now();
  const good = run();
  console.log(`${name}: ${good ? 'passed' : 'FAILED'} (${seconds(began)})`);
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 };
}

const seconds = (began) => `${((performance.now() - began) / 1000).toFixed(1)} s`;

function npmScript(name) {
  const npm = process.env.npm_execpath;
  const { status, stdout, stderr } = npm
    ? spawnSync(process.execPath, [npm, 'run', '--silent', name], { cwd: ROOT, encoding: 'utf8' })
    : spawnSync('npm', ['run', '--silent', name], { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });
  if (status !== 0) console.log(`${stdout}${stderr}`);
  return status === 0;
}

/** Unit, integration, Electron-host and component tests. */
function unitTests() {
  const file = join(reports, 'vitest.json');
  const began = performance.now();
  const status = run(moduleFile('vitest', 'vitest.mjs'), [
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${file}`,
    // A log has no use for colours, which Vitest otherwise writes wherever CI is set.
    ...(process.stdout.isTTY ? [] : ['--no-color']),
  ]);
  const report = read(file);
  const counts = withExitStatus(report ? countVitest(report) : NOTHING, status);
  for (const { name, assertionResults } of report?.testResults ?? []) {
    const skipped = assertionResults.filter((test) => !['passed', 'failed'].includes(test.status)).length;
    if (skipped > 0) console.log(`skipped ${skipped} in ${relative(ROOT, name)}`);
  }
  console.log(`unit and integration tests: ${countLine(counts)} (${seconds(began)})`);
  return counts;
}

/** Tests in a real Chromium. */
function endToEndTests() {
  const playwright = moduleFile('@playwright/test', 'cli.js');
  const file = join(reports, 'playwright.json');
  const began = performance.now();
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  let counts;
  if (findChromium() === undefined) {
    console.log(NO_BROWSER);
    const status = run(playwright, ['test', '--list', '--reporter=json'], env);
    const report = read(file);
    counts = withExitStatus({ ...NOTHING, skipped: report ? countListed(report) : 0 }, status);
  } else {
    const status = run(playwright, ['test', '--reporter=dot,json'], env);
    const report = read(file);
    for (const line of report ? listSkipped(report) : []) console.log(`skipped ${line}`);
    counts = withExitStatus(report ? countPlaywright(report) : NOTHING, status);
  }
  console.log(`end-to-end tests: ${countLine(counts)} (${seconds(began)})`);
  return counts;
}

const NOTHING = { passed: 0, failed: 0, skipped: 0 };

const moduleFile = (name, file) => join(dirname(require.resolve(`${name}/package.json`)), file);

function run(script, args, env = {}) {
  const { status } = spawnSync(process.execPath, [script, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status;
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // the suite did not come to its report: its exit status says so
  }
}
