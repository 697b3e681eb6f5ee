import { MISSING_SAMPLE, type SignalBlock } from '../../shared/recording.ts';

/** How many samples of each lead a frame holds. */
export interface FrameShape {
  readonly samplesPerFrame: readonly number[];
  /** Frames to be made; leads that end before are filled up with missing samples. */
  readonly frames: number;
}

/** A stretch of time with all its leads. The arrays are valid until the next stretch is asked for. */
export interface AlignedFrames {
  readonly firstFrame: number;
  readonly frames: number;
  /** Per lead `frames · samplesPerFrame` samples. */
  readonly leads: readonly Int32Array[];
}

/** A lead that runs further ahead of another than this would have to be held in memory whole. */
const MAX_AHEAD_SAMPLES = 4 * 1024 * 1024;
const FILL_FRAMES = 8192;

/**
 * Puts the blocks of single leads side by side. Each lead's blocks must follow each other without gap, and the leads
 * advance together, as `RecordingReader.signal()` yields them.
 * @throws RangeError when blocks are out of order, or a lead runs so far ahead that memory would not be bounded
 */
export function* alignLeads(
  shape: FrameShape,
  blocks: Iterable<SignalBlock>,
): Generator<AlignedFrames, void, undefined> {
  const pending = shape.samplesPerFrame.map(() => new PendingSamples());
  let done = 0;
  const ready = () =>
    Math.min(shape.frames - done, ...pending.map((lead, i) => Math.floor(lead.length / shape.samplesPerFrame[i]!)));
  const take = (frames: number): AlignedFrames => {
    const aligned = {
      firstFrame: done,
      frames,
      leads: pending.map((lead, i) => lead.take(frames * shape.samplesPerFrame[i]!)),
    };
    done += frames;
    return aligned;
  };
  for (const block of blocks) {
    pending[block.lead]!.append(block);
    const frames = ready();
    if (frames > 0) yield take(frames);
  }
  while (done < shape.frames) {
    const frames = Math.min(FILL_FRAMES, shape.frames - done);
    pending.forEach((lead, i) => {
      lead.fillUp(frames * shape.samplesPerFrame[i]!);
    });
    yield take(frames);
  }
}

/** The samples of one lead that wait for the other leads. */
class PendingSamples {
  #samples = new Int32Array(0);
  #from = 0;
  #to = 0;
  #next = 0;

  get length(): number {
    return this.#to - this.#from;
  }

  append({ start, samples, lead }: SignalBlock): void {
    if (start !== this.#next)
      throw new RangeError(`Lead ${String(lead)} continues at ${String(start)}, not ${String(this.#next)}.`);
    this.#reserve(samples.length);
    this.#samples.set(samples, this.#to);
    this.#to += samples.length;
    this.#next += samples.length;
  }

  /** The oldest `count` samples. */
  take(count: number): Int32Array {
    const taken = this.#samples.subarray(this.#from, this.#from + count);
    this.#from += count;
    return taken;
  }

  /** Adds missing samples until there are `count`. */
  fillUp(count: number): void {
    const lacking = count - this.length;
    if (lacking <= 0) return;
    this.#reserve(lacking);
    this.#samples.fill(MISSING_SAMPLE, this.#to, this.#to + lacking);
    this.#to += lacking;
  }

  #reserve(more: number): void {
    const needed = this.length + more;
    if (needed > MAX_AHEAD_SAMPLES) throw new RangeError('One lead runs too far ahead of another.');
    if (this.#to + more <= this.#samples.length) return;
    if (needed <= this.#samples.length / 2) {
      this.#samples.copyWithin(0, this.#from, this.#to);
    } else {
      const grown = new Int32Array(needed * 2);
      grown.set(this.#samples.subarray(this.#from, this.#to));
      this.#samples = grown;
    }
    this.#to -= this.#from;
    this.#from = 0;
  }
}
