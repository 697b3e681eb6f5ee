import { app, type BrowserWindow, dialog } from 'electron';

/** A page that crashes this often within a minute is not loaded again. */
const MAX_CRASHES = 3;
const WITHIN_MS = 60_000;

/** Loads the page again after its process has crashed: everything a reader did is kept in the library. */
export function reloadAfterCrash(window: BrowserWindow, log: (line: string) => void): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log(`the page's process is gone: ${reason} (${exitCode})`);
    if (reason === 'clean-exit') return;
    const now = performance.now();
    crashes = [...crashes.filter((at) => now - at < WITHIN_MS), now];
    if (crashes.length < MAX_CRASHES) {
      window.webContents.reload();
      return;
    }
    dialog.showErrorBox('Einthoven has to close', 'Its window crashed several times. What was entered is saved.');
    app.quit();
  });
}
