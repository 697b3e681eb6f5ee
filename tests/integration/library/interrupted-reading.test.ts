import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { forkJob } from '../../../src/main/hosts/browser/fork-job.ts';
import { importRecording } from '../../../src/main/jobs/import-recording.ts';
import { JobProcess } from '../../../src/main/jobs/job-process.ts';
import { noWatchdog } from '../../../src/main/jobs/watchdog.ts';
import { openLibrary } from '../../../src/main/library/open-library.ts';
import type { AnalysisEvent } from '../../../src/shared/contract/analysis.ts';
import { packSeeded } from '../../unit/inference-models/seeded-model.ts';
import { writeSimulatedRecord } from './generated-record.ts';
import { temporaryFolder } from './workstation.ts';

const JOB_ENTRY = new URL('../../../src/main/jobs/entry.ts', import.meta.url).pathname;
/** Two minutes: a recording of 40 min has twenty blocks. */
const BLOCK_WINDOWS = 20;
const SECONDS = 2_400;

let models = '';
/** A library with one recording that nobody has read. */
let unread = '';
let recordingId = '';

beforeAll(async () => {
  models = join(temporaryFolder(), 'models');
  mkdirSync(models);
  await packSeeded(temporaryFolder(), join(models, 'tiny'));
  unread = temporaryFolder();
  const library = openLibrary(unread, { mode: 'owner' });
  const path = writeSimulatedRecord(temporaryFolder(), 'holter', { seconds: SECONDS });
  for await (const step of importRecording(library, { path }, noWatchdog, new AbortController().signal)) {
    if (step.kind === 'imported') recordingId = step.recordingId;
  }
  library.close();
});

function copyOfLibrary(): string {
  const folder = temporaryFolder();
  cpSync(unread, folder, { recursive: true });
  return folder;
}

interface Interruption {
  /** Called with every event; returns whether to stop now. */
  readonly when: (event: AnalysisEvent, number: number) => boolean;
  readonly how: 'kill' | 'cancel';
}

/** Reads in a process of its own, as far as it gets; the events it told. */
async function read(library: string, interruption?: Interruption): Promise<AnalysisEvent[]> {
  const job = new JobProcess(() => forkJob(JOB_ENTRY));
  const stop = new AbortController();
  const events: AnalysisEvent[] = [];
  const request = {
    library,
    recordingId,
    models,
    blockWindows: BLOCK_WINDOWS,
    focus: { from: 100_000, to: 102_000 },
  };
  try {
    for await (const event of job.stream((client, signal) => client['job.analyse'](request, signal), stop.signal)) {
      events.push(event);
      if (!interruption?.when(event, events.length)) continue;
      if (interruption.how === 'kill') job.kill();
      else stop.abort();
    }
  } catch (thrown) {
    if (!interruption) throw thrown;
  } finally {
    await job.close();
  }
  return events;
}

/** All that a finished reading left, but for the moment in which it was kept. */
function kept(folder: string) {
  const library = openLibrary(folder, { mode: 'owner' });
  try {
    const [, set] = library.annotations.sets(recordingId);
    if (!set?.complete) throw new Error('the reading is not complete');
    const { annotator, origin, madeBy, count, countByCode } = set;
    const row = library.studies.row(library.signals.recording(recordingId).studyId);
    return {
      set: { annotator, origin, madeBy, count, countByCode },
      annotations: library.annotations.read(set.id),
      result: library.readings.result(set.id),
      partsLeft: library.readings.parts(recordingId, '').size,
      row,
    };
  } finally {
    library.close();
  }
}

const stages = (events: readonly AnalysisEvent[], stage: string): number =>
  events.filter((event) => event.kind === 'beats' && event.stage === stage).length;

describe('a reading by a model', () => {
  let whole: ReturnType<typeof kept>;
  beforeAll(async () => {
    const folder = copyOfLibrary();
    const events = await read(folder);
    expect(events.at(-1)).toMatchObject({ kind: 'complete' });
    expect(stages(events, 'detected')).toBeGreaterThan(0);
    expect(stages(events, 'provisional')).toBe(1);
    expect(stages(events, 'refined')).toBe(20);
    expect(events.filter(({ kind }) => kind === 'quality')).toHaveLength(20);
    const refined = events.find((event) => event.kind === 'beats' && event.stage === 'refined');
    // What is looked at is read first.
    expect(refined).toSatisfy(({ from, to }: { from: number; to: number }) => from <= 101_000 && 101_000 < to);
    whole = kept(folder);
  }, 120_000);

  it('is kept with what it found beside its beats', () => {
    expect(whole.set).toMatchObject({ annotator: 'ecgnat', origin: 'model' });
    expect(whole.set.madeBy).toMatch(/^ecg-nat-tiny-[0-9a-f]{12} on cpu$/);
    expect(whole.result?.quality.seconds).toBe(SECONDS);
    expect(whole.result?.episodes.length).toBeGreaterThan(0);
    expect(whole.row.priority).toBeGreaterThanOrEqual(0);
    expect(whole.row.beatCount).toBeGreaterThan(SECONDS / 2);
    expect(whole.annotations.aux.size).toBeGreaterThan(0);
  });

  it('that is killed again and again ends as one that was left alone, bit for bit', async () => {
    const folder = copyOfLibrary();
    let interrupted = 0;
    for (let round = 0; round < 4; round++) {
      const after = 3 + Math.floor(Math.random() * 45);
      const events = await read(folder, { how: 'kill', when: (_, number) => number === after });
      if (events.at(-1)?.kind === 'complete') break;
      interrupted++;
    }
    expect(interrupted).toBeGreaterThan(0);
    const last = await read(folder);
    expect(last.at(-1)).toMatchObject({ kind: 'complete' });
    expect(kept(folder)).toEqual(whole);
  }, 120_000);

  it('that is cancelled goes on with the blocks that were done, and ends the same', async () => {
    const folder = copyOfLibrary();
    let blocks = 0;
    const first = await read(folder, {
      how: 'cancel',
      when: (event) => event.kind === 'quality' && ++blocks === 8,
    });
    expect(first.some(({ kind }) => kind === 'complete')).toBe(false);
    const library = openLibrary(folder, { mode: 'owner' });
    const { madeBy } = whole.set;
    const parts = library.readings.parts(recordingId, `${madeBy.split(' ')[0] ?? ''}/2/20/cpu`);
    library.close();
    expect(parts.size).toBeGreaterThanOrEqual(8);
    const second = await read(folder);
    // They are told at once, before anything is detected again.
    const told = second.findIndex((event) => event.kind === 'beats' && event.stage !== 'refined');
    expect(stages(second.slice(0, told), 'refined')).toBe(parts.size);
    expect(kept(folder)).toEqual(whole);
  }, 120_000);
});
