import { AAMI_CLASSES, type AamiClass } from '../../../shared/annotation-codes.ts';
import type { Clustering, ClusterTable } from '../../../shared/contract/clusters.ts';
import { CLASS_OF_CODE } from '../ecg/beat-class.ts';
import type { BeatStore } from '../ecg/beat-store.svelte.ts';

/** A group of beats as a card shows it. */
export interface ClusterCard {
  readonly cluster: number;
  /** Its row in the table, where its template is. */
  readonly row: number;
  readonly count: number;
  /** The most frequent code and how many have it; 0 while that is not told. */
  readonly code: number;
  readonly codeCount: number;
  /** Members whose label a reader set or confirmed. */
  readonly confirmed: number;
}

/** Cards of one class, the largest first; those whose code is not known yet have no class. */
export interface ClusterClass {
  readonly name: AamiClass | undefined;
  readonly cards: readonly ClusterCard[];
  readonly beats: number;
}

/** Where each beat that can be edited is in the store, by id; −1 where there is none. */
export function rowsById(beats: BeatStore): Int32Array {
  let most = -1;
  for (let row = 0; row < beats.count; row++) most = Math.max(most, beats.id[row] ?? -1);
  const rows = new Int32Array(most + 1).fill(-1);
  for (let row = 0; row < beats.count; row++) {
    const id = beats.id[row] ?? -1;
    if (id >= 0) rows[id] = row;
  }
  return rows;
}

/** The cards of a table as told; while it is provisional, in the order of their numbers, so that none changes its place. */
export const provisionalCards = (table: ClusterTable): readonly ClusterCard[] =>
  Array.from(table.cluster, (cluster, row) => ({
    cluster,
    row,
    count: table.count[row] ?? 0,
    code: 0,
    codeCount: 0,
    confirmed: 0,
  })).sort((one, other) => one.cluster - other.cluster);

/** The cards of a finished clustering with the labels as they are now; a beat that was hidden counts no more. */
export function clusterCards({ table, id, cluster }: Clustering, beats: BeatStore): readonly ClusterCard[] {
  const rows = rowsById(beats);
  const place = new Map(Array.from(table.cluster, (number, at) => [number, at] as const));
  const counts = new Int32Array(256 * table.cluster.length);
  const confirmed = new Int32Array(table.cluster.length);
  const total = new Int32Array(table.cluster.length);
  for (let member = 0; member < id.length; member++) {
    const at = place.get(cluster[member] ?? -1);
    const row = rows[id[member] ?? -1] ?? -1;
    if (at === undefined || row < 0) continue;
    const cell = 256 * at + (beats.code[row] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + 1;
    total[at] = (total[at] ?? 0) + 1;
    if (!beats.isUnconfirmed(row)) confirmed[at] = (confirmed[at] ?? 0) + 1;
  }
  return Array.from(table.cluster, (number, at) => {
    let code = 0;
    let most = 0;
    for (let each = 0; each < 256; each++) {
      const count = counts[256 * at + each] ?? 0;
      if (count <= most) continue;
      most = count;
      code = each;
    }
    return { cluster: number, row: at, count: total[at] ?? 0, code, codeCount: most, confirmed: confirmed[at] ?? 0 };
  }).filter(({ count }) => count > 0);
}

/** Cards by the class of their most frequent code. */
export function byClass(cards: readonly ClusterCard[]): readonly ClusterClass[] {
  const classes = [...AAMI_CLASSES.keys(), undefined].map((index) => {
    const own = cards.filter(({ code }) => (code === 0 ? undefined : CLASS_OF_CODE[code]) === index);
    return {
      name: index === undefined ? undefined : AAMI_CLASSES[index],
      cards: index === undefined ? own : own.toSorted((one, other) => other.count - one.count),
      beats: own.reduce((sum, { count }) => sum + count, 0),
    };
  });
  return classes.filter((each) => each.cards.length > 0);
}

/** Samples of the members of a cluster that are there, in the order of time. */
export function membersOf({ id, cluster }: Clustering, number: number, beats: BeatStore): Int32Array {
  const rows = rowsById(beats);
  const samples: number[] = [];
  for (let member = 0; member < id.length; member++) {
    if (cluster[member] !== number) continue;
    const row = rows[id[member] ?? -1] ?? -1;
    if (row >= 0) samples.push(beats.sample[row] ?? 0);
  }
  return Int32Array.from(samples).sort();
}

/** Some of many, evenly spread. */
export const spreadOver = (values: Int32Array, most: number): readonly number[] =>
  values.length <= most
    ? [...values]
    : Array.from({ length: most }, (_, at) => values[Math.floor(((at + 0.5) * values.length) / most)] ?? 0);

/** One template: its values in one lead, in physical units; NaN where nothing is known. */
export function templateOf({ template, leads, columns }: ClusterTable, row: number, lead: number): Float32Array {
  const place = Math.max(0, leads.indexOf(lead));
  const start = (row * leads.length + place) * columns;
  return template.subarray(start, start + columns);
}

/** Groups of fewer beats than this part of all do not decide the scale: they may be artefacts. */
const LEAST_SHARE = 0.002;
/** Above and below what the templates reach. */
const ROOM = 0.2;

/** The range in physical units that all shapes are drawn to, the same for every group. */
export function sharedRange(table: ClusterTable, lead: number): { readonly low: number; readonly high: number } {
  const all = table.count.reduce((sum, count) => sum + count, 0);
  let low = Infinity;
  let high = -Infinity;
  for (let row = 0; row < table.cluster.length; row++) {
    if ((table.count[row] ?? 0) < LEAST_SHARE * all) continue;
    for (const value of templateOf(table, row, lead)) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return { low: -1, high: 1 };
  const room = Math.max(0.1, ROOM * (high - low));
  return { low: low - room, high: high + room };
}
