import type { StoredAnnotations } from '../../library/annotation-columns.ts';
import { codesById } from '../../library/editing/edit-rows.ts';
import type { Library } from '../../library/open-library.ts';

/** Sets that are kept decoded: the one that is edited, and what it is compared with. */
const MOST = 4;

/** Annotation sets as they are now, without decoding all of them for every edit. */
export class SetCache {
  private readonly library: Library;
  private readonly states = new Map<string, { readonly revision: number; readonly rows: StoredAnnotations }>();
  private readonly codes = new Map<string, Uint8Array>();

  constructor(library: Library) {
    this.library = library;
  }

  /** @throws Problem `not-found` */
  rows(setId: string): StoredAnnotations {
    const revision = this.library.annotations.revision(setId);
    const known = this.states.get(setId);
    if (known?.revision === revision) return known.rows;
    const rows = this.library.annotations.read(setId);
    this.keep(setId, revision, rows);
    return rows;
  }

  /** What a set has become by a change that is in the library. */
  keep(setId: string, revision: number, rows: StoredAnnotations): void {
    this.states.delete(setId);
    this.states.set(setId, { revision, rows });
    dropOldest(this.states);
  }

  /** The codes of a model's, rules' or file's set by row id; it never changes. */
  sourceCodes(sourceId: string): Uint8Array {
    const known = this.codes.get(sourceId);
    if (known) return known;
    const codes = codesById(this.rows(sourceId));
    this.codes.set(sourceId, codes);
    dropOldest(this.codes);
    return codes;
  }
}

function dropOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size > MOST && oldest !== undefined) map.delete(oldest);
}
