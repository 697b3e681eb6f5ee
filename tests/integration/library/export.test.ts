import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { mnemonicOf } from '../../../src/shared/annotation-codes.ts';
import type { Workstation } from '../../../src/shared/contract.ts';
import { realData } from '../../real-data.ts';
import { writeSimulatedRecord } from './generated-record.ts';
import { all, openWorkstation, outcomes, temporaryFolder, type TestWorkstation } from './workstation.ts';

/** The exported files, put together from their pieces. */
async function exported(
  api: Workstation,
  studyId: string,
  format: 'wfdb' | 'csv' | 'json',
): Promise<Map<string, Buffer>> {
  const files = new Map<string, Uint8Array[]>();
  const ended = new Set<string>();
  for await (const step of api['export.study']({ studyId, format })) {
    if (step.kind !== 'piece') continue;
    expect(ended.has(step.name)).toBe(false);
    files.set(step.name, [...(files.get(step.name) ?? []), step.bytes]);
    if (step.last) ended.add(step.name);
  }
  expect([...ended]).toEqual([...files.keys()]);
  return new Map([...files].map(([name, pieces]) => [name, Buffer.concat(pieces)]));
}

async function importOne({ services }: TestWorkstation, path: string): Promise<string> {
  const [, event] = await outcomes(services.importPaths([path]));
  if (event?.kind !== 'imported') throw new Error(`not imported: ${JSON.stringify(event)}`);
  return event.studyId;
}

/** What is looked at of a study in JSON. */
const Exported = z.object({
  einthovenStudy: z.number(),
  recordName: z.string(),
  recordings: z.array(
    z.object({
      rate: z.number(),
      leads: z.array(z.object({ name: z.string() })),
      annotationSets: z.array(
        z.object({
          annotator: z.string(),
          annotations: z.object({
            sample: z.array(z.number()),
            code: z.array(z.string()),
            text: z.record(z.string(), z.string()),
          }),
        }),
      ),
    }),
  ),
});

const workstation = openWorkstation();
const { api, library } = workstation;

/** Everything of a study that a round trip must keep. */
function contentOf(studyId: string) {
  const { row, recordings } = library.studies.detail(studyId);
  const [recording] = recordings;
  if (!recording) throw new Error('no recording');
  return {
    ageYears: row.ageYears,
    sex: row.sex,
    recordedAt: row.recordedAt,
    leads: recording.leads,
    signals: recording.leads.map((lead, index) => library.signals.readSamples(recording.id, index, 0, lead.samples)),
    atr: recording.annotationSets
      .filter(({ annotator }) => annotator === 'atr')
      .map(({ id }) => {
        const { sample, code, subtype, channel, num, aux } = library.annotations.read(id);
        return { sample, code, subtype, channel, num, aux };
      }),
  };
}

async function roundTrip(path: string): Promise<void> {
  const studyId = await importOne(workstation, path);
  const files = await exported(api, studyId, 'wfdb');
  const folder = temporaryFolder();
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  const header = [...files.keys()].find((name) => name.endsWith('.hea')) ?? '';
  const again = await importOne(workstation, join(folder, header));
  expect(contentOf(again)).toEqual(contentOf(studyId));
}

describe('an exported study', () => {
  const path = writeSimulatedRecord(temporaryFolder(), 'holter', { seconds: 300 });

  it('gives the same samples and annotations when its WFDB files are imported', async () => {
    await roundTrip(path);
  });

  it.skipIf(!realData.mitdb)('does so for records of MIT-BIH', async () => {
    for (const record of ['114', '208']) await roundTrip(join(realData.mitdb ?? '', `${record}.hea`));
  });

  it('gives the same samples when its CSV is imported, with its annotations as a table', async () => {
    const studyId = await importOne(workstation, path);
    const files = await exported(api, studyId, 'csv');
    const folder = temporaryFolder();
    for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
    const again = await importOne(workstation, join(folder, 'holter.csv'));
    expect(contentOf(again).signals).toEqual(contentOf(studyId).signals);
    const [head, first] = String(files.get('holter-atr.csv')).split('\n');
    expect(head).toBe('sample,seconds,code,subtype,channel,num,confidence,text');
    expect(first).toMatch(/^\d+,[\d.]+,\S+,/);
  });

  it('is told in JSON with every annotation', async () => {
    const studyId = await importOne(workstation, path);
    const files = await exported(api, studyId, 'json');
    const study = Exported.parse(JSON.parse(String(files.get('holter.json'))));
    expect(study).toMatchObject({ einthovenStudy: 1, recordName: 'holter' });
    const [recording] = study.recordings;
    expect(recording).toMatchObject({ rate: 250, leads: [{ name: 'II' }, { name: 'V1' }, { name: 'V5' }] });
    const [atr] = contentOf(studyId).atr;
    const set = recording?.annotationSets.find(({ annotator }) => annotator === 'atr');
    expect(set?.annotations.sample).toEqual([...(atr?.sample ?? [])]);
    expect(set?.annotations.code).toEqual(Array.from(atr?.code ?? [], mnemonicOf));
    expect(Object.values(set?.annotations.text ?? {})).toEqual([...(atr?.aux.values() ?? [])]);
  });

  it('stops when its reader leaves, and the next export works', async () => {
    const studyId = await importOne(workstation, path);
    for await (const step of api['export.study']({ studyId, format: 'csv' })) if (step.kind === 'piece') break;
    expect((await exported(api, studyId, 'wfdb')).size).toBeGreaterThan(2);
  });

  it('that is not there is refused', async () => {
    await expect(exported(api, 'none', 'wfdb')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('an export into a folder that the system’s dialog names', () => {
  const target = temporaryFolder();
  let answer: string | undefined = target;
  const desktop = openWorkstation({
    dialogs: { chooseImport: () => Promise.resolve(undefined), chooseExportFolder: () => Promise.resolve(answer) },
  });
  const path = writeSimulatedRecord(temporaryFolder(), 'sinus');

  it('writes the files there, and never over others', async () => {
    const studyId = await importOne(desktop, path);
    const run = () => all(desktop.api['export.study']({ studyId, format: 'wfdb' }));
    expect((await run()).at(-1)).toMatchObject({ kind: 'saved' });
    const written = readdirSync(target).sort();
    expect(written.slice(0, 3)).toEqual(['sinus.atr', 'sinus.dat', 'sinus.hea']);
    const before = readFileSync(join(target, 'sinus.dat'));
    await expect(run()).rejects.toMatchObject({ code: 'bad-input', message: /There is a file sinus\.dat/ });
    expect(readFileSync(join(target, 'sinus.dat')).equals(before)).toBe(true);
    expect(readdirSync(target).sort()).toEqual(written);
    answer = undefined;
    expect(await run()).toEqual([{ kind: 'dismissed' }]);
  });
});
