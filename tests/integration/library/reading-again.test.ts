import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Preferences } from '../../../src/shared/contract/system.ts';
import { packSeeded } from '../../unit/inference-models/seeded-model.ts';
import { writeSimulatedRecord } from './generated-record.ts';
import { all, openWorkstation, outcomes, temporaryFolder, type TestWorkstation } from './workstation.ts';

/** The automatic reading of a study's only recording that was made last. */
async function latest({ api }: TestWorkstation, studyId: string) {
  const { recordings } = await api['library.study']({ studyId });
  const sets = recordings[0]?.annotationSets ?? [];
  return sets.findLast(({ complete, origin }) => complete && (origin === 'model' || origin === 'rules'));
}

describe('a library whose recordings rules have read', () => {
  let models = '';
  const folder = temporaryFolder();
  const studies: string[] = [];
  beforeAll(async () => {
    models = join(temporaryFolder(), 'models');
    mkdirSync(models);
    await packSeeded(temporaryFolder(), join(models, 'tiny'));
    const before = openWorkstation({ folder });
    for (const preset of ['sinus', 'bigeminy']) {
      const path = writeSimulatedRecord(temporaryFolder(), preset, { seconds: 30 });
      const [, event] = await outcomes(before.services.importPaths([path]));
      if (event?.kind === 'imported') studies.push(event.studyId);
    }
    for (const studyId of studies) await all(before.api['analysis.watch']({ recordingId: `${studyId}-1` }));
    await before.close();
  });

  it('has them read again by a model only when somebody asks, and goes on after a kill at the next start', async () => {
    const workstation = openWorkstation({ folder, modelsFolder: models });
    const { api, library, children } = workstation;
    const { inUse, again, lines } = await api['readings.makers']({});
    expect([inUse, again]).toEqual([expect.stringMatching(/^ecg-nat-tiny-/), { recordings: 2, studies: 2 }]);
    expect(lines.find(({ kind }) => kind === 'rules')).toMatchObject({ recordings: 2, unsigned: 2 });
    for (const studyId of studies) expect((await latest(workstation, studyId))?.origin).toBe('rules');

    // A reader's label of one of them.
    const [edited = '', other = ''] = studies;
    await api['system.savePreferences'](Preferences.parse({ readerName: 'Dr Weiss' }));
    const rules = (await latest(workstation, edited))?.id ?? '';
    const { revision, rows } = await api['edit.rows']({ setId: rules });
    const [, , id = -1] = rows.id;
    const own = await api['edit.apply']({
      ...{ setId: rules, revision },
      edit: { kind: 'relabel', target: { by: 'ids', ids: Int32Array.of(id) }, code: 5 },
    });

    expect(await api['readings.againAll']({})).toEqual({ asked: 2 });
    for await (const { current } of api['readings.watchAgain']({})) if (current) break;
    for (const child of children) child.kill();
    await workstation.close();
    expect(library.folder).toBe(folder);

    const next = openWorkstation({ folder, modelsFolder: models });
    for await (const { left } of next.api['readings.watchAgain']({})) if (left === 0) break;
    for (const studyId of studies) {
      expect(await latest(next, studyId)).toMatchObject({ origin: 'model', madeBy: `${inUse} on cpu` });
    }
    expect((await next.api['readings.makers']({})).again).toEqual({ recordings: 0, studies: 0 });
    const label = await next.api['readings.label']({ setId: own.setId, id });
    expect(label).toMatchObject({ kind: 'reader', madeBy: 'Dr Weiss', source: { kind: 'rules', madeBy: 'rules 3' } });
    // The reader's set goes on being told of by the reading it began as.
    const of = async (setId: string) =>
      (await next.api['analysis.result']({ recordingId: `${edited}-1`, setId })).setId;
    expect(await of(own.setId)).toBe(rules);
    await expect(next.api['readings.again']({ recordingId: `${other}-1` })).rejects.toThrow('already');
  });
});
