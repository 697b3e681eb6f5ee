import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { applyChange } from '../../../src/main/library/annotation-change.ts';
import { emptyAnnotations, type StoredAnnotations } from '../../../src/main/library/annotation-columns.ts';
import { openLibrary } from '../../../src/main/library/open-library.ts';
import type { Clustering } from '../../../src/shared/contract/clusters.ts';
import { Preferences } from '../../../src/shared/contract/system.ts';
import { N, openWorkbench, relabel, studyWithBeats, V } from '../../unit/editing/workbench.ts';
import { simulatedRecord } from './generated-record.ts';
import { all, openWorkstation, outcomes, temporaryFolder, type TestWorkstation, upload } from './workstation.ts';

const EDITOR = new URL('./editing-process.ts', import.meta.url).pathname;
const ROUNDS = 6;

describe('a program that is killed between edits', () => {
  it('has every edit it was answered, and the set is what its log leads to', async () => {
    const folder = temporaryFolder();
    const bench = openWorkbench(folder);
    const codes = Array.from({ length: 6000 }, (_, beat) => (beat % 9 === 0 ? V : N));
    const { setId, recordingId } = studyWithBeats(bench.library, codes);
    bench.close();
    let told = { setId, revision: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const child = fork(EDITOR, [folder, setId], { serialization: 'advanced', execArgv: [] });
      let answers = 0;
      const wanted = 2 + Math.floor(8 * Math.random());
      const enough = new Promise<void>((resolve) => {
        child.on('message', (message) => {
          told = message as typeof told;
          if (++answers === wanted) resolve();
        });
      });
      const exit = once(child, 'exit');
      await Promise.race([enough, exit]);
      expect(child.exitCode).toBeNull();
      // Somewhere in the midst of what comes next.
      await setTimeout(20 * Math.random());
      child.kill('SIGKILL');
      await exit;

      const library = openLibrary(folder, { mode: 'owner' });
      const sets = library.annotations.sets(recordingId);
      expect(sets).toHaveLength(2);
      const own = sets[1]?.id ?? '';
      expect(library.annotations.revision(own)).toBeGreaterThanOrEqual(told.setId === own ? told.revision : 0);
      const replayed = library.annotations.events(own).reduce<StoredAnnotations>(applyChange, emptyAnnotations());
      expect(library.annotations.read(own)).toEqual(replayed);
      expect([...library.annotations.read(setId).code]).toEqual(codes);
      library.close();
    }
  }, 120_000);
});

async function imported(
  workstation: TestWorkstation,
): Promise<{ studyId: string; setId: string; recordingId: string }> {
  const { api } = workstation;
  const batchId = await upload(api, simulatedRecord('holter', { seconds: 600 }));
  const done = (await outcomes(api['import.run']({ batchId }))).find(({ kind }) => kind === 'imported');
  const studyId = done?.kind === 'imported' ? done.studyId : '';
  const [recording] = (await api['library.study']({ studyId })).recordings;
  const setId = recording?.annotationSets.find(({ origin }) => origin === 'file')?.id ?? '';
  return { studyId, setId, recordingId: recording?.id ?? '' };
}

