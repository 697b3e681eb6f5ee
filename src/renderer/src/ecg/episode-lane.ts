import { type Episode, EPISODE_KINDS } from '../../../shared/contract/analysis.ts';

/** Stretches that do not overlap, in time order: at each moment the most urgent of the episodes that hold there. */
export interface EpisodeLane {
  readonly count: number;
  /** Samples [from, to). */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Indices into EPISODE_KINDS. */
  readonly kind: Uint8Array;
}

export const EMPTY_LANE: EpisodeLane = {
  count: 0,
  from: new Int32Array(0),
  to: new Int32Array(0),
  kind: new Uint8Array(0),
};

/** Lays episodes that overlap (a couplet within sinus rhythm) on one lane. Stretches of one kind that touch are one. */
export function layEpisodes(episodes: readonly Episode[]): EpisodeLane {
  const kinds = episodes.map(({ kind }) => EPISODE_KINDS.indexOf(kind));
  // An end counts before a beginning at the same sample, so that what touches does not overlap.
  const edges = episodes.flatMap(({ from, to }, index) =>
    to > from ? [from * 2 + 1, to * 2].map((at) => ({ at, index })) : [],
  );
  edges.sort((one, other) => one.at - other.at);
  const holding = new Int32Array(EPISODE_KINDS.length);
  const from = new Int32Array(edges.length);
  const to = new Int32Array(edges.length);
  const kind = new Uint8Array(edges.length);
  let count = 0;
  for (let edge = 0; edge < edges.length; edge++) {
    const { at, index } = edges[edge]!;
    holding[kinds[index]!]! += at % 2 === 1 ? 1 : -1;
    const start = Math.floor(at / 2);
    const end = edge + 1 < edges.length ? Math.floor(edges[edge + 1]!.at / 2) : start;
    const shown = holding.findIndex((number) => number > 0);
    if (end <= start || shown < 0) continue;
    if (count > 0 && kind[count - 1] === shown && to[count - 1] === start) to[count - 1] = end;
    else {
      from[count] = start;
      to[count] = end;
      kind[count++] = shown;
    }
  }
  return { count, from, to, kind };
}

/** Index of the first stretch that ends after `sample`; `count` where there is none. */
export function firstEndingAfter({ count, to }: EpisodeLane, sample: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (to[middle]! <= sample) low = middle + 1;
    else high = middle;
  }
  return low;
}
