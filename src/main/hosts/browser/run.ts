import { contract } from '../../../shared/contract.ts';
import { serve } from '../../../shared/rpc/server.ts';
import type { HostFacilities } from '../../services/host-facilities.ts';
import { defaultLibraryFolder } from '../workstation/library-folder.ts';
import { openWorkstation } from '../workstation/open-workstation.ts';
import { locateProgramFiles } from '../workstation/program-files.ts';
import { serverLog } from '../workstation/server-log.ts';
import { type AppWindow, hasDisplay, openAppWindow } from './app-window.ts';
import { findChromium } from './find-chromium.ts';
import { forkJob } from './fork-job.ts';
import { type BrowserServer, startBrowserServer } from './server.ts';

export interface BrowserHostOptions {
  /** Folder of the library; the person's own when absent. */
  readonly library?: string | undefined;
  /** Any free port when absent. */
  readonly port?: number | undefined;
  /** Whether to open a window of its own where there is a screen and a browser; else the address is only printed. */
  readonly openWindow: boolean;
  /** Stops the host when aborted. */
  readonly signal: AbortSignal;
  /** Says one line to whoever started the host: the address, and why there is no window. */
  readonly say: (line: string) => void;
  /** One line of the log: names and times, never patient data. */
  readonly log: (line: string) => void;
}

/**
 * Runs the workstation in a browser window until it is closed or `signal` is aborted, then closes the library and ends
 * every child process.
 * @throws Problem when the library cannot be opened, the port is taken or the window is not built.
 */
export async function runBrowserHost(options: BrowserHostOptions): Promise<void> {
  const files = locateProgramFiles();
  const facilities: HostFacilities = {
    kind: 'browser',
    version: files.version,
    spawnJob: (voice) => forkJob(files.jobEntry, voice),
    log: options.log,
  };
  const workstation = openWorkstation(options.library ?? defaultLibraryFolder(), facilities, files.resources);
  try {
    const server = await startBrowserServer({
      rendererRoot: files.renderer,
      port: options.port,
      onConnection: (wire) => serve(contract, workstation.handlers, wire, serverLog(options.log)),
    });
    try {
      await untilStopped(server, options);
    } finally {
      await server.close();
    }
  } finally {
    await workstation.close();
  }
}

async function untilStopped(server: BrowserServer, { openWindow, signal, say }: BrowserHostOptions): Promise<void> {
  const aborted = untilAborted(signal);
  const program = openWindow && hasDisplay() ? findChromium() : undefined;
  if (program === undefined) {
    if (openWindow) say(hasDisplay() ? 'No Chromium, Chrome or Edge was found.' : 'There is no display.');
    say(`Open ${server.entryUrl} (it works once; Ctrl-C stops)`);
    await aborted;
    return;
  }
  const window: AppWindow = await openAppWindow(program, server.entryUrl);
  say('Einthoven is open in its own window. Close it, or press Ctrl-C, to stop.');
  await Promise.race([aborted, window.closed]);
  if (!signal.aborted && !server.entered) {
    say(`${program} did not open the window. Open ${server.entryUrl} in a browser (it works once; Ctrl-C stops)`);
    await aborted;
  }
  await window.close();
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  signal.addEventListener('abort', () => resolve(undefined), { once: true });
  if (signal.aborted) resolve(undefined);
  await promise;
}