describe('a whole workstation', () => {
  it('groups beats in a process of its own, relabels, splits and merges groups, and keeps them', async () => {
    const folder = temporaryFolder();
    const workstation = openWorkstation({ folder });
    const { api } = workstation;
    const { setId } = await imported(workstation);
    await api['system.savePreferences'](Preferences.parse({ readerName: 'Dr A' }));
    const events = await all(api['clusters.watch']({ setId }));
    const last = events.at(-1);
    if (last?.kind !== 'complete') throw new Error('the groups were not completed');
    const { clustering } = last;
    const truth = await api['edit.rows']({ setId });
    const codeOf = new Map([...truth.rows.id].map((id, row) => [id, truth.rows.code[row]]));
    const membersOf = ({ id, cluster }: Clustering, number: number): number[] =>
      [...id].filter((_, beat) => cluster[beat] === number);
    const ventricular = [...clustering.table.cluster].filter((_, at) => clustering.table.code[at] === V);
    const grouped = ventricular.flatMap((number) => membersOf(clustering, number));
    expect(grouped.length).toBeGreaterThan(0);
    expect(grouped.every((id) => codeOf.get(id) === V)).toBe(true);

    const target = { by: 'clusters', clusteringId: clustering.clusteringId, clusters: ventricular } as const;
    const { count, revision } = await api['edit.count']({ setId, target: { ...target, clusters: [...ventricular] } });
    expect(count).toBe(grouped.length);
    const edit = relabel({ ...target, clusters: [...ventricular] }, N);
    const answer = await api['edit.apply']({ setId, revision, expected: count, edit });
    expect([...answer.rows.id].sort((a, b) => a - b)).toEqual(grouped.sort((a, b) => a - b));
    // The reader's copy has the groups of what it was copied from, with the codes as they are now.
    const [own] = await all(api['clusters.watch']({ setId: answer.setId }));
    expect(own?.kind === 'complete' && own.clustering.clusteringId).toBe(clustering.clusteringId);
    expect(own?.kind === 'complete' && [...own.clustering.table.code]).not.toContain(V);

    const largest = clustering.table.cluster[0] ?? -1;
    const split = await api['clusters.split']({ clusteringId: clustering.clusteringId, cluster: largest });
    expect(split.table.cluster.length).toBe(clustering.table.cluster.length + 1);
    const [added = -1] = [...split.table.cluster].filter((number) => !clustering.table.cluster.includes(number));
    const merged = await api['clusters.merge']({ clusteringId: split.clusteringId, clusters: [largest, added] });
    expect([...merged.table.count]).toEqual([...clustering.table.count]);
    expect(merged.cluster).toEqual(clustering.cluster);
    expect([clustering.regrouped, split.regrouped?.act, merged.regrouped?.act]).toEqual([undefined, 'split', 'merge']);
    const gone = { clusteringId: clustering.clusteringId, cluster: largest };
    await expect(api['clusters.split'](gone)).rejects.toMatchObject({ code: 'not-found' });
    await workstation.close();

    const again = openWorkstation({ folder });
    const kept = await all(again.api['clusters.watch']({ setId }));
    expect(kept).toHaveLength(1);
    if (kept[0]?.kind !== 'complete') throw new Error('the groups were not kept');
    expect(kept[0].clustering).toMatchObject({ clusteringId: merged.clusteringId, regrouped: merged.regrouped });

    // Splits and merges are taken back one by one, across restarts too; the labels stay as they are now.
    const undo = ({ clusteringId }: Clustering): Promise<Clustering> => again.api['clusters.undo']({ clusteringId });
    const beforeMerge = await undo(merged);
    expect(beforeMerge).toMatchObject({ clusteringId: split.clusteringId, regrouped: split.regrouped });
    expect(beforeMerge.cluster).toEqual(split.cluster);
    expect(beforeMerge.table.template).toEqual(split.table.template);
    await expect(undo(merged)).rejects.toMatchObject({ code: 'not-found' });
    const asFound = await undo(beforeMerge);
    expect(asFound).toEqual({ ...clustering, table: { ...asFound.table, template: clustering.table.template } });
    expect(asFound.table.count).toEqual(clustering.table.count);
    await expect(undo(asFound)).rejects.toMatchObject({ code: 'bad-input' });

    const anew = { clusteringId: asFound.clusteringId, cluster: largest };
    await again.api['clusters.split'](anew);
    const fresh = (await all(again.api['clusters.watch']({ setId, anew: true }))).at(-1);
    if (fresh?.kind !== 'complete') throw new Error('the groups were not made anew');
    await expect(undo(fresh.clustering)).rejects.toMatchObject({ code: 'bad-input' });
    await again.close();
  }, 120_000);

  it('finds the R peak near a click', async () => {
    const workstation = openWorkstation();
    const { api } = workstation;
    const { setId, recordingId } = await imported(workstation);
    const { rows } = await api['edit.rows']({ setId, from: 5_000, to: 20_000 });
    const beats = [...rows.sample].filter((_, row) => rows.code[row] === N);
    expect(beats.length).toBeGreaterThan(5);
    for (const beat of beats) {
      const { sample, snapped } = await api['edit.snap']({ recordingId, sample: beat + 12 });
      expect(snapped).toBe(true);
      expect(Math.abs(sample - beat)).toBeLessThanOrEqual(5);
    }
    await workstation.close();
  }, 60_000);
});
