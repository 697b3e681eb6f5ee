import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** What decides which browser is found. */
export interface BrowserPlaces {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isProgram: (path: string) => boolean;
}

/** In order of preference; Edge is Chromium too and is there on every Windows. */
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const MAC_PROGRAMS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const WINDOWS_PROGRAMS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
const WINDOWS_FOLDERS = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'];

const here = (): BrowserPlaces => ({ platform: process.platform, env: process.env, isProgram });

/** The program file of an installed Chromium, Chrome or Edge; the variable CHROMIUM, when set, is the only answer. */
export function findChromium(places: BrowserPlaces = here()): string | undefined {
  return candidates(places).find(places.isProgram);
}

function candidates({ platform, env }: BrowserPlaces): readonly string[] {
  const chosen = env['CHROMIUM'];
  if (chosen !== undefined && chosen !== '') return isAbsolute(chosen) ? [chosen] : onPath([chosen], env);
  switch (platform) {
    case 'win32':
      return WINDOWS_FOLDERS.flatMap((variable) => {
        const folder = env[variable];
        return folder === undefined ? [] : WINDOWS_PROGRAMS.map((program) => `${folder}\\${program}`);
      });
    case 'darwin':
      return [...MAC_PROGRAMS, ...onPath(NAMES, env)];
    default:
      return onPath(NAMES, env);
  }
}

const onPath = (names: readonly string[], env: BrowserPlaces['env']): readonly string[] =>
  names.flatMap((name) => (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)));

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there or not to be run: the next candidate
  }
}
