/** Storage formats that are written. */
export type EncodedFormat = 16 | 24 | 32 | 212;

/** Packs samples into the bytes of one storage format; keeps what does not fill a whole group until the next call. */
export interface SampleEncoder {
  readonly bits: number;
  /** The value that stands for a missing sample; all others must lie above it and up to `largest`. */
  readonly missing: number;
  readonly largest: number;
  encode(samples: Int32Array): Uint8Array;
  /** The bytes of a last group that was not full. */
  end(): Uint8Array;
}

const NOTHING = new Uint8Array(0);

/** Two's complement in whole bytes, low byte first. */
const wholeBytes = (bytesPerSample: number) => (): SampleEncoder => ({
  ...range(bytesPerSample * 8),
  encode: (samples) => {
    const bytes = new Uint8Array(samples.length * bytesPerSample);
    for (let i = 0, at = 0; i < samples.length; i++) {
      for (let rest = samples[i]!, end = at + bytesPerSample; at < end; rest >>= 8) bytes[at++] = rest & 0xff;
    }
    return bytes;
  },
  end: () => NOTHING,
});

/** Two 12-bit samples in three bytes, see signal-formats.ts. */
function pairsOf12Bits(): SampleEncoder {
  let waiting: number | undefined;
  return {
    ...range(12),
    encode: (samples) => {
      const all = waiting === undefined ? samples : prepend(waiting, samples);
      const pairs = Math.floor(all.length / 2);
      const bytes = new Uint8Array(pairs * 3);
      for (let i = 0, at = 0; i < pairs * 2; i += 2) {
        const [first, second] = [all[i]!, all[i + 1]!];
        bytes[at++] = first & 0xff;
        bytes[at++] = ((first >> 8) & 0x0f) | ((second >> 4) & 0xf0);
        bytes[at++] = second & 0xff;
      }
      waiting = all.length % 2 === 1 ? all.at(-1) : undefined;
      return bytes;
    },
    end: () => (waiting === undefined ? NOTHING : Uint8Array.of(waiting & 0xff, (waiting >> 8) & 0x0f)),
  };
}

function prepend(sample: number, samples: Int32Array): Int32Array {
  const all = new Int32Array(samples.length + 1);
  all[0] = sample;
  all.set(samples, 1);
  return all;
}

function range(bits: number): Pick<SampleEncoder, 'bits' | 'missing' | 'largest'> {
  return { bits, missing: -(2 ** (bits - 1)), largest: 2 ** (bits - 1) - 1 };
}

export const SAMPLE_ENCODERS: Readonly<Record<EncodedFormat, () => SampleEncoder>> = {
  16: wholeBytes(2),
  24: wholeBytes(3),
  32: wholeBytes(4),
  212: pairsOf12Bits,
};

/** The smallest of 16, 24 and 32 that holds samples from `low` to `high` and the mark of a missing one. */
export function formatForRange(low: number, high: number): EncodedFormat {
  const fits = (bits: number): boolean => low > -(2 ** (bits - 1)) && high < 2 ** (bits - 1);
  return fits(16) ? 16 : fits(24) ? 24 : 32;
}
