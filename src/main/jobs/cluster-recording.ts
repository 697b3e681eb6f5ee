import { randomUUID } from 'node:crypto';
import { isBeatCode } from '../../shared/annotation-codes.ts';
import type { ClusterEvent, Clustering } from '../../shared/contract/clusters.ts';
import { Problem } from '../../shared/problem.ts';
import type { Library } from '../library/open-library.ts';
import type { RecordingEntry } from '../library/recordings.ts';
import { BeatClusters, CLUSTERING_METHOD } from '../signal/clusters/cluster-beats.ts';
import { type ClusterLeads, groupOf, groupsOf, membersOf, tableOf } from '../signal/clusters/cluster-table.ts';
import { leadWeights } from '../signal/clusters/lead-weights.ts';
import { ShapeTable } from '../signal/clusters/shape-table.ts';
import { MEDIAN_MEMBERS, splitBeats, spread } from '../signal/clusters/split-cluster.ts';
import { ecgLeads } from '../inference/reading/recording-source.ts';
import { readShapes } from './beat-shapes.ts';
import { Breathing } from './breathing.ts';

/** Beats, spread over the recording, that the weights of the leads are told from. */
const WEIGHED_BEATS = 200;
/** Shapes are compared in so many leads at most: those with the greatest weight. */
const MOST_LEADS = 3;
/** Beats between breaths. */
const STEP = 512;

interface Beats {
  readonly recording: RecordingEntry;
  readonly id: Int32Array<ArrayBuffer>;
  readonly sample: Int32Array<ArrayBuffer>;
  readonly code: Uint8Array<ArrayBuffer>;
}

/**
 * Groups the beats of a set by shape and keeps the groups; on the way tells what there is so far.
 * @throws Problem `not-found` | `unsupported` where no lead shows an ECG | `cancelled`
 */
export async function* clusterRecording(
  library: Library,
  setId: string,
  signal: AbortSignal,
): AsyncGenerator<ClusterEvent, void, undefined> {
  const beats = beatsOf(library, setId);
  const { recording, id, sample, code } = beats;
  const breathing = new Breathing(signal);
  const leads = await weighLeads(library, beats, breathing);
  const count = id.length;
  const shapes = new ShapeTable(count, leads.leads.length);
  const clusters = new BeatClusters(shapes, leads.perEnergy);
  const all = Int32Array.from({ length: count }, (_, beat) => beat);
  let added = 0;
  for (const done of readShapes(library, { recording, leads: leads.leads, sample }, all, shapes)) {
    while (added < done) clusters.add(added++);
    await breathing.breathe();
    if (breathing.reportIsDue()) {
      const table = tableOf(
        clusters.groups.map(({ template, members }, number) => ({
          number,
          count: members,
          code: 0,
          codeCount: 0,
          medoidId: -1,
          template,
        })),
        leads,
      );
      yield { kind: 'progress', fraction: (0.8 * done) / count, table };
    }
  }
  clusters.settle();
  const cluster = new Int32Array(count);
  for (let beat = 0; beat < count; beat++) {
    cluster[beat] = clusters.groupOf(beat);
    if (beat % STEP === 0) await breathing.breathe();
  }
  const groups = [];
  for (const [number, members] of membersOf(cluster)) {
    groups.push(groupOf(number, members, shapes, { id, code }, leads));
    await breathing.breathe();
  }
  yield { kind: 'complete', clustering: keep(library, { setId, id, cluster, table: tableOf(groups, leads) }) };
}

/**
 * One cluster made two, or several made one.
 * @throws Problem `not-found` | `bad-input` for clusters that are not there, or beats that are all alike
 */
