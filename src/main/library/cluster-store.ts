import * as z from 'zod';
import { type Clustering, ClusterTable } from '../../shared/contract/clusters.ts';
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
}

const WORD = 4;
const SELECT = `SELECT c.id, a.id AS setId, c.made_by AS madeBy, c.summary, c.columns
  FROM clusterings c JOIN annotation_sets a ON a.key = c.set_key`;

/** Groups of the beats of annotation sets: the latest of each set, as it was split and merged. */
export class ClusterStore {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Replaces the set's clustering. */
  save({ clusteringId, setId, madeBy, table, id, cluster }: Clustering): void {
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
    this.connection.write(() => {
      this.connection.database
        .prepare(
          `INSERT INTO clusterings (set_key, id, made_by, summary, columns)
           SELECT key, ?, ?, ?, ? FROM annotation_sets WHERE id = ?
           ON CONFLICT (set_key) DO UPDATE SET id = excluded.id, made_by = excluded.made_by,
             summary = excluded.summary, columns = excluded.columns`,
        )
        .run(clusteringId, madeBy, JSON.stringify(summary), bytes, setId);
    });
  }

  ofSet(setId: string): Clustering | undefined {
    return this.first(`${SELECT} WHERE a.id = ?`, setId);
  }

  find(clusteringId: string): Clustering | undefined {
    return this.first(`${SELECT} WHERE c.id = ?`, clusteringId);
  }

  private first(sql: string, id: string): Clustering | undefined {
    const record = this.connection.read(() =>
      this.connection.database.prepare<[string], ClusteringRecord>(sql).get(id),
    );
    return record && decode(record);
  }
}

function decode({ id: clusteringId, setId, madeBy, summary, columns }: ClusteringRecord): Clustering {
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
  return { clusteringId, setId, madeBy, table, id, cluster };
}
