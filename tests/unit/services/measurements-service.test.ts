import { describe, expect, it } from 'vitest';
import type { MeasureRequest } from '../../../src/main/jobs/job-contract.ts';
import { JobProcess } from '../../../src/main/jobs/job-process.ts';
import { measurementsHandlers } from '../../../src/main/services/measurements-service.ts';
import { measuringRecipe } from '../../../src/main/signal/measurements/measure.ts';
import type { Measurements } from '../../../src/shared/contract/measurements.ts';
import { importStudy, recordingIdOf, temporaryLibrary } from '../library/temporary-library.ts';
import { FakeJob } from './fake-job.ts';

const library = temporaryLibrary();
const MEASURED: Measurements = { from: 0, to: 1000, beats: 3, usedBeats: 3, axes: {}, leads: [], bounds: {}, qrs: 92 };
const by = { author: 'reader', at: '2026-11-22T10:00:00Z' };

function recordingWithBeats(): { recordingId: string; setId: string } {
  const recordingId = recordingIdOf(importStudy(library));
  const set = { annotator: 'rules', origin: 'rules', madeBy: 'rules 1', createdAt: by.at } as const;
  const setId = library.annotations.create(recordingId, set);
  library.annotations.complete(setId);
  return { recordingId, setId };
}

const beat = (sample: number) => ({
  sample: Int32Array.of(sample),
  code: Uint8Array.of(1),
  subtype: new Int8Array(1),
  channel: new Uint8Array(1),
  num: new Int8Array(1),
  aux: new Map<number, string>(),
});

function service(measure: (request: MeasureRequest) => Measurements = () => MEASURED) {
  const asked: MeasureRequest[] = [];
  const children: FakeJob[] = [];
  let modelId = 'ecg-nat-1';
  const job = new JobProcess(() => {
    const child = new FakeJob({
      'job.measure': (request) => {
        asked.push(request);
        return measure(request);
      },
    });
    children.push(child);
    return child;
  });
  const handlers = measurementsHandlers({
    library,
    job,
    modelsFolder: 'models',
    device: () => ({ device: 'cpu', threads: 1 }),
    modelId: () => modelId,
  });
  const of = (request: { recordingId: string; setId: string; around?: number }) =>
    handlers['measurements.of'](request, new AbortController().signal);
  return { asked, children, of, promote: (id: string) => (modelId = id) };
}

describe('measurements', () => {
  it('are made once, and there at once when somebody looks again', async () => {
    const { asked, of } = service();
    const recording = recordingWithBeats();
    expect(await of(recording)).toEqual(MEASURED);
    expect(await of(recording)).toEqual(MEASURED);
    expect(asked).toMatchObject([{ ...recording, library: library.folder, models: 'models' }]);
  });

  it('are made anew when a reader has changed the beats, another page is looked at or another model is in use', async () => {
    const { asked, of, promote } = service();
    const recording = recordingWithBeats();
    await of(recording);
    library.annotations.add(recording.setId, beat(500), by);
    await of(recording);
    expect(asked.length).toBe(2);
    await of({ ...recording, around: 500 });
    expect(asked.map(({ around }) => around)).toEqual([undefined, undefined, 500]);
    promote('ecg-nat-2');
    await of(recording);
    expect(asked.length).toBe(4);
  });

  it('of a whole recording are kept in the library until the beats have changed', async () => {
    const recording = recordingWithBeats();
    const median = { rate: 500, columns: 2, before: 1, values: Float32Array.of(0.1, Number.NaN) };
    const kept = { ...MEASURED, markedBy: 'ecg-nat-1', median };
    const revision = library.annotations.revision(recording.setId);
    library.measurements.save(recording.setId, revision, measuringRecipe('ecg-nat-1'), kept);
    const { asked, of, promote } = service();
    expect(await of(recording)).toEqual(kept);
    expect(asked).toEqual([]);
    promote('ecg-nat-2');
    expect(await of(recording)).toEqual(MEASURED);
    promote('ecg-nat-1');
    library.annotations.add(recording.setId, beat(500), by);
    expect(await of(recording)).toEqual(MEASURED);
    expect(asked.length).toBe(2);
  });

  it('of a set that belongs to another recording are refused', async () => {
    const { asked, of } = service();
    const [one, other] = [recordingWithBeats(), recordingWithBeats()];
    await expect(of({ recordingId: one.recordingId, setId: other.setId })).rejects.toMatchObject({ code: 'not-found' });
    await expect(of({ ...one, setId: 'none' })).rejects.toMatchObject({ code: 'not-found' });
    expect(asked).toEqual([]);
  });

  it('whose process ends fail with a sentence, and can be asked for again', async () => {
    let crash = true;
    const { children, of } = service(() => {
      if (crash) children.at(-1)?.kill();
      return MEASURED;
    });
    const recording = recordingWithBeats();
    await expect(of(recording)).rejects.toThrow(/Measuring stopped/);
    crash = false;
    expect(await of(recording)).toEqual(MEASURED);
  });
});
