import { describe, expect, it } from 'vitest';
import { decodeAnnotations, encodeAnnotations } from '../../../src/main/library/annotation-codec.ts';

/** A block as it was written before rows knew whose they are. */
const EARLIER = 'AQAAAAMAAAANAAAAKLUv/SQ9hQEAVAJklgAC/wAAAQUcAP8DAAEAAAACwIA/fz9bWzIsIihBRklCIl1dAwBE5aTLZAND4Uo1ow==';

const rows = {
  id: Int32Array.of(0, 2, 1),
  sample: Int32Array.of(100, 250, 250),
  code: Uint8Array.of(1, 5, 28),
  subtype: Int8Array.of(0, -1, 3),
  channel: Uint8Array.of(0, 1, 0),
  num: Int8Array.of(0, 0, 2),
  confidence: Float32Array.of(0.5, Number.NaN, 1),
  aux: new Map([[2, '(AFIB']]),
};

describe('a block of annotations', () => {
  it('written by an earlier version reads as nobody’s', () => {
    expect(decodeAnnotations(Buffer.from(EARLIER, 'base64'))).toEqual({ ...rows, standing: new Uint8Array(3) });
  });

  it('comes back with whose each row is', () => {
    const mine = { ...rows, standing: Uint8Array.of(0, 1, 2) };
    expect(decodeAnnotations(encodeAnnotations(mine))).toEqual(mine);
  });
});
