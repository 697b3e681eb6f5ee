import { Problem } from '../../../shared/problem.ts';
import { Preferences } from '../../../shared/contract/system.ts';
import type { Library } from '../../library/open-library.ts';

/** Who reads, by the preferences; undefined until there is a name. Main looks it up: a window cannot write for another. */
export function readerName(library: Library): string | undefined {
  const saved = Preferences.safeParse(library.settings.get('preferences') ?? {});
  return saved.success ? saved.data.readerName : undefined;
}

/** @throws Problem `bad-input` */
export function requireReader(library: Library): string {
  const name = readerName(library);
  if (name === undefined) {
    throw new Problem('bad-input', 'Every change is signed with a name. Enter yours in the preferences first.');
  }
  return name;
}
