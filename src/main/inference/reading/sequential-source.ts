import type { Lead, SignalBlock } from '../../../shared/recording.ts';
import type { RecordingSource } from './recording-source.ts';

/** A recording that can only be read from its beginning to its end: a file of any format. */
export interface SignalStream {
  readonly header: { readonly rate: number; readonly samples: number; readonly leads: readonly Lead[] };
  /** All samples of all leads, each lead in order, none far ahead of the others. */
  signal(): Iterator<SignalBlock>;
}

/** More than a block and what is looked at beside it. */
const KEPT_SECONDS = 3_600;
/** A stream runs ahead of what was asked for by some of its own pieces, a few of 65,536 samples. */
const AHEAD_SAMPLES = 8 * 65_536;

/** The last pieces of one lead. */
class Tail {
  /** Samples of the lead that have been read, and how many of them are gone. */
  end = 0;
  #start = 0;
  readonly #pieces: Int32Array[] = [];

  push(samples: Int32Array, keep: number): void {
    this.#pieces.push(samples.slice());
    this.end += samples.length;
    while (this.#pieces[0] && this.#start + this.#pieces[0].length < this.end - keep) {
      this.#start += this.#pieces.shift()!.length;
    }
  }

  read(from: number, to: number): Int32Array<ArrayBuffer> {
    const end = Math.min(to, this.end);
    if (from < this.#start) throw new RangeError(`sample ${from} has passed`);
    const out = new Int32Array(Math.max(0, end - from));
    let at = this.#start;
    for (const piece of this.#pieces) {
      const [first, last] = [Math.max(from, at), Math.min(end, at + piece.length)];
      if (first < last) out.set(piece.subarray(first - at, last - at), first - from);
      at += piece.length;
    }
    return out;
  }
}

/** The recording of a stream, of which the last hour is kept. */
export class SequentialSource implements RecordingSource {
  readonly rate: number;
  readonly samples: number;
  readonly leads: readonly Lead[];
  readonly keptSeconds = KEPT_SECONDS;
  readonly #signal: Iterator<SignalBlock>;
  readonly #tails: readonly Tail[];
  #ended = false;

  constructor(stream: SignalStream) {
    const { header } = stream;
    this.rate = header.rate;
    this.samples = header.samples;
    this.leads = header.leads;
    this.#signal = stream.signal();
    this.#tails = header.leads.map(() => new Tail());
  }

  readSamples(lead: number, from: number, to: number): Int32Array<ArrayBuffer> {
    const tail = this.#tails[lead];
    const samples = this.leads[lead]?.samples ?? 0;
    if (!tail) return new Int32Array(0);
    while (tail.end < Math.min(to, samples) && !this.#ended) this.#readOn();
    return tail.read(Math.min(samples, Math.max(0, from)), Math.min(samples, Math.max(0, to)));
  }

  #readOn(): void {
    const next = this.#signal.next();
    if (next.done === true) {
      this.#ended = true;
      return;
    }
    const { lead, samples } = next.value;
    const keep = KEPT_SECONDS * (this.leads[lead]?.rate ?? 0) + AHEAD_SAMPLES;
    this.#tails[lead]?.push(samples, keep);
  }
}
