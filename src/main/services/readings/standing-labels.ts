import { type AamiClass, annotationCode } from '../../../shared/annotation-codes.ts';
import { STANDING } from '../../../shared/contract/editing.ts';
import { codesById } from '../../library/editing/edit-rows.ts';
import type { Library } from '../../library/open-library.ts';

export type Counts = Record<AamiClass, number>;

/** Beats of a reader's set by who stands behind their labels. */
export interface StandingLabels {
  /** As the source says, and nobody has looked. */
  readonly source: Counts;
  /** Changed by an adapted model, and nobody has looked. */
  readonly adapted: Counts;
  /** Set or confirmed by a person. */
  readonly readers: Counts;
}

export const noCounts = (): Counts => ({ N: 0, S: 0, V: 0, F: 0, Q: 0 });

/** Adds how many beats there are of each code. */
export function addCodes(to: Counts, counts: Iterable<readonly [code: number, count: number]>): void {
  for (const [code, count] of counts) {
    const aami = annotationCode(code)?.aami;
    if (aami !== undefined) to[aami] += count;
  }
}

export function addCounts(to: Counts, other: Readonly<Counts>): void {
  for (const [name, count] of Object.entries(other) as [AamiClass, number][]) to[name] += count;
}

/** Counts readers' sets, and remembers each for as long as nobody changes it. */
export class StandingLabelCounts {
  private readonly library: Library;
  private readonly known = new Map<string, { readonly revision: number; readonly labels: StandingLabels }>();

  constructor(library: Library) {
    this.library = library;
  }

  /** @throws Problem `not-found` */
  of(setId: string): StandingLabels {
    const revision = this.library.annotations.revision(setId);
    const known = this.known.get(setId);
    if (known?.revision === revision) return known.labels;
    const labels = this.count(setId);
    this.known.set(setId, { revision, labels });
    return labels;
  }

  private count(setId: string): StandingLabels {
    const { annotations, readerSets } = this.library;
    const rows = annotations.read(setId);
    const reader = readerSets.find(setId);
    const said = reader ? codesById(annotations.read(reader.sourceId)) : new Uint8Array(0);
    const labels = { source: noCounts(), adapted: noCounts(), readers: noCounts() };
    for (const [row, code] of rows.code.entries()) {
      const aami = annotationCode(code)?.aami;
      if (aami === undefined) continue;
      // Whatever a reader changes is the reader's from then on: what differs and is not, an adaptation has changed.
      if (rows.standing[row] !== STANDING.source) labels.readers[aami]++;
      else if (said[rows.id[row] ?? -1] === code) labels.source[aami]++;
      else labels.adapted[aami]++;
    }
    return labels;
  }
}
