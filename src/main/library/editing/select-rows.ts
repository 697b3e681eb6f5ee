import { isLabelCode } from '../../../shared/annotation-codes.ts';
import type { EditTarget } from '../../../shared/contract/editing.ts';
import { Problem } from '../../../shared/problem.ts';
import { outdated } from '../annotation-change.ts';
import { firstRowAt, type StoredAnnotations } from '../annotation-columns.ts';

/** The beats that are members of some clusters, by id. */
export type ClusterMembers = (clusteringId: string, clusters: readonly number[]) => Int32Array;

/** The row of each id, −1 where there is none. */
export function rowsById({ id }: StoredAnnotations): Int32Array {
  let highest = -1;
  for (const each of id) if (each > highest) highest = each;
  const rows = new Int32Array(highest + 1).fill(-1);
  for (let row = 0; row < id.length; row++) rows[id[row]!] = row;
  return rows;
}

/**
 * The rows that a target means, in the order of time, each once. Ranges and clusters mean labels only; members of a
 * cluster that were hidden since are left out.
 * @throws Problem `bad-input` for an id that is not there, or a range that ends before it begins
 */
export function selectRows(state: StoredAnnotations, target: EditTarget, members: ClusterMembers): Int32Array {
  switch (target.by) {
    case 'ids':
      return byIds(state, target.ids, 'all');
    case 'clusters': {
      const rows = byIds(state, members(target.clusteringId, target.clusters), 'those there are');
      return rows.filter((row) => isLabelCode(state.code[row]!));
    }
    case 'range': {
      if (target.to < target.from) throw new Problem('bad-input', 'This range ends before it begins. Mark it again.');
      const wanted = target.codes && new Set(target.codes);
      const end = firstRowAt(state.sample, target.to);
      const rows = new Int32Array(Math.max(0, end - firstRowAt(state.sample, target.from)));
      let count = 0;
      for (let row = end - rows.length; row < end; row++) {
        const code = state.code[row]!;
        if (isLabelCode(code) && (wanted === undefined || wanted.has(code))) rows[count++] = row;
      }
      return rows.subarray(0, count);
    }
  }
}

function byIds(state: StoredAnnotations, ids: Int32Array, which: 'all' | 'those there are'): Int32Array {
  const rows = rowsById(state);
  const chosen = new Uint8Array(state.id.length);
  let count = 0;
  for (const id of ids) {
    const row = id >= 0 && id < rows.length ? rows[id]! : -1;
    if (row < 0) {
      if (which === 'all') throw outdated();
    } else if (chosen[row] === 0) {
      chosen[row] = 1;
      count++;
    }
  }
  const out = new Int32Array(count);
  let at = 0;
  for (let row = 0; row < chosen.length; row++) if (chosen[row] === 1) out[at++] = row;
  return out;
}
