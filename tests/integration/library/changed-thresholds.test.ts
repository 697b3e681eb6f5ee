import { describe, expect, it } from 'vitest';
import { writeSimulatedRecord } from './generated-record.ts';
import { all, openWorkstation, outcomes, temporaryFolder } from './workstation.ts';

const kindOf = ({ kind }: { readonly kind: string }): string => kind;

describe('thresholds of rhythm', () => {
  it('that are changed change the episodes of a finished reading, not its annotations, and hold for readings to come', async () => {
    const workstation = openWorkstation();
    const { api, library, services } = workstation;
    const read = async (seed: number): Promise<string> => {
      const path = writeSimulatedRecord(temporaryFolder(), 'bradycardia', { seconds: 60, seed });
      const [, event] = await outcomes(services.importPaths([path]));
      if (event?.kind !== 'imported') throw new Error(`not imported: ${JSON.stringify(event)}`);
      const recordingId = library.studies.detail(event.studyId).recordings[0]?.id ?? '';
      await all(api['analysis.watch']({ recordingId }));
      return recordingId;
    };
    const recordingId = await read(1);
    const first = await api['analysis.result']({ recordingId });
    expect(first.episodes.map(kindOf)).toEqual(['bradycardia']);
    expect(first.thresholds).toMatchObject({ bradycardiaRate: 50, pauseSeconds: 3 });
    const annotations = await api['review.annotations']({ setId: first.setId });

    const preferences = await api['system.preferences']({});
    const rhythmThresholds = { bradycardiaRate: 35 };
    await api['system.savePreferences']({ ...preferences, rhythmThresholds });
    const anew = await api['analysis.result']({ recordingId });
    expect(anew.episodes.map(kindOf)).toEqual(['sinus-rhythm']);
    expect(anew.thresholds).toMatchObject({ bradycardiaRate: 35, pauseSeconds: 3 });
    expect({ ...anew, episodes: [], thresholds: {} }).toEqual({ ...first, episodes: [], thresholds: {} });
    expect(await api['review.annotations']({ setId: first.setId })).toEqual(annotations);

    const other = await api['analysis.result']({ recordingId: await read(2) });
    expect(library.readings.result(other.setId)).toMatchObject({ thresholds: { bradycardiaRate: 35 } });
    expect(other.episodes.map(kindOf)).toEqual(['sinus-rhythm']);

    await api['system.savePreferences']({ ...preferences, rhythmThresholds: {} });
    expect(await api['analysis.result']({ recordingId })).toEqual(first);
    await expect(
      api['system.savePreferences']({ ...preferences, rhythmThresholds: { pauseSeconds: 0.1 } }),
    ).rejects.toMatchObject({ code: 'bad-input' });
    expect(workstation.log.filter((line) => line.startsWith('fault'))).toEqual([]);
  });
});
