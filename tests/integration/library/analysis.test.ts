import { describe, expect, it } from 'vitest';
import type { AnalysisEvent } from '../../../src/shared/contract/analysis.ts';
import { writeSimulatedRecord } from './generated-record.ts';
import { all, openWorkstation, outcomes, temporaryFolder, type TestWorkstation } from './workstation.ts';

async function importOne({ services, library }: TestWorkstation, path: string): Promise<string> {
  const [, event] = await outcomes(services.importPaths([path]));
  if (event?.kind !== 'imported') throw new Error(`not imported: ${JSON.stringify(event)}`);
  return library.studies.detail(event.studyId).recordings[0]?.id ?? '';
}
const beatsOf = (events: readonly AnalysisEvent[]): number[] =>
  events.flatMap((event) => (event.kind === 'beats' ? [...event.sample] : []));

describe('the automatic reading of an imported study', () => {
  it('is shown while it is made, kept when it is done, and told in the worklist', async () => {
    const workstation = openWorkstation();
    const { api, library, log } = workstation;
    const recordingId = await importOne(workstation, writeSimulatedRecord(temporaryFolder(), 'holter'));
    const watch = (): Promise<AnalysisEvent[]> => all(api['analysis.watch']({ recordingId }));
    const [one, other] = await Promise.all([watch(), watch()]);
    expect(beatsOf(other)).toEqual(beatsOf(one));
    expect(other.at(-1)).toEqual(one.at(-1));
    const last = one.at(-1);
    if (last?.kind !== 'complete') throw new Error('the reading did not end');
    expect(await watch()).toEqual([last]);

    const { recordings, row } = await api['library.study']({ studyId: library.signals.recording(recordingId).studyId });
    const sets = recordings[0]?.annotationSets ?? [];
    expect(sets.map(({ annotator, origin, complete }) => [annotator, origin, complete])).toEqual([
      ['atr', 'file', true],
      ['rules', 'rules', true],
    ]);
    const annotations = await api['review.annotations']({ setId: last.setId });
    const truth = await api['review.annotations']({ setId: sets[0]?.id ?? '' });
    expect(row.beatCount).toBeGreaterThan(0.95 * truth.sample.length);
    expect(row.beatCount).toBeLessThan(1.05 * truth.sample.length);
    expect(row.beatCount).toBe(beatsOf(one).length);
    expect(row.meanHeartRate).toBeGreaterThan(60);
    expect([...annotations.sample]).toEqual([...annotations.sample].sort((a, b) => a - b));
    expect(annotations.confidence.every((value) => Number.isNaN(value) || (value >= 0 && value <= 1))).toBe(true);
    expect(log.filter((line) => line.startsWith('fault'))).toEqual([]);
  });

  it('that was not finished is made at the next start', async () => {
    const folder = temporaryFolder();
    const first = openWorkstation({ folder });
    const recordingId = await importOne(first, writeSimulatedRecord(temporaryFolder(), 'holter'));
    await first.close();
    const second = openWorkstation({ folder });
    expect(second.library.annotations.sets(recordingId).map(({ annotator }) => annotator)).toEqual(['atr']);
    const events = await all(second.api['analysis.watch']({ recordingId }));
    expect(events.at(-1)).toMatchObject({ kind: 'complete' });
  });

  it('is refused, in a sentence, for a recording without any ECG', async () => {
    const { api, library } = openWorkstation();
    const study = library.importStudy({
      id: 's-pressure',
      header: {
        format: 'WFDB',
        name: 'pressure',
        rate: 125,
        samples: 500,
        patient: {},
        leads: [{ name: 'ABP', unit: 'mmHg', rate: 125, samples: 500, gain: 10, baseline: 0 }],
        notes: [],
        warnings: [],
      },
      synthetic: false,
      sources: [],
      importedAt: '2026-11-22T10:00:00Z',
    });
    study.addSignal({ lead: 0, start: 0, samples: new Int32Array(500) });
    study.finish([]);
    await expect(all(api['analysis.watch']({ recordingId: 's-pressure-1' }))).rejects.toMatchObject({
      code: 'unsupported',
      message: /No lead of this recording is an ECG/,
    });
  });
});
