import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/** What decides where a person's own data lies. */
export interface UserPlaces {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const here = (): UserPlaces => ({ platform: process.platform, home: homedir(), env: process.env });

/**
 * The folder of the library when none is named: `%APPDATA%` on Windows, Application Support on macOS, elsewhere
 * `XDG_DATA_HOME` of the XDG Base Directory Specification, which must be absolute to count.
 */
export function defaultLibraryFolder({ platform, home, env }: UserPlaces = here()): string {
  switch (platform) {
    case 'win32':
      return win32.join(env['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming'), 'Einthoven');
    case 'darwin':
      return posix.join(home, 'Library', 'Application Support', 'Einthoven');
    default: {
      const data = env['XDG_DATA_HOME'];
      const base = data !== undefined && posix.isAbsolute(data) ? data : posix.join(home, '.local', 'share');
      return posix.join(base, 'einthoven');
    }
  }
}
