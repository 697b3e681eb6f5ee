import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { realData } from '../../real-data.ts';
import { simulatedRecord, writeSimulatedRecord } from './generated-record.ts';
import { openWorkstation, outcomes, temporaryFolder, upload } from './workstation.ts';

describe('importing a record', () => {
  it('keeps its samples, annotations and original files', async () => {
    const { api, library, services, log } = openWorkstation();
    const files = simulatedRecord('holter', { seconds: 120 });
    const folder = temporaryFolder();
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    const events = await outcomes(services.importPaths([join(folder, 'holter.hea')]));
    expect(events).toMatchObject([
      { kind: 'started', files: 1 },
      { kind: 'imported', file: 'holter.hea', alreadyThere: false },
    ]);
    const { rows } = await api['library.search']({});
    expect(rows).toMatchObject([
      { recordName: 'holter', durationSeconds: 120, leadNames: ['II', 'V1', 'V5'], synthetic: true },
    ]);
    const study = await api['library.study']({ studyId: rows[0]?.id ?? '' });
    for (const [name, bytes] of Object.entries(files)) {
      expect(Buffer.concat([...library.sources.read(study.row.id, name)]).equals(bytes)).toBe(true);
    }
    const [recording] = study.recordings;
    const atr = recording?.annotationSets.find(({ annotator }) => annotator === 'atr');
    expect(atr).toMatchObject({ origin: 'file', complete: true });
    const annotations = await api['review.annotations']({ setId: atr?.id ?? '' });
    expect(annotations.sample).toHaveLength(atr?.count ?? -1);
    const window = await api['signal.window']({
      recordingId: recording?.id ?? '',
      leads: [0, 2],
      from: 0,
      to: 1000,
      columns: 1000,
    });
    const dat = new Int16Array(Uint8Array.from(files['holter.dat'] ?? []).buffer);
    expect(window.leads[1]?.values).toEqual(Int32Array.from({ length: 1000 }, (_, i) => dat[3 * i + 2] ?? 0));
    expect(log.filter((line) => line.startsWith('fault'))).toEqual([]);
  });

  it('of the same bytes gives the same study, whatever the files are called', async () => {
    const { services, library } = openWorkstation();
    const folder = temporaryFolder();
    const path = writeSimulatedRecord(folder, 'sinus');
    const [, first] = await outcomes(services.importPaths([path]));
    const [, second] = await outcomes(services.importPaths([path]));
    expect(second).toEqual({ ...first, alreadyThere: true });
    const table = 'time_s,II [mV]\n0,0.1\n0.002,0.2\n0.004,0.1\n0.006,0.3\n';
    const dialect = `# einthoven-csv 1; rate=500 Hz; samples=4\n# column 2: gain=1000; baseline=0\n${table}`;
    writeFileSync(join(folder, 'one.csv'), dialect);
    writeFileSync(join(folder, 'two.csv'), dialect);
    const [, one, two] = await outcomes(services.importPaths([join(folder, 'one.csv'), join(folder, 'two.csv')]));
    expect(two).toEqual({ ...one, file: 'two.csv', alreadyThere: true });
    expect(library.studies.search({ text: '', offset: 0, limit: 9 }).total).toBe(2);
  });

  it.skipIf(!realData.mitdb)('of MIT-BIH keeps every file byte by byte and every annotation', async () => {
    const { services, library } = openWorkstation();
    const folder = realData.mitdb ?? '';
    const [, imported] = await outcomes(services.importPaths([join(folder, '101.hea')]));
    const studyId = imported?.kind === 'imported' ? imported.studyId : '';
    const detail = library.studies.detail(studyId);
    expect(detail.row).toMatchObject({ recordName: '101', ageYears: 75, sex: 'female', leadNames: ['MLII', 'V1'] });
    expect(detail.sources.map(({ name }) => name).sort()).toEqual(['101.atr', '101.dat', '101.hea']);
    for (const { name } of detail.sources) {
      expect(Buffer.concat([...library.sources.read(studyId, name)]).equals(readFileSync(join(folder, name)))).toBe(
        true,
      );
    }
    expect(detail.recordings[0]?.annotationSets[0]).toMatchObject({
      annotator: 'atr',
      countByCode: { N: 1860, A: 3, Q: 2, '+': 1 },
    });
  });
});

