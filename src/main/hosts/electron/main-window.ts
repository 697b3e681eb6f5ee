import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { isReachable, readWindowState, writeWindowState } from './window-state.ts';

const DEFAULT_SIZE = { width: 1440, height: 900 };
const MINIMUM_SIZE = { minWidth: 960, minHeight: 640 };

/** Creates the window, hidden until its page is drawn, at the place where it was last closed. */
export function createMainWindow(preload: string): BrowserWindow {
  const stateFile = join(app.getPath('userData'), 'window-state.json');
  const kept = readWindowState(stateFile);
  const workAreas = screen.getAllDisplays().map((display) => display.workArea);
  const bounds = kept && isReachable(kept.bounds, workAreas) ? kept.bounds : DEFAULT_SIZE;

  const window = new BrowserWindow({
    ...bounds,
    ...MINIMUM_SIZE,
    show: false,
    title: 'Einthoven',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14171a' : '#f6f7f8',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
    },
  });
  if (kept?.maximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () =>
    writeWindowState(stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() }),
  );
  return window;
}

/** Brings the window to the front, for the second start of the program. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
