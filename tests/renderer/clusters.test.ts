import { describe, expect, it } from 'vitest';
import { BeatStore } from '../../src/renderer/src/ecg/beat-store.svelte.ts';
import { BeatSignals } from '../../src/renderer/src/state/beat-signals.ts';
import {
  byClass,
  clusterCards,
  membersOf,
  provisionalCards,
  sharedRange,
  spreadOver,
} from '../../src/renderer/src/state/cluster-groups.ts';
import { ClustersState, MANY } from '../../src/renderer/src/state/clusters.svelte.ts';
import type { Workstation } from '../../src/shared/contract.ts';
import type { ClusterEvent, Clustering, ClusterTable } from '../../src/shared/contract/clusters.ts';
import type { Edit } from '../../src/shared/contract/editing.ts';
import { Problem } from '../../src/shared/problem.ts';
import { fakeWorkstation } from '../page/fake-workstation.ts';
import { deferCall, settle } from './deferred-api.ts';
import { annotations, code } from './ecg/signals.ts';

function tableOf(counts: readonly number[], peak = 1): ClusterTable {
  const template = Float32Array.from({ length: counts.length * 4 }, (_, at) => (at % 4 === 2 ? peak : 0));
  return {
    cluster: Int32Array.from(counts.keys()),
    count: Int32Array.from(counts),
    code: new Uint8Array(counts.length),
    codeCount: new Int32Array(counts.length),
    medoidId: new Int32Array(counts.length),
    template,
    leads: [0],
    leadWeight: Float32Array.of(1),
    columns: 4,
    before: 2,
    rate: 125,
  };
}

/** Beats 10, 11, 12 … of which the first three are one group, the fourth another. */
const clustering: Clustering = {
  clusteringId: 'c1',
  setId: 's1',
  madeBy: 'leader 1',
  table: tableOf([3, 1]),
  id: Int32Array.of(10, 11, 12, 13),
  cluster: Int32Array.of(0, 0, 0, 1),
};

function beatsWithIds(letters: readonly string[]): BeatStore {
  const beats = new BeatStore();
  const set = annotations(letters.map((letter, at) => [1000 * (at + 1), letter] as const));
  beats.replace({ ...set, id: Int32Array.from(letters, (_, at) => 10 + at) }, 'model');
  return beats;
}

function setUp(events: readonly (ClusterEvent | Problem)[], count = 3, lastEdit?: () => string | undefined) {
  const edits: [Edit, number | undefined][] = [];
  const taken: string[] = [];
  const told: string[] = [];
  const problems: unknown[] = [];
  const asked: unknown[] = [];
  const { part } = deferCall('edit.count');
  const watch = async function* (input: unknown) {
    asked.push(input);
    for (const event of events) {
      await Promise.resolve();
      if (event instanceof Problem) throw event;
      yield event;
    }
  };
  const api: Workstation = {
    ...fakeWorkstation().api,
    ...part,
    'clusters.watch': watch,
    'edit.count': () =>
      Promise.resolve({ revision: 0, count, from: 0, to: 1, codes: new Uint8Array(0), codeCounts: new Int32Array(0) }),
    'clusters.split': () => Promise.resolve({ ...clustering, table: tableOf([2, 1, 1]), regrouped: split }),
    'clusters.merge': () => Promise.resolve({ ...clustering, table: tableOf([4]), regrouped: merge }),
    'clusters.undo': () => {
      taken.push('groups');
      return Promise.resolve(clustering);
    },
  };
  const clusters = new ClustersState({
    api,
    setId: () => 's1',
    apply: (edit, expected) => {
      edits.push([edit, expected]);
      return Promise.resolve(undefined);
    },
    lastEdit: () => lastEdit?.(),
    settled: () => Promise.resolve(),
    takeBack: (act) => {
      taken.push(act);
      return Promise.resolve();
    },
    tell: (text) => told.push(text),
    tellProblem: (thrown) => problems.push(thrown),
  });
  return { clusters, edits, problems, asked, taken, told };
}

const split = { act: 'split', at: '2026-03-01T08:00:00.000Z' } as const;
const merge = { act: 'merge', at: '2026-03-01T08:10:00.000Z' } as const;
const complete: ClusterEvent = { kind: 'complete', clustering };