describe('a file that cannot be read', () => {
  const { api, library } = openWorkstation();
  const garbage = Uint8Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 251);
  const record = simulatedRecord('sinus');
  const hea = Buffer.from(record['sinus.hea'] ?? []).toString();
  it.each<[string, Readonly<Record<string, Uint8Array>>, RegExp]>([
    ['an empty file', { 'empty.dat': new Uint8Array(0) }, /^empty\.dat .*is empty/],
    ['binary garbage', { 'noise.bin': garbage }, /^noise\.bin /],
    [
      'a header that promises 10^12 samples',
      { ...record, 'sinus.hea': Buffer.from(hea.replace(' 5000', ' 1000000000000')) },
      /sinus/,
    ],
    [
      'a truncated signal file',
      { ...record, 'sinus.dat': (record['sinus.dat'] ?? garbage).slice(0, 4000) },
      /sinus\.dat/,
    ],
    ['a header without its signal file', { 'sinus.hea': Buffer.from(hea) }, /sinus/],
  ])('%s is set aside with its reason, and nothing of it is stored', async (_what, files, reason) => {
    const events = await outcomes(api['import.run']({ batchId: await upload(api, files) }));
    const bad = events.find(({ kind }) => kind === 'quarantined');
    expect(bad?.kind === 'quarantined' ? bad.reason : '').toMatch(reason);
    expect(events.filter(({ kind }) => kind === 'imported')).toEqual([]);
    const { rows, total } = await api['library.search']({ status: 'quarantined' });
    expect(total).toBe(1);
    expect(rows[0]?.reason).toMatch(reason);
    expect(library.studies.search({ text: '', status: 'new', offset: 0, limit: 9 }).total).toBe(0);
    await api['library.dismiss']({ studyId: rows[0]?.id ?? '' });
    expect((await api['library.search']({})).total).toBe(0);
  });

  it('does not keep the others of its batch from being imported', async () => {
    const batchId = await upload(api, { 'noise.bin': garbage, ...record });
    const events = await outcomes(api['import.run']({ batchId }));
    expect(events.map(({ kind }) => kind)).toEqual(['started', 'quarantined', 'imported']);
  });
});

describe('a table that does not say what its columns mean', () => {
  const table = Buffer.from(
    `t,ecg\n${Array.from({ length: 50 }, (_, i) => `${String(i)},${String(i % 7)}`).join('\n')}\n`,
  );

  it('is asked about, and imported with the answer', async () => {
    const { api, library } = openWorkstation();
    const batchId = await upload(api, { 'strip.csv': table });
    const [, asked] = await outcomes(api['import.run']({ batchId }));
    if (asked?.kind !== 'needs-mapping') throw new Error('it was not asked about');
    expect(asked).toMatchObject({ file: 'strip.csv', columns: ['t', 'ecg'] });
    expect(asked.rows[1]).toEqual(['1', '1']);
    const columns = { rate: 250, leads: [{ column: 1, name: 'II' }], unit: 'mV' as const };
    const wrong = { fileId: asked.fileId, columns: { ...columns, leads: [{ column: 9, name: 'II' }] } };
    const [, again] = await outcomes(api['import.run']({ batchId, mapping: wrong }));
    if (again?.kind !== 'needs-mapping') throw new Error('it was not asked about again');
    const mapping = { fileId: again.fileId, columns };
    const [, imported] = await outcomes(api['import.run']({ batchId, mapping }));
    expect(imported).toMatchObject({ kind: 'imported' });
    expect((await api['library.search']({})).rows).toMatchObject([
      { format: 'CSV', leadNames: ['II'], durationSeconds: 0.2 },
    ]);
    expect(readdirSync(join(library.folder, 'inbox'))).toEqual([]);
  });
});

describe('leaving an import', () => {
  it('stops it and leaves nothing of what had not been imported', async () => {
    const { api, library, services } = openWorkstation();
    const folder = temporaryFolder();
    const paths = [
      writeSimulatedRecord(folder, 'holter', { name: 'first', seconds: 20 }),
      writeSimulatedRecord(folder, 'holter', { name: 'second', seconds: 1800 }),
    ];
    for await (const event of services.importPaths(paths)) {
      if (event.kind === 'progress' && event.index === 1) break;
    }
    const { rows } = await api['library.search']({});
    expect(rows.map(({ recordName }) => recordName)).toEqual(['first']);
    expect(library.removeUnfinishedImports()).toBe(0);
    const again = await outcomes(services.importPaths(paths));
    expect(again).toMatchObject([
      { kind: 'started' },
      { alreadyThere: true },
      { kind: 'imported', alreadyThere: false },
    ]);
  });

  it('by its signal ends it as cancelled', async () => {
    const { services } = openWorkstation();
    const path = writeSimulatedRecord(temporaryFolder(), 'holter', { seconds: 1800 });
    const abort = new AbortController();
    const run = async (): Promise<void> => {
      for await (const event of services.importPaths([path], abort.signal))
        if (event.kind === 'progress') abort.abort();
    };
    await expect(run()).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a process that dies while it reads a file', () => {
  it('costs that file, which is set aside, and nothing else', async () => {
    const { services, children } = openWorkstation();
    const folder = temporaryFolder();
    const paths = ['first', 'second'].map((name) => writeSimulatedRecord(folder, 'holter', { name, seconds: 1800 }));
    const events: string[] = [];
    let killed = false;
    for await (const event of services.importPaths(paths)) {
      if (event.kind === 'progress' && event.index === 0 && !killed) {
        killed = true;
        children.at(-1)?.kill();
      }
      if (event.kind !== 'progress') events.push(event.kind === 'quarantined' ? event.reason : event.kind);
    }
    expect(events).toEqual(['started', expect.stringMatching(/^Reading first\.hea was stopped/), 'imported']);
  });
});
