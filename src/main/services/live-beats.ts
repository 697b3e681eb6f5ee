import type { BeatsFound, ReadingStage } from '../../shared/contract/analysis.ts';

const RANK: Readonly<Record<ReadingStage, number>> = { detected: 0, provisional: 1, refined: 2 };

/** Beats of one stretch at one stage. */
interface Segment {
  readonly beats: BeatsFound;
  /** Counts up with every stretch that was told: who knows all up to a number asks for those beyond. */
  readonly version: number;
}

/**
 * The beats of a recording while they are read, as stretches that lie apart. A stretch is replaced by what is told of it
 * later, at its own stage or a higher one; what is told again at a lower stage is dropped.
 */
export class LiveBeats {
  private segments: Segment[] = [];

  /** @param version greater than any before */
  add(beats: BeatsFound, version: number): void {
    const { from, to, stage } = beats;
    const kept: Segment[] = [];
    let free: { from: number; to: number }[] = [{ from, to }];
    for (const segment of this.segments) {
      const known = segment.beats;
      if (known.to <= from || known.from >= to) {
        kept.push(segment);
      } else if (RANK[known.stage] > RANK[stage]) {
        kept.push(segment);
        free = free.flatMap((part) => without(part, known));
      } else {
        kept.push(...without(known, beats).map((part) => ({ ...segment, beats: cut(known, part) })));
      }
    }
    kept.push(...free.map((part) => ({ beats: cut(beats, part), version })));
    this.segments = kept.sort((a, b) => a.beats.from - b.beats.from);
  }

  /** What was told first of that beyond a version: one stretch, or what is left of it. */
  after(version: number): { readonly value: readonly BeatsFound[]; readonly version: number } | undefined {
    const first = this.segments.reduce(
      (least, segment) => (segment.version > version ? Math.min(least, segment.version) : least),
      Infinity,
    );
    if (first === Infinity) return undefined;
    const value = this.segments.filter((segment) => segment.version === first).map(({ beats }) => beats);
    return { value, version: first };
  }
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What is left of a stretch without another, where anything is. */
const without = (stretch: Stretch, other: Stretch): Stretch[] =>
  [
    { from: stretch.from, to: Math.min(stretch.to, other.from) },
    { from: Math.max(stretch.from, other.to), to: stretch.to },
  ].filter(({ from, to }) => from < to);

function cut(beats: BeatsFound, { from, to }: Stretch): BeatsFound {
  if (from === beats.from && to === beats.to) return beats;
  const first = firstAtOrAfter(beats.sample, from);
  const end = firstAtOrAfter(beats.sample, to);
  return {
    ...beats,
    from,
    to,
    sample: beats.sample.slice(first, end),
    code: beats.code.slice(first, end),
    confidence: beats.confidence.slice(first, end),
  };
}

function firstAtOrAfter(sorted: Int32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
