import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { app, dialog, session } from 'electron';
import { contract } from '../../../shared/contract.ts';
import { Problem, toProblem } from '../../../shared/problem.ts';
import { serve } from '../../../shared/rpc/server.ts';
import type { HostFacilities } from '../../services/host-facilities.ts';
import { defaultLibraryFolder } from '../workstation/library-folder.ts';
import { openWorkstation } from '../workstation/open-workstation.ts';
import { locateProgramFiles } from '../workstation/program-files.ts';
import { listRendererFiles } from '../workstation/renderer-files.ts';
import { serverLog, stackOf } from '../workstation/server-log.ts';
import { APP_ORIGIN, registerAppScheme, serveAppProtocol } from './app-protocol.ts';
import { acceptConnections } from './connections.ts';
import { reloadAfterCrash } from './crash.ts';
import { systemDialogs } from './dialogs.ts';
import { drainOnQuit } from './drain.ts';
import { forkUtilityJob } from './fork-job.ts';
import { lockDownApp, lockDownSession } from './lockdown.ts';
import { openLogFile } from './log-file.ts';
import { createMainWindow, focusWindow } from './main-window.ts';
import { installMenu } from './menu.ts';

/**
 * Starts the desktop program. What must come before Electron's `ready` runs at once, the rest waits for it; the caller
 * must not await this while its own module is still evaluating. Never rejects: what goes wrong is shown and ends the
 * program.
 */
export async function startElectronHost(): Promise<void> {
  // The data of a person and the browser's own caches are kept apart.
  app.setPath('sessionData', join(app.getPath('userData'), 'browser'));
  registerAppScheme();
  lockDownApp();
  if (!app.requestSingleInstanceLock()) {
    app.quit(); // the first instance hears `second-instance` and comes to the front
    return;
  }
  try {
    await app.whenReady();
    await run();
  } catch (thrown) {
    const problem = toProblem(thrown);
    if (problem.code === 'failed') process.stderr.write(`${stackOf(thrown)}\n`);
    dialog.showErrorBox('Einthoven cannot start', problem.message);
    app.exit(problem.code === 'failed' ? 1 : 2);
  }
}

async function run(): Promise<void> {
  const files = locateProgramFiles();
  const log = openLogFile(app.getPath('logs'));
  const facilities: HostFacilities = {
    kind: 'electron',
    version: files.version,
    spawnJob: (voice) => forkUtilityJob(files.jobEntry, voice),
    dialogs: systemDialogs(() => window),
    log,
  };
  const renderer = listRendererFiles(files.renderer);
  const workstation = openWorkstation(libraryFolder(), facilities, files.resources);
  drainOnQuit(() => workstation.close(), log);

  lockDownSession(session.defaultSession);
  serveAppProtocol(renderer);
  const window = createMainWindow(files.preload);
  app.on('second-instance', () => focusWindow(window));
  installMenu(window, files.version);
  reloadAfterCrash(window, log);
  acceptConnections(window, (wire) => serve(contract, workstation.handlers, wire, serverLog(log)));
  await window.loadURL(`${APP_ORIGIN}/`);
}

/** `--library DIR`, or the person's own. Chromium's own switches are among the arguments, so nothing else is judged. */
function libraryFolder(): string {
  const { values } = parseArgs({
    args: process.argv.slice(1),
    options: { library: { type: 'string' } },
    strict: false,
  });
  if (values.library === undefined) return defaultLibraryFolder();
  if (typeof values.library !== 'string') throw new Problem('bad-input', '--library needs a folder.');
  return resolve(process.env['INIT_CWD'] ?? '.', values.library);
}