describe('groups of beats', () => {
  it('arrive bit by bit, and are settled at the end', async () => {
    const seen: string[] = [];
    const { clusters } = setUp([{ kind: 'progress', fraction: 0.4, table: tableOf([1]) }, complete]);
    const watching = clusters.watch();
    for (let turn = 0; turn < 12; turn++) {
      seen.push(`${clusters.grouping.kind} ${String(clusters.table?.cluster.length ?? 0)}`);
      await Promise.resolve();
    }
    await watching;
    expect(seen).toContain('running 1');
    expect([clusters.grouping.kind, clusters.table?.cluster.length, clusters.active]).toEqual(['ready', 2, 0]);
  });

  it('say why they could not be made, and can be stopped', async () => {
    const { clusters } = setUp([new Problem('unsupported', 'No lead shows an ECG.')]);
    await clusters.watch();
    expect(clusters.grouping).toEqual({ kind: 'failed', message: 'No lead shows an ECG.' });
    const stopped = setUp([{ kind: 'progress', fraction: 0.4, table: tableOf([1]) }, complete]).clusters;
    const watching = stopped.watch();
    stopped.stop();
    await watching;
    expect([stopped.grouping.kind, stopped.table]).toEqual(['stopped', undefined]);
  });

  it('are relabelled at once where they are few, and after a question with the count where they are many', async () => {
    const few = setUp([complete], 3);
    await few.clusters.watch();
    await few.clusters.relabel(code('V'));
    const target = { by: 'clusters', clusteringId: 'c1', clusters: [0] };
    expect(few.edits).toEqual([[{ kind: 'relabel', target, code: code('V') }, 3]]);

    const many = setUp([complete], MANY);
    await many.clusters.watch();
    many.clusters.select(1, true);
    await many.clusters.relabel(code('V'));
    expect(many.edits).toEqual([]);
    expect(many.clusters.question).toMatchObject({ count: MANY, groups: 2 });
    await many.clusters.answer(false);
    expect(many.edits).toEqual([]);
    await many.clusters.relabel(code('V'));
    await many.clusters.answer(true);
    expect(many.edits).toEqual([[{ kind: 'relabel', target: { ...target, clusters: [0, 1] }, code: code('V') }, MANY]]);
  });

  it('are split and merged, and what is chosen stays among what is there', async () => {
    const { clusters } = setUp([complete]);
    await clusters.watch();
    await clusters.split();
    expect(clusters.table?.cluster.length).toBe(3);
    clusters.select(1, true);
    clusters.select(2, true);
    expect(clusters.acted).toEqual([0, 1, 2]);
    await clusters.merge();
    expect([clusters.table?.cluster.length, clusters.active, clusters.chosen]).toEqual([1, 0, []]);
  });

  it('come back as they were before the last split or merge', async () => {
    const { clusters, taken, told } = setUp([complete]);
    await clusters.watch();
    expect(clusters.lastAct).toBeUndefined();
    await clusters.split();
    expect(clusters.lastAct).toBe('split');
    await clusters.undo();
    expect([clusters.table?.cluster.length, clusters.lastAct]).toEqual([2, undefined]);
    expect([taken, told]).toEqual([['groups'], ['Undone: group split']]);
  });

  it('share one undo with labels: what was done last is taken back first, however fast it is asked for', async () => {
    const edit = '2026-03-01T08:05:00.000Z';
    const { clusters, taken } = setUp([{ kind: 'complete', clustering: { ...clustering, regrouped: split } }], 3, () =>
      taken.includes('undo') ? undefined : edit,
    );
    await clusters.watch();
    expect(clusters.lastAct).toBe('edit');
    await Promise.all([clusters.undo(), clusters.undo()]);
    expect(taken).toEqual(['undo', 'groups']);
    clusters.select(0);
    clusters.select(1, true);
    await clusters.merge();
    expect(clusters.lastAct).toBe('merge');
    await clusters.redo();
    expect(taken.at(-1)).toBe('redo');
  });

  it('have the code most of their beats have now, and count no beat that was hidden', () => {
    const cards = clusterCards(clustering, beatsWithIds(['N', 'V', 'V', 'A']));
    expect(cards.map(({ count, code: most, codeCount }) => [count, most, codeCount])).toEqual([
      [3, code('V'), 2],
      [1, code('A'), 1],
    ]);
    expect(byClass(cards).map(({ name, beats }) => [name, beats])).toEqual([
      ['S', 1],
      ['V', 3],
    ]);
    expect(clusterCards(clustering, beatsWithIds(['N', 'V'])).map(({ count }) => count)).toEqual([2]);
    expect([...membersOf(clustering, 0, beatsWithIds(['N', 'V', 'V', 'A']))]).toEqual([1000, 2000, 3000]);
  });

  it('keep their places while they are provisional, and one scale for all', () => {
    const table = tableOf([2, 90]);
    expect(provisionalCards(table).map(({ cluster }) => cluster)).toEqual([0, 1]);
    const { low, high } = sharedRange(tableOf([90, 90], 2), 0);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(2);
    expect(
      spreadOver(
        Int32Array.from({ length: 1000 }, (_, at) => at),
        4,
      ),
    ).toEqual([125, 375, 625, 875]);
  });
});

describe('the signal of single beats', () => {
  it('is loaded a few at a time, and no more of what nobody looks at', async () => {
    const call = deferCall('signal.window');
    const signals = new BeatSignals(call.part, { id: 'r', samples: 100_000, rate: 250 }, { before: 36, after: 44 });
    let came = 0;
    const viewer = (): void => {
      came++;
    };
    signals.want(viewer, 0, [100, 1100, 2100, 3100, 4100, 5100]);
    expect(call.pending.map(({ input }) => input.from)).toEqual([64, 1064, 2064, 3064]);
    signals.want(viewer, 0, [9100]);
    const window = {
      lead: 0,
      kind: 'samples' as const,
      start: 64,
      step: 1,
      values: new Int32Array(80),
      filtered: false,
    };
    call.pending[0]?.answer({ leads: [window] });
    await settle();
    expect(signals.of(0, 100)?.start).toBe(64);
    expect(came).toBe(1);
    expect(call.pending.at(-1)?.input.from).toBe(9064);
    expect(call.pending.length).toBe(5);
    signals.close();
    expect(call.pending.every(({ signal }) => signal?.aborted === true)).toBe(true);
  });
});
