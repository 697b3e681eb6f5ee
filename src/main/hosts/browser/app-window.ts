import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The workstation's window, shown by a browser of its own. */
export interface AppWindow {
  /** Resolves when the window was closed, or never came up. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/**
 * Chromium's switches for a window that is an application: no tabs, no address bar, nothing fetched in the background,
 * and no way out: the window can reach this computer only.
 */
export function appWindowArguments(url: string, profile: string, asRoot: boolean): readonly string[] {
  return [
    `--app=${url}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--window-size=1440,900',
    '--start-maximized',
    '--disable-extensions',
    '--disable-sync',
    '--disable-background-mode',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-breakpad',
    '--disable-quic',
    '--no-pings',
    '--disable-features=Translate,AutofillServerCommunication,OptimizationHints,MediaRouter,InterestFeedContentSuggestions',
    // Requests to anywhere else are sent to the host itself, which refuses them; loopback is never sent to a proxy.
    `--proxy-server=${new URL(url).host}`,
    // Chromium refuses to start as root with its sandbox on.
    ...(asRoot ? ['--no-sandbox'] : []),
  ];
}

/** Whether there is a screen to show a window on. */
export function hasDisplay(
  platform: NodeJS.Platform = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
}

/**
 * Opens `url` in a profile of its own that is removed afterwards: cookies are shared between the ports of an address,
 * so the session must not lie in the reader's everyday browser, and nothing of a patient stays behind in a cache.
 */
export async function openAppWindow(program: string, url: string): Promise<AppWindow> {
  const profile = await mkdtemp(join(tmpdir(), 'einthoven-window-'));
  const args = appWindowArguments(url, profile, process.getuid?.() === 0);
  const child = spawn(program, args, { stdio: 'ignore' });
  const { promise: ended, resolve } = Promise.withResolvers<undefined>();
  child.once('exit', () => resolve(undefined));
  child.once('error', () => resolve(undefined));
  const closed = ended.then(() => removeProfile(profile));
  return {
    closed,
    close: async () => {
      terminate(child);
      await closed;
    },
  };
}

/** How long a browser may take to close before it is ended. */
const CLOSE_WITHIN_MS = 3000;

function terminate(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), CLOSE_WITHIN_MS).unref();
}

async function removeProfile(profile: string): Promise<void> {
  // The browser's helpers may still be writing for a moment after it has gone; what cannot be removed lies in the
  // system's own folder for temporary files and is no reason to fail.
  await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }).catch(() => undefined);
}