export async function regroup(
  library: Library,
  clusteringId: string,
  change: { readonly split: number } | { readonly merge: readonly number[] },
  signal: AbortSignal,
): Promise<Clustering> {
  const known = library.clusters.find(clusteringId);
  if (!known) throw new Problem('not-found', 'These groups of beats have been made anew. Look at them again.');
  const numbers = 'split' in change ? [change.split] : [...new Set(change.merge)];
  const groups = groupsOf(known.table);
  if (numbers.some((number) => !groups.some((group) => group.number === number))) {
    throw new Problem('not-found', 'There is no such group of beats. Look at them again.');
  }
  const chosen = new Set(numbers);
  const members = Int32Array.from(known.cluster.keys()).filter((at) => chosen.has(known.cluster[at] ?? -1));
  const { recording, ...present } = beatsOf(library, known.setId);
  const rowOf = new Map(Array.from(present.id, (id, row): [number, number] => [id, row]));
  // A beat that was hidden since keeps its place among the members, without a shape.
  const rows = members.map((at) => rowOf.get(known.id[at] ?? -1) ?? -1);
  const beats: Beats = {
    recording,
    id: Int32Array.from(members, (at) => known.id[at] ?? -1),
    sample: Int32Array.from(rows, (row) => present.sample[row] ?? -1),
    code: Uint8Array.from(rows, (row) => present.code[row] ?? 0),
  };
  const breathing = new Breathing(signal);
  const { leads } = known.table;
  const shapes = new ShapeTable(members.length, leads.length);
  const all = Int32Array.from(members.keys());
  const looked = 'split' in change ? all : spread(all, MEDIAN_MEMBERS);
  const there = looked.filter((beat) => (beats.sample[beat] ?? -1) >= 0);
  for (const done of readShapes(library, { recording, leads, sample: beats.sample }, there, shapes)) {
    if (done > 0) await breathing.breathe();
  }
  const weights: ClusterLeads = { ...leadWeights(sampleOf(shapes, spread(there, WEIGHED_BEATS))), leads };
  const kept = groups.filter(({ number }) => !chosen.has(number));
  const cluster = known.cluster.slice();
  const put = (number: number, of: Int32Array): void => {
    for (const beat of of) cluster[members[beat] ?? 0] = number;
    kept.push(groupOf(number, of, shapes, beats, weights));
  };
  if ('split' in change) {
    const side = splitBeats(shapes, weights.perEnergy);
    if (!side) throw new Problem('bad-input', 'The beats of this group are all alike: there is nothing to split.');
    put(
      change.split,
      all.filter((beat) => side[beat] === 0),
    );
    put(
      1 + Math.max(...groups.map(({ number }) => number)),
      all.filter((beat) => side[beat] === 1),
    );
  } else {
    put(numbers[0] ?? 0, all);
  }
  const table = { ...tableOf(kept, weights), leadWeight: known.table.leadWeight };
  const regrouped = { act: 'split' in change ? 'split' : 'merge', at: new Date().toISOString() } as const;
  return keep(library, { setId: known.setId, id: known.id, cluster, table, regrouped });
}

function keep(library: Library, made: Omit<Clustering, 'clusteringId' | 'madeBy'>): Clustering {
  const clustering = { ...made, clusteringId: randomUUID(), madeBy: CLUSTERING_METHOD };
  library.clusters.save(clustering);
  return clustering;
}

function beatsOf(library: Library, setId: string): Beats {
  const recording = library.signals.recording(library.annotations.set(setId).recordingId);
  const { id, sample, code } = library.annotations.read(setId);
  const rows = Int32Array.from(id.keys()).filter((row) => isBeatCode(code[row] ?? 0));
  return {
    recording,
    id: Int32Array.from(rows, (row) => id[row] ?? 0),
    sample: Int32Array.from(rows, (row) => sample[row] ?? 0),
    code: Uint8Array.from(rows, (row) => code[row] ?? 0),
  };
}

/** The leads in which beats repeat best, with their weights. */
async function weighLeads(library: Library, { recording, sample }: Beats, breathing: Breathing): Promise<ClusterLeads> {
  const leads = ecgLeads(recording).map(({ index }) => index);
  const chosen = spread(Int32Array.from(sample.keys()), WEIGHED_BEATS);
  const places = { recording, leads, sample: chosen.map((beat) => sample[beat] ?? 0) };
  const shapes = new ShapeTable(chosen.length, leads.length);
  for (const done of readShapes(library, places, Int32Array.from(chosen.keys()), shapes)) {
    if (done > 0) await breathing.breathe();
  }
  const { weight, perEnergy } = leadWeights(shapes);
  const best = [...leads.keys()]
    .filter((at) => (weight[at] ?? 0) > 0)
    .sort((a, b) => (weight[b] ?? 0) - (weight[a] ?? 0) || a - b)
    .slice(0, MOST_LEADS)
    .sort((a, b) => a - b);
  const total = best.reduce((sum, at) => sum + (weight[at] ?? 0), 0);
  return {
    leads: best.map((at) => leads[at] ?? 0),
    weight: Float64Array.from(best, (at) => (weight[at] ?? 0) / total),
    perEnergy: Float64Array.from(best, (at) => (perEnergy[at] ?? 0) / total),
  };
}

/** Some beats of a table as a table of their own. */
function sampleOf(shapes: ShapeTable, beats: Int32Array): ShapeTable {
  const sample = new ShapeTable(beats.length, shapes.leads);
  const size = shapes.values.length / Math.max(1, shapes.count);
  beats.forEach((beat, at) => {
    sample.values.set(shapes.values.subarray(beat * size, (beat + 1) * size), at * size);
    sample.known.set(shapes.known.subarray(beat * shapes.leads, (beat + 1) * shapes.leads), at * shapes.leads);
  });
  return sample;
}
