import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ReadingFocus } from '../../../src/main/inference/reading/reading-focus.ts';
import { analyseRecording } from '../../../src/main/jobs/analyse-recording.ts';
import { createJobHandlers } from '../../../src/main/jobs/job-handlers.ts';
import { noWatchdog } from '../../../src/main/jobs/watchdog.ts';
import { DATABASE_FILE } from '../../../src/main/library/connection.ts';
import { openLibrary } from '../../../src/main/library/open-library.ts';
import type { AnalysisEvent } from '../../../src/shared/contract/analysis.ts';
import { FINDINGS, packSeeded } from '../../unit/inference-models/seeded-model.ts';
import { writeSimulatedRecord } from './generated-record.ts';
import { all, openWorkstation, outcomes, temporaryFolder, type TestWorkstation } from './workstation.ts';

async function importOne({ services, library }: TestWorkstation, path: string): Promise<string> {
  const [, event] = await outcomes(services.importPaths([path]));
  if (event?.kind !== 'imported') throw new Error(`not imported: ${JSON.stringify(event)}`);
  return library.studies.detail(event.studyId).recordings[0]?.id ?? '';
}

async function modelsFolder(): Promise<string> {
  const folder = join(temporaryFolder(), 'models');
  mkdirSync(folder);
  await packSeeded(temporaryFolder(), join(folder, 'tiny'));
  return folder;
}

