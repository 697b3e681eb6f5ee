import { describe, expect, it } from 'vitest';
import { writeSimulatedRecord } from './generated-record.ts';
import { openWorkstation, temporaryFolder } from './workstation.ts';

const demoFolder = temporaryFolder();
for (const preset of ['sinus', 'bigeminy']) writeSimulatedRecord(demoFolder, preset);

describe('the first start', () => {
  it('gives a new library its demo recordings, and only the new one', async () => {
    const folder = temporaryFolder();
    const first = openWorkstation({ folder, demoFolder });
    await first.services.firstStart;
    const { rows } = await first.api['library.search']({});
    expect(rows.map(({ recordName }) => recordName).sort()).toEqual(['bigeminy', 'sinus']);
    expect(rows.every(({ synthetic }) => synthetic)).toBe(true);
    await first.close();

    const second = openWorkstation({ folder, demoFolder });
    await second.services.firstStart;
    expect((await second.api['library.search']({})).total).toBe(2);
    expect(second.log).toEqual([]);
  });

  it('that was interrupted is taken up by the next one', async () => {
    const folder = temporaryFolder();
    const first = openWorkstation({ folder, demoFolder });
    await first.close();
    const second = openWorkstation({ folder, demoFolder });
    await second.services.firstStart;
    expect((await second.api['library.search']({})).total).toBe(2);
  });

  it('does without demo recordings where there are none', async () => {
    const bare = openWorkstation({ demoFolder: `${demoFolder}/none` });
    await bare.services.firstStart;
    expect((await bare.api['library.search']({})).total).toBe(0);
  });
});

describe('preferences', () => {
  it('are remembered, and give way to the usual ones when they do not fit', async () => {
    const folder = temporaryFolder();
    const first = openWorkstation({ folder });
    const usual = await first.api['system.preferences']({});
    await first.api['system.savePreferences']({ ...usual, theme: 'dark', speed: 50 });
    await first.close();
    const second = openWorkstation({ folder });
    expect(await second.api['system.preferences']({})).toEqual({ ...usual, theme: 'dark', speed: 50 });
    second.library.settings.save('preferences', { theme: 'plaid' });
    expect(await second.api['system.preferences']({})).toEqual(usual);
    expect(await second.api['system.describe']({})).toEqual({
      version: '0.0.0-test',
      host: 'browser',
      picker: 'upload',
    });
  });
});

describe('changes of the library', () => {
  it('are told to every listener, joined where one is slow', async () => {
    const { api, library } = openWorkstation();
    const ids = ['a', 'b'].map((name) =>
      library.studies.quarantine({ name, fingerprint: name, reason: `${name} is empty.`, at: '2026-11-22T10:00:00Z' }),
    );
    const abort = new AbortController();
    const listener = api['library.changes']({}, abort.signal)[Symbol.asyncIterator]();
    const first = listener.next();
    await api['system.describe']({}); // by now it listens
    await api['library.dismiss']({ studyId: ids[0] ?? '' });
    expect(await first).toEqual({ done: false, value: { studyIds: [ids[0]] } });
    await api['library.dismiss']({ studyId: ids[1] ?? '' });
    expect(await listener.next()).toEqual({ done: false, value: { studyIds: [ids[1]] } });
    abort.abort();
    await expect(listener.next()).rejects.toMatchObject({ code: 'cancelled' });
  });
});
