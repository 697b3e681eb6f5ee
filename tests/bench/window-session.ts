import { linkSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from '../../src/main/hosts/browser/find-chromium.ts';
import { CHROMIUM_SWITCHES } from '../e2e/chromium-switches.ts';
import { einthoven, type RunningWorkstation, startWorkstation } from '../e2e/workstation.ts';

/** The built program with a simulated day in its library, and a real Chromium looking at it. */
export interface WindowSession {
  readonly page: Page;
  /** Id of the process of the program, and the folder of its library. */
  readonly pid: number;
  readonly library: string;
  /** Entering the window anew from a cold page: milliseconds until the worklist can be used. */
  readonly enter: () => Promise<number>;
  /** Opens a study by the name of its record: milliseconds until its trace is on the canvas. */
  readonly open: (record: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

export const DAY = 'day';
export const TWELVE_LEADS = 'twelve-leads';
export const RESTING = 'sinus';
const VIEWPORT = { width: 1920, height: 1080 };

let shared: Promise<WindowSession | string> | undefined;
let users = 0;

/** One session for all rows, made by the first; a sentence where there is no Chromium. Give it back with `leaveWindow`. */
export function enterWindow(): Promise<WindowSession | string> {
  users++;
  return (shared ??= startWindow(simulated));
}

export async function leaveWindow(): Promise<void> {
  if (--users > 0 || !shared) return;
  const session = await shared;
  shared = undefined;
  if (typeof session !== 'string') await session.close();
}

/** The day and a resting recording. */
export async function simulated(folder: string): Promise<string[]> {
  for (const preset of [DAY, RESTING]) await einthoven('simulate', preset, '--out', folder);
  return [DAY, RESTING];
}

/** The day in twelve leads, 520 MB: its three leads four times over. */
export async function simulatedInTwelveLeads(folder: string): Promise<string[]> {
  const records = await simulated(folder);
  const path = (name: string): string => join(folder, name);
  const [head = '', ...signals] = readFileSync(path(`${DAY}.hea`), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const lines = [head.replace(DAY, TWELVE_LEADS).replace(/ 3 /, ' 12 ')];
  for (let copy = 0; copy < 4; copy++) {
    const file = `${TWELVE_LEADS}-${String(copy)}.dat`;
    linkSync(path(`${DAY}.dat`), path(file));
    for (const signal of signals) lines.push(signal.replace(`${DAY}.dat`, file).replace(/\S+$/, `$&-${String(copy)}`));
  }
  writeFileSync(path(`${TWELVE_LEADS}.hea`), `${lines.join('\n')}\n`);
  linkSync(path(`${DAY}.sim`), path(`${TWELVE_LEADS}.sim`));
  return [TWELVE_LEADS, ...records.filter((name) => name !== DAY)];
}

/**
 * @param prepare writes records into a folder and tells their names
 * @param arrange does something with the library before the program opens it
 */
export async function startWindow(
  prepare: (folder: string) => Promise<string[]>,
  arrange: (library: string, folder: string) => Promise<void> = () => Promise.resolve(),
): Promise<WindowSession | string> {
  const executablePath = findChromium();
  if (executablePath === undefined) return 'there is no Chromium on this machine';
  const folder = mkdtempSync(join(tmpdir(), 'einthoven-window-bench-'));
  const library = join(folder, 'library');
  const records = await prepare(folder);
  await einthoven('import', '--library', library, ...records.map((name) => join(folder, `${name}.hea`)));
  await arrange(library, folder);
  const workstation: RunningWorkstation = await startWorkstation(library);
  const browser: Browser = await chromium.launch({ executablePath, args: [...CHROMIUM_SWITCHES] });
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.goto(workstation.entryUrl);
  await page.getByRole('row').first().waitFor();
  return {
    page,
    pid: workstation.pid,
    library,
    enter: async () => {
      const began = performance.now();
      await page.goto(workstation.origin);
      await page.getByRole('row').filter({ hasText: RESTING }).first().waitFor();
      return performance.now() - began;
    },
    open: (record) => timeToTrace(page, record),
    close: async () => {
      await browser.close();
      await workstation.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Measured inside the page: from the click on a study to the first frame whose paper carries a trace. */
async function timeToTrace(page: Page, record: string): Promise<number> {
  await page.getByRole('row').filter({ hasText: record }).first().waitFor();
  return page.evaluate(async (name) => {
    const before = document.querySelector('canvas[tabindex]');
    /** Pixels as dark as a trace on pink paper, in the middle of the page. */
    const hasInk = (canvas: HTMLCanvasElement): boolean => {
      if (canvas.width === 0 || canvas.height === 0) return false;
      const middle = Math.floor(canvas.width / 2);
      const { data } = canvas.getContext('2d')?.getImageData(middle, 0, 64, canvas.height) ?? { data: [] };
      let dark = 0;
      for (let i = 0; i < data.length; i += 4) {
        if ((data[i] ?? 255) + (data[i + 1] ?? 255) + (data[i + 2] ?? 255) < 150) dark++;
      }
      return dark > 100;
    };
    const row = [...document.querySelectorAll<HTMLElement>('[role=row]')].find((each) =>
      each.textContent.includes(name),
    );
    const began = performance.now();
    row?.click();
    for (;;) {
      await new Promise(requestAnimationFrame);
      const canvas = document.querySelector<HTMLCanvasElement>('canvas[tabindex]');
      if (canvas && canvas !== before && hasInk(canvas)) return performance.now() - began;
    }
  }, record);
}

/** Work of every painted frame (milliseconds, 95th percentile) while the trace is dragged to and fro for `steps` frames. */
export const panning = (page: Page, steps: number): Promise<number> =>
  frameWork(page, steps, async (x, y, step) => {
    if (step === 0) await page.mouse.down();
    await page.mouse.move(x + 300 * Math.sin(step / 12), y);
    if (step === steps - 1) await page.mouse.up();
  });

/** The same while the wheel zooms in and out again. */
export const zooming = (page: Page, steps: number): Promise<number> =>
  frameWork(page, steps, async (_x, _y, step) => {
    if (step === 0) await page.keyboard.down('Control');
    await page.mouse.wheel(0, step % 16 < 8 ? -100 : 100);
    if (step === steps - 1) await page.keyboard.up('Control');
  });

/** The same while the wheel scrolls down the page of rows and up again, several rows at a time. */
export const scrolling = (page: Page, steps: number): Promise<number> =>
  frameWork(page, steps, async (_x, _y, step) => {
    await page.mouse.wheel(0, step < steps / 2 ? 240 : -240);
  });

/** Id of the process that draws a page. */
export async function rendererProcess(page: Page): Promise<number> {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser');
  const { processInfo } = await (await browser.newBrowserCDPSession()).send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  // The one that has worked most: others are spare.
  const busiest = renderers.reduce((most, each) => (each.cpuTime > most.cpuTime ? each : most));
  return busiest.id;
}

async function frameWork(
  page: Page,
  steps: number,
  gesture: (x: number, y: number, step: number) => Promise<void>,
): Promise<number> {
  const box = await page.locator('canvas[tabindex]').boundingBox();
  if (!box) throw new Error('there is no paper to move');
  await page.evaluate(() => {
    document.documentElement.dataset['measureFrames'] = '';
    performance.clearMeasures('ecg-frame');
  });
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  for (let step = 0; step < steps; step++) {
    await gesture(x, y, step);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  const frames = await page.evaluate(() => {
    delete document.documentElement.dataset['measureFrames'];
    return performance.getEntriesByName('ecg-frame').map((entry) => entry.duration);
  });
  if (frames.length < steps / 2) throw new Error('too few frames were painted to judge');
  frames.sort((a, b) => a - b);
  return frames[Math.floor(frames.length * 0.95)] ?? NaN;
}
