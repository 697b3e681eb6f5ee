import type { Clustering, ClusterTable } from '../../../shared/contract/clusters.ts';
import { ShapeDistance } from './shape-distance.ts';
import { COLUMN_RATE, COLUMNS, COLUMNS_BEFORE, type ShapeTable } from './shape-table.ts';
import { MEDIAN_MEMBERS, spread, templateOf } from './split-cluster.ts';

/** The leads that shapes are of, and how much they count. */
export interface ClusterLeads {
  /** Indices of the recording's leads. */
  readonly leads: readonly number[];
  readonly weight: Float64Array;
  readonly perEnergy: Float64Array;
}

/** What is known of the beats besides their shapes; columns of equal length. */
export interface ClusterBeats {
  readonly id: Int32Array;
  readonly code: Uint8Array;
}

/** Groups as the contract tells of them. */
export interface Group {
  readonly number: number;
  readonly count: number;
  readonly code: number;
  readonly codeCount: number;
  readonly medoidId: number;
  readonly template: Float32Array;
}

/** A group of beats (indices into `shapes`): the median shape, the beat nearest to it, the most frequent code. */
export function groupOf(
  number: number,
  beats: Int32Array,
  shapes: ShapeTable,
  { id, code }: ClusterBeats,
  { perEnergy }: ClusterLeads,
): Group {
  const looked = spread(beats, MEDIAN_MEMBERS);
  const template = templateOf(shapes, looked);
  const distance = new ShapeDistance(shapes, perEnergy);
  let medoid = looked[0]!;
  let least = Infinity;
  for (const beat of looked) {
    const here = distance.at(beat, template, 0);
    if (here >= least) continue;
    least = here;
    medoid = beat;
  }
  const counts = new Int32Array(256);
  for (const beat of beats) counts[code[beat]!]!++;
  const most = counts.reduce((best, count, each) => (count > counts[best]! ? each : best), 0);
  return { number, count: beats.length, code: most, codeCount: counts[most]!, medoidId: id[medoid]!, template };
}

/** The largest first, the one found first among equals. */
export function tableOf(groups: readonly Group[], { leads, weight }: ClusterLeads): ClusterTable {
  const sorted = [...groups].sort((a, b) => b.count - a.count || a.number - b.number);
  const template = new Float32Array(sorted.length * leads.length * COLUMNS);
  sorted.forEach((group, at) => template.set(group.template, at * leads.length * COLUMNS));
  return {
    cluster: Int32Array.from(sorted, ({ number }) => number),
    count: Int32Array.from(sorted, ({ count }) => count),
    code: Uint8Array.from(sorted, ({ code }) => code),
    codeCount: Int32Array.from(sorted, ({ codeCount }) => codeCount),
    medoidId: Int32Array.from(sorted, ({ medoidId }) => medoidId),
    template,
    leads: [...leads],
    leadWeight: Float32Array.from(weight),
    columns: COLUMNS,
    before: COLUMNS_BEFORE,
    rate: COLUMN_RATE,
  };
}

/** The groups of a table, to be put together anew. */
export function groupsOf(table: ClusterTable): Group[] {
  const size = table.leads.length * table.columns;
  return Array.from(table.cluster, (number, at) => ({
    number,
    count: table.count[at]!,
    code: table.code[at]!,
    codeCount: table.codeCount[at]!,
    medoidId: table.medoidId[at]!,
    template: table.template.subarray(at * size, (at + 1) * size),
  }));
}

/** Members of each cluster number: indices of beats, in the order of time. */
export function membersOf(cluster: Int32Array): Map<number, Int32Array> {
  const sizes = new Map<number, number>();
  for (const number of cluster) if (number >= 0) sizes.set(number, (sizes.get(number) ?? 0) + 1);
  const members = new Map([...sizes].map(([number, size]) => [number, { beats: new Int32Array(size), at: 0 }]));
  for (let beat = 0; beat < cluster.length; beat++) {
    const of = members.get(cluster[beat]!);
    if (of) of.beats[of.at++] = beat;
  }
  return new Map([...members].map(([number, { beats }]) => [number, beats]));
}

/** A clustering whose table tells of the codes as they are now: 0 by id where a beat is gone. */
export function withCodes(clustering: Clustering, codeOf: Uint8Array): Clustering {
  const { table, id, cluster } = clustering;
  const place = new Map(Array.from(table.cluster, (number, at): [number, number] => [number, at]));
  const counts = new Int32Array(256 * table.cluster.length);
  for (let beat = 0; beat < id.length; beat++) {
    const at = place.get(cluster[beat]!);
    const code = codeOf[id[beat]!] ?? 0;
    if (at !== undefined && code !== 0) counts[256 * at + code]!++;
  }
  const code = new Uint8Array(table.cluster.length);
  const codeCount = new Int32Array(table.cluster.length);
  for (let at = 0; at < code.length; at++) {
    for (let each = 1; each < 256; each++) {
      if (counts[256 * at + each]! <= codeCount[at]!) continue;
      codeCount[at] = counts[256 * at + each]!;
      code[at] = each;
    }
  }
  return { ...clustering, table: { ...table, code, codeCount } };
}
