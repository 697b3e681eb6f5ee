/** A run of consecutive samples of one lead, as format readers and the library yield them. */
export interface LeadRun {
  readonly lead: number;
  readonly samples: Int32Array;
}

/** Samples that wait for those of other leads. */
class Waiting {
  private buffer = new Int32Array(1024);
  private start = 0;
  private end = 0;

  get length(): number {
    return this.end - this.start;
  }

  add(samples: Int32Array): void {
    const needed = this.length + samples.length;
    if (this.end + samples.length > this.buffer.length) {
      const target = needed > this.buffer.length ? new Int32Array(2 * needed) : this.buffer;
      target.set(this.buffer.subarray(this.start, this.end));
      this.buffer = target;
      this.end -= this.start;
      this.start = 0;
    }
    this.buffer.set(samples, this.end);
    this.end += samples.length;
  }

  /** The first `count` samples; valid until more are added. */
  take(count: number): Int32Array {
    const taken = this.buffer.subarray(this.start, this.start + count);
    this.start += count;
    return taken;
  }
}

/**
 * Cuts runs of single leads into blocks that hold all leads over the same stretch of time, as `detectBeats` wants them.
 * Each lead's runs come in order; what one lead is ahead of the others is kept. The arrays of a block are only valid until
 * the next block is asked for.
 * @param rates Samples per second of each lead.
 */
export function* leadBlocks(
  rates: readonly number[],
  runs: Iterable<LeadRun>,
): Generator<readonly Int32Array[], void, undefined> {
  const waiting = rates.map(() => new Waiting());
  const taken = rates.map(() => 0);
  for (const { lead, samples } of runs) {
    waiting[lead]?.add(samples);
    let known = Infinity;
    rates.forEach((rate, l) => (known = Math.min(known, (taken[l]! + waiting[l]!.length) / rate)));
    // Whole seconds keep leads of different rates in step.
    const until = Math.floor(known);
    const counts = rates.map((rate, l) => Math.max(0, Math.floor(until * rate) - taken[l]!));
    if (counts.every((count) => count === 0)) continue;
    yield waiting.map((each, l) => each.take(counts[l]!));
    counts.forEach((count, l) => (taken[l]! += count));
  }
  if (waiting.some((each) => each.length > 0)) yield waiting.map((each) => each.take(each.length));
}
