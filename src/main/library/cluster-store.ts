import * as z from 'zod';
import { type Clustering, ClusterTable, type Regrouping } from '../../shared/contract/clusters.ts';
import { compress, decompress } from './compression.ts';
import type { Connection } from './connection.ts';
import { damagedLibrary } from './damage.ts';

const Summary = z.object({
  beats: z.number().int(),
  clusters: z.number().int(),
  leads: ClusterTable.shape.leads,
  columns: ClusterTable.shape.columns,
  before: ClusterTable.shape.before,
  rate: ClusterTable.shape.rate,
});

interface ClusteringRecord {
  readonly id: string;
  readonly setId: string;
  readonly madeBy: string;
  readonly summary: string;
  readonly columns: Uint8Array;
  readonly act: Regrouping['act'] | null;
  readonly at: string | null;
}

const WORD = 4;
const SELECT = `SELECT c.id, a.id AS setId, c.made_by AS madeBy, c.summary, c.columns, e.act, e.at
  FROM clusterings c JOIN annotation_sets a ON a.key = c.set_key
  LEFT JOIN earlier_clusterings e ON e.set_key = c.set_key
    AND e.place = (SELECT max(place) FROM earlier_clusterings WHERE set_key = c.set_key)`;

/** Groups of the beats of annotation sets: the latest of each set, and those before each split and merge of it. */
export class ClusterStore {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Replaces the set's clustering. Where it was regrouped the one before is kept, else all before it are forgotten. */
  save({ clusteringId, setId, madeBy, table, id, cluster, regrouped }: Clustering): void {
    const { leads, columns, before, rate } = table;
    const summary = { beats: id.length, clusters: table.cluster.length, leads, columns, before, rate };
    // All columns as 32-bit words, in the order in which `decode` reads them.
    const words = [
      id,
      cluster,
      table.cluster,
      table.count,
      Int32Array.from(table.code),
      table.codeCount,
      table.medoidId,
      table.template,
      table.leadWeight,
    ].map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
    const bytes = compress(Buffer.concat(words));
    const { database } = this.connection;
    this.connection.write(() => {
      if (regrouped) this.keepPresent(setId, regrouped);
      else {
        database
          .prepare('DELETE FROM earlier_clusterings WHERE set_key = (SELECT key FROM annotation_sets WHERE id = ?)')
          .run(setId);
      }
      database
        .prepare(
          `INSERT INTO clusterings (set_key, id, made_by, summary, columns)
           SELECT key, ?, ?, ?, ? FROM annotation_sets WHERE id = ?
           ON CONFLICT (set_key) DO UPDATE SET id = excluded.id, made_by = excluded.made_by,
             summary = excluded.summary, columns = excluded.columns`,
        )
        .run(clusteringId, madeBy, JSON.stringify(summary), bytes, setId);
    });
  }

  /** Comes back to the groups before the last split or merge; undefined where there was none. */
  takeBack(clusteringId: string): Clustering | undefined {
    const { database } = this.connection;
    return this.connection.write(() => {
      const last = database
        .prepare<[string], { readonly setKey: number; readonly place: number; readonly id: string }>(
          `SELECT e.set_key AS setKey, e.place, e.id FROM earlier_clusterings e JOIN clusterings c ON c.set_key = e.set_key
           WHERE c.id = ? ORDER BY e.place DESC LIMIT 1`,
        )
        .get(clusteringId);
      if (!last) return undefined;
      const { setKey, place } = last;
      database
        .prepare(
          `UPDATE clusterings SET id = e.id, made_by = e.made_by, summary = e.summary, columns = e.columns
           FROM earlier_clusterings e
           WHERE clusterings.set_key = e.set_key AND e.set_key = ? AND e.place = ?`,
        )
        .run(setKey, place);
      database.prepare('DELETE FROM earlier_clusterings WHERE set_key = ? AND place = ?').run(setKey, place);
      return this.find(last.id);
    });
  }

  ofSet(setId: string): Clustering | undefined {
    return this.first(`${SELECT} WHERE a.id = ?`, setId);
  }

  find(clusteringId: string): Clustering | undefined {
    return this.first(`${SELECT} WHERE c.id = ?`, clusteringId);
  }

  private keepPresent(setId: string, { act, at }: Regrouping): void {
    this.connection.database
      .prepare(
        `INSERT INTO earlier_clusterings (set_key, place, act, at, id, made_by, summary, columns)
         SELECT c.set_key, 1 + coalesce((SELECT max(place) FROM earlier_clusterings WHERE set_key = c.set_key), 0),
           ?, ?, c.id, c.made_by, c.summary, c.columns
         FROM clusterings c JOIN annotation_sets a ON a.key = c.set_key WHERE a.id = ?`,
      )
      .run(act, at, setId);
  }

  private first(sql: string, id: string): Clustering | undefined {
    const record = this.connection.read(() =>
      this.connection.database.prepare<[string], ClusteringRecord>(sql).get(id),
    );
    return record && decode(record);
  }
}

function decode({ id: clusteringId, setId, madeBy, summary, columns, act, at: when }: ClusteringRecord): Clustering {
  const parsed = Summary.safeParse(JSON.parse(summary));
  if (!parsed.success) throw damagedLibrary('groups of beats cannot be read');
  const { beats, clusters, ...shape } = parsed.data;
  const values = clusters * shape.leads.length * shape.columns;
  const words = 2 * beats + 5 * clusters + values + shape.leads.length;
  // A copy of its own: what zlib returns may lie at any alignment.
  const { buffer } = Uint8Array.from(decompress(columns, words * WORD));
  let at = 0;
  const take = (count: number): number => (at += count * WORD) - count * WORD;
  const integers = (count: number): Int32Array<ArrayBuffer> => new Int32Array(buffer, take(count), count).slice();
  const floats = (count: number): Float32Array<ArrayBuffer> => new Float32Array(buffer, take(count), count).slice();
  const id = integers(beats);
  const cluster = integers(beats);
  const table: ClusterTable = {
    cluster: integers(clusters),
    count: integers(clusters),
    code: Uint8Array.from(integers(clusters)),
    codeCount: integers(clusters),
    medoidId: integers(clusters),
    template: floats(values),
    leadWeight: floats(shape.leads.length),
    ...shape,
  };
  const regrouped = act === null || when === null ? {} : { regrouped: { act, at: when } };
  return { clusteringId, setId, madeBy, table, id, cluster, ...regrouped };
}
