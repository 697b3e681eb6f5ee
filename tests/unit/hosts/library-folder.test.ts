import { describe, expect, it } from 'vitest';
import { defaultLibraryFolder } from '../../../src/main/hosts/workstation/library-folder.ts';

describe('the library without --library', () => {
  it('lies in Application Support on macOS', () => {
    const places = { platform: 'darwin', home: '/Users/reader', env: {} } as const;
    expect(defaultLibraryFolder(places)).toBe('/Users/reader/Library/Application Support/Einthoven');
  });

  it('lies in %APPDATA% on Windows', () => {
    const home = 'C:\\Users\\reader';
    const env = { APPDATA: 'D:\\Profiles\\reader\\Roaming' };
    expect(defaultLibraryFolder({ platform: 'win32', home, env })).toBe('D:\\Profiles\\reader\\Roaming\\Einthoven');
    expect(defaultLibraryFolder({ platform: 'win32', home, env: {} })).toBe(
      'C:\\Users\\reader\\AppData\\Roaming\\Einthoven',
    );
  });

  it('lies in XDG_DATA_HOME elsewhere, or where the specification puts it', () => {
    const linux = (env: Record<string, string>) =>
      defaultLibraryFolder({ platform: 'linux', home: '/home/reader', env });
    expect(linux({ XDG_DATA_HOME: '/data' })).toBe('/data/einthoven');
    expect(linux({})).toBe('/home/reader/.local/share/einthoven');
    expect(linux({ XDG_DATA_HOME: '' })).toBe('/home/reader/.local/share/einthoven');
    expect(linux({ XDG_DATA_HOME: 'relative' })).toBe('/home/reader/.local/share/einthoven');
  });
});