describe('a study read by a model', () => {
  let models = '';
  beforeAll(async () => {
    models = await modelsFolder();
  });

  it('is told stage by stage, with what was found beside the beats, and explained on request', async () => {
    const workstation = openWorkstation({ modelsFolder: models });
    const { api, library, log } = workstation;
    const recordingId = await importOne(workstation, writeSimulatedRecord(temporaryFolder(), 'sinus'));
    const events = await all(api['analysis.watch']({ recordingId }));
    const last = events.at(-1);
    if (last?.kind !== 'complete') throw new Error('the reading did not end');
    const result = await api['analysis.result']({ recordingId });
    expect(result).toMatchObject({ setId: last.setId, device: 'cpu' });
    expect(result.madeBy).toMatch(/^ecg-nat-tiny-[0-9a-f]{12} on cpu$/);
    expect(result.leads).toHaveLength(3);
    expect(result.quality.leads).toHaveLength(12);
    expect(result.findings.map(({ finding }) => finding).sort()).toEqual([...FINDINGS].sort());
    const row = await api['library.study']({ studyId: library.signals.recording(recordingId).studyId });
    expect(row.row.priority).toBeGreaterThanOrEqual(0);

    const { sample, code } = await api['review.annotations']({ setId: last.setId });
    const beat = sample.findIndex((_, i) => code[i] !== 28 && i > 2);
    const why = await api['analysis.saliency']({ recordingId, sample: (sample[beat] ?? 0) + 3 });
    expect(why.leads).toEqual(result.leads);
    expect(why.values).toHaveLength(why.leads.length * why.columns);
    expect(why.madeBy).toBe(result.madeBy);
    const { rate } = library.signals.recording(recordingId);
    // The beat is in the middle of what is explained, and what is explained lasts as long as a window.
    expect(why.from + (why.columns * why.step) / 2).toBeCloseTo(sample[beat] ?? 0, -2);
    expect((why.columns * why.step) / rate).toBeCloseTo(9.98, 1);
    const finding = await api['analysis.saliency']({ recordingId, finding: 'AFIB' });
    expect(finding.leads).toHaveLength(12);
    await expect(api['analysis.saliency']({ recordingId, finding: 'UNKNOWN' })).rejects.toMatchObject({
      code: 'bad-input',
    });
    await expect(api['analysis.saliency']({ recordingId, sample: 1e6 })).rejects.toMatchObject({ code: 'bad-input' });
    expect(log.filter((line) => line.startsWith('fault'))).toEqual([]);
  });

  it('cannot be asked for a result before it was read', async () => {
    const workstation = openWorkstation({ modelsFolder: models });
    const recordingId = await importOne(
      workstation,
      writeSimulatedRecord(temporaryFolder(), 'holter', { seconds: 60 }),
    );
    const { api } = workstation;
    await api['analysis.pause']({ recordingId });
    const set = workstation.library.annotations.sets(recordingId).find(({ origin }) => origin === 'model');
    if (!set?.complete) {
      await expect(api['analysis.result']({ recordingId })).rejects.toMatchObject({ code: 'not-found' });
    }
    await api['analysis.resume']({ recordingId });
    const events = await all(api['analysis.watch']({ recordingId }));
    expect(events.at(-1)).toMatchObject({ kind: 'complete' });
    expect(await api['analysis.result']({ recordingId })).toMatchObject({ device: 'cpu' });
  });

  it('is read by rules, and says why, where the model is damaged', async () => {
    const damaged = await modelsFolder();
    const file = join(damaged, 'tiny', 'beats.nat');
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const workstation = openWorkstation({ modelsFolder: damaged });
    const recordingId = await importOne(
      workstation,
      writeSimulatedRecord(temporaryFolder(), 'holter', { seconds: 60 }),
    );
    const { api, library } = workstation;
    const events = await all(api['analysis.watch']({ recordingId }));
    expect(events.at(-1)).toMatchObject({ kind: 'complete' });
    const set = library.annotations.sets(recordingId).at(-1);
    expect(set).toMatchObject({ origin: 'rules', complete: true });
    expect(await api['analysis.result']({ recordingId })).toMatchObject({ madeBy: 'rules 3', findings: [] });
    await expect(api['analysis.saliency']({ recordingId, sample: 100 })).rejects.toMatchObject({
      code: 'unsupported',
      message: /read by rules 3/,
    });
  });

  it('ends with a sentence on a full disk, leaves the study as it was, and is read when there is room', async () => {
    const folder = temporaryFolder();
    const workstation = openWorkstation({ folder });
    const path = writeSimulatedRecord(temporaryFolder(), 'holter', { seconds: 1200 });
    const recordingId = await importOne(workstation, path);
    await workstation.close();
    const bytes = statSync(join(folder, DATABASE_FILE)).size;
    const request = { library: folder, recordingId, models, blockWindows: 20 };
    const surroundings = {
      signal: new AbortController().signal,
      focus: new ReadingFocus(),
      entry: new URL('../../../src/main/jobs/entry.ts', import.meta.url),
    };
    const read = async (maximumBytes?: number): Promise<AnalysisEvent[]> => {
      const library = openLibrary(folder, { mode: 'worker', maximumBytes });
      const events: AnalysisEvent[] = [];
      try {
        for await (const event of analyseRecording(library, request, surroundings)) events.push(event);
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'disk', message: /disk is full/ });
      } finally {
        library.close();
      }
      return events;
    };
    const full = await read(bytes);
    // All of it could be shown all the same.
    expect(full.filter((event) => event.kind === 'beats' && event.stage === 'refined')).toHaveLength(10);
    expect(full.some(({ kind }) => kind === 'complete')).toBe(false);
    const owner = openLibrary(folder, { mode: 'owner' });
    expect(owner.annotations.sets(recordingId).map(({ origin }) => origin)).toEqual(['file']);
    expect(owner.signals.readSamples(recordingId, 0, 0, 10)).toHaveLength(10);
    owner.close();
    expect((await read()).at(-1)).toMatchObject({ kind: 'complete' });
  });

  it('is read first where somebody looks, also when that is told before the reading has begun', async () => {
    const folder = temporaryFolder();
    const workstation = openWorkstation({ folder });
    const path = writeSimulatedRecord(temporaryFolder(), 'holter', { seconds: 600 });
    const recordingId = await importOne(workstation, path);
    await workstation.close();
    const handlers = createJobHandlers(noWatchdog, new URL('../../../src/main/jobs/entry.ts', import.meta.url));
    const { signal } = new AbortController();
    const events = handlers['job.analyse']({ library: folder, recordingId, models }, signal);
    await handlers['job.focus']({ recordingId, from: 100_000, to: 100_500 }, signal);
    for await (const event of events) {
      if (event.kind !== 'beats' || event.stage === 'detected') continue;
      expect(event.stage).toBe('provisional');
      expect(event.from).toBeLessThan(100_000);
      expect(event.to).toBeGreaterThan(100_500);
      return;
    }
    throw new Error('no class was told');
  });
});
