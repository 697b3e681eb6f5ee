import { app } from 'electron';

/** How long closing the library and ending the children may take before the program goes anyway. */
const CLOSE_WITHIN_MS = 10_000;

/** Keeps the program alive, its windows closed, until `close` has finished; only then does it quit. */
export function drainOnQuit(close: () => Promise<void>, log: (line: string) => void): void {
  let state: 'running' | 'closing' | 'closed' = 'running';
  app.on('will-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    const overdue = setTimeout(() => {
      log('closing took too long');
      app.exit(1);
    }, CLOSE_WITHIN_MS);
    close()
      .catch((thrown: unknown) => log(`closing failed: ${thrown instanceof Error ? thrown.name : typeof thrown}`))
      .finally(() => {
        clearTimeout(overdue);
        state = 'closed';
        app.quit();
      });
  });
}
