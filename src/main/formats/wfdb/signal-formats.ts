/**
 * How WFDB stores samples, see signal(5) of the WFDB Applications Guide. One row per format; a file holds the samples of
 * all its signals interleaved frame by frame, packed by its format as one stream.
 */
export interface SignalFormat {
  readonly code: number;
  /** Samples that share bytes: decoding can only begin at a multiple of them. */
  readonly groupSamples: number;
  /** The stored value that stands for a missing sample, where the format has one. */
  readonly missing: number | undefined;
  /** Samples are differences to the signal's previous one. */
  readonly differences: boolean;
  /** Fewest bytes that hold so many samples: the last group may be cut short. */
  bytesFor(samples: number): number;
  /** Unpacks `count` samples from the beginning of `bytes`, which holds at least `bytesFor(count)` of them. */
  decode(bytes: Uint8Array, out: Int32Array, count: number): void;
}

/** Formats that store every sample in whole bytes. */
const whole = (
  code: number,
  bytesPerSample: number,
  missing: number | undefined,
  decode: SignalFormat['decode'],
  differences = false,
): SignalFormat => ({
  code,
  groupSamples: 1,
  missing,
  differences,
  bytesFor: (samples) => samples * bytesPerSample,
  decode,
});

/** Formats that pack several samples into a group of bytes; `tail[n]` is the length of a last group of n samples. */
const packed = (
  code: number,
  groupBytes: number,
  tail: readonly number[],
  missing: number,
  decode: SignalFormat['decode'],
): SignalFormat => ({
  code,
  groupSamples: tail.length,
  missing,
  differences: false,
  bytesFor: (samples) => Math.floor(samples / tail.length) * groupBytes + tail[samples % tail.length]!,
  decode,
});

export const SIGNAL_FORMATS: readonly SignalFormat[] = [
  whole(
    8, // 8-bit differences
    1,
    undefined,
    (bytes, out, count) => {
      for (let i = 0; i < count; i++) out[i] = (bytes[i]! << 24) >> 24;
    },
    true,
  ),
  // 16-bit two's complement, low byte first
  whole(16, 2, -0x8000, (bytes, out, count) => {
    for (let i = 0, at = 0; i < count; i++, at += 2) out[i] = ((bytes[at]! | (bytes[at + 1]! << 8)) << 16) >> 16;
  }),
  // 24-bit two's complement, low byte first
  whole(24, 3, -0x80_0000, (bytes, out, count) => {
    for (let i = 0, at = 0; i < count; i++, at += 3) {
      out[i] = ((bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16)) << 8) >> 8;
    }
  }),
  // 32-bit two's complement, low byte first
  whole(32, 4, -0x8000_0000, (bytes, out, count) => {
    for (let i = 0, at = 0; i < count; i++, at += 4) {
      out[i] = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    }
  }),
  // 16-bit two's complement, high byte first
  whole(61, 2, -0x8000, (bytes, out, count) => {
    for (let i = 0, at = 0; i < count; i++, at += 2) out[i] = (((bytes[at]! << 8) | bytes[at + 1]!) << 16) >> 16;
  }),
  // 8-bit offset binary
  whole(80, 1, -0x80, (bytes, out, count) => {
    for (let i = 0; i < count; i++) out[i] = bytes[i]! - 0x80;
  }),
  // 16-bit offset binary, low byte first
  whole(160, 2, -0x8000, (bytes, out, count) => {
    for (let i = 0, at = 0; i < count; i++, at += 2) out[i] = (bytes[at]! | (bytes[at + 1]! << 8)) - 0x8000;
  }),
  packed(212, 3, [0, 2], -0x800, decode212),
  packed(310, 4, [0, 2, 4], -0x200, decode310),
  packed(311, 4, [0, 2, 3], -0x200, decode311),
];

const BY_CODE = new Map(SIGNAL_FORMATS.map((format) => [format.code, format]));

export const signalFormat = (code: number): SignalFormat | undefined => BY_CODE.get(code);

/** Formats whose samples are FLAC-compressed: known, not read. */
export const FLAC_FORMATS: readonly number[] = [508, 516, 524];

/** The most samples that so many bytes hold. */
export function samplesIn(format: SignalFormat, bytes: number): number {
  const groupBytes = format.bytesFor(format.groupSamples);
  let samples = Math.floor(bytes / groupBytes) * format.groupSamples;
  while (format.bytesFor(samples + 1) <= bytes) samples++;
  return samples;
}

/** Two 12-bit samples in three bytes: the low bytes in the first and third, both high nibbles in the second. */
function decode212(bytes: Uint8Array, out: Int32Array, count: number): void {
  let at = 0;
  for (let i = 0; i + 1 < count; i += 2, at += 3) {
    const middle = bytes[at + 1]!;
    out[i] = ((bytes[at]! | (middle << 8)) << 20) >> 20;
    out[i + 1] = ((bytes[at + 2]! | ((middle & 0xf0) << 4)) << 20) >> 20;
  }
  if (count % 2 === 1) out[count - 1] = ((bytes[at]! | (bytes[at + 1]! << 8)) << 20) >> 20;
}

/**
 * Three 10-bit samples in two 16-bit words: the first in bits 1–10 of word 1, the second in bits 1–10 of word 2, the
 * third in bits 11–15 of both (its low half in word 1).
 */
function decode310(bytes: Uint8Array, out: Int32Array, count: number): void {
  for (let i = 0, at = 0; i < count; i += 3, at += 4) {
    const first = bytes[at]! | (bytes[at + 1]! << 8);
    out[i] = (first << 21) >> 22;
    if (i + 1 === count) break;
    const second = bytes[at + 2]! | (bytes[at + 3]! << 8);
    out[i + 1] = (second << 21) >> 22;
    if (i + 2 === count) break;
    out[i + 2] = (((first >> 11) | ((second >> 11) << 5)) << 22) >> 22;
  }
}

/** Three 10-bit samples in one 32-bit word, low byte first: bits 0–9, 10–19 and 20–29. */
function decode311(bytes: Uint8Array, out: Int32Array, count: number): void {
  for (let i = 0, at = 0; i < count; i += 3, at += 4) {
    const low = bytes[at]! | (bytes[at + 1]! << 8);
    out[i] = (low << 22) >> 22;
    if (i + 1 === count) break;
    const middle = low | (bytes[at + 2]! << 16);
    out[i + 1] = (middle << 12) >> 22;
    if (i + 2 === count) break;
    out[i + 2] = ((middle | (bytes[at + 3]! << 24)) << 2) >> 22;
  }
}
