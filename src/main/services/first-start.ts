import { existsSync } from 'node:fs';
import type { ImportEvent } from '../../shared/contract/library.ts';
import type { Library } from '../library/open-library.ts';

const SETTING = 'demo-recordings';

/**
 * Gives a new library its demo recordings, once: whoever removes them later does not get them back. An import that was
 * interrupted is taken up at the next start.
 */
export async function importDemoRecordings(
  library: Library,
  demoFolder: string,
  importPaths: (paths: readonly string[]) => AsyncIterable<ImportEvent>,
): Promise<void> {
  if (library.isNew) await library.whenFree(() => library.settings.save(SETTING, 'wanted'));
  if (library.settings.get(SETTING) !== 'wanted' || !existsSync(demoFolder)) return;
  for await (const event of importPaths([demoFolder])) {
    if (event.kind === 'quarantined') throw new Error('a demo recording could not be read');
  }
  await library.whenFree(() => library.settings.save(SETTING, 'imported'));
}
