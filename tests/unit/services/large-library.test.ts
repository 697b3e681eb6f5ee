import { openSync, statSync, writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createJobHandlers } from '../../../src/main/jobs/job-handlers.ts';
import { noWatchdog } from '../../../src/main/jobs/watchdog.ts';
import { openLibrary } from '../../../src/main/library/open-library.ts';
import { createServices } from '../../../src/main/services/create-services.ts';
import type { ImportEvent } from '../../../src/shared/contract/library.ts';
import { importStudy, numbers, temporaryFolder, temporaryLibrary } from '../library/temporary-library.ts';
import { FakeJob } from './fake-job.ts';

const check = async (library: string): Promise<string | undefined> => {
  const handlers = createJobHandlers(noWatchdog, new URL('../../../src/main/jobs/entry.ts', import.meta.url));
  return (await handlers['job.check']({ library }, new AbortController().signal)).damage;
};

describe('the check that is left to a worker for a large library', () => {
  function library(): string {
    const folder = temporaryFolder();
    const owner = openLibrary(folder, { mode: 'owner' });
    const random = numbers(11);
    const noise = Int32Array.from({ length: 400_000 }, () => Math.floor(random() * 2 ** 20));
    importStudy(owner, { signals: [noise] });
    owner.close();
    return folder;
  }

  it('passes a sound one', async () => {
    expect(await check(library())).toBeUndefined();
  });

  it('finds what is damaged in the signals', async () => {
    const folder = library();
    const file = join(folder, 'library.db');
    const descriptor = openSync(file, 'r+');
    for (let at = 8192 * 40; at < statSync(file).size; at += 8192 * 2)
      writeSync(descriptor, new Uint8Array(64).fill(0xff), 0, 64, at);
    expect(await check(folder)).toMatch(/library\.db is damaged/);
  });

  it('lets a damaged one be read, but nothing be added to it', async () => {
    const sound = temporaryLibrary();
    const studyId = importStudy(sound);
    const log: string[] = [];
    const services = createServices({
      library: { ...sound, bulkCheckIsDue: true },
      facilities: {
        kind: 'browser',
        version: '0',
        spawnJob: () => new FakeJob({ 'job.check': () => ({ damage: 'library.db is damaged.' }) }),
        log: (line) => log.push(line),
      },
    });
    while (!log.some((line) => line.includes('is damaged'))) await setImmediate();
    const run = async (): Promise<void> => {
      const events: ImportEvent[] = [];
      for await (const event of services.importPaths(['/101.hea'])) events.push(event);
    };
    await expect(run()).rejects.toMatchObject({ code: 'unreadable', message: 'library.db is damaged.' });
    const watch = services.handlers['analysis.watch']({ recordingId: `${studyId}-1` }, new AbortController().signal);
    await expect(watch[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'unreadable' });
    expect(sound.studies.has(studyId)).toBe(true);
    await services.close();
  });
});
