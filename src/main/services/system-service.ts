import type { WorkstationHandlers } from '../../shared/contract.ts';
import { Preferences } from '../../shared/contract/system.ts';
import type { Library } from '../library/open-library.ts';
import type { HostFacilities } from './host-facilities.ts';

const SETTING = 'preferences';

export type SystemHandlers = Pick<
  WorkstationHandlers,
  'system.describe' | 'system.preferences' | 'system.savePreferences'
>;

/** Saved by another version, they may not fit any more: then the usual ones apply. */
export function savedPreferences(library: Library): Preferences {
  const saved = Preferences.safeParse(library.settings.get(SETTING) ?? {});
  return saved.success ? saved.data : Preferences.parse({});
}

/** What the program is, and what its window remembers. */
export const systemHandlers = (library: Library, facilities: HostFacilities): SystemHandlers => ({
  'system.describe': () => ({
    version: facilities.version,
    host: facilities.kind,
    picker: facilities.dialogs ? 'native' : 'upload',
  }),
  'system.preferences': () => savedPreferences(library),
  'system.savePreferences': async (preferences) => {
    await library.whenFree(() => library.settings.save(SETTING, preferences));
    return { ok: true };
  },
});
