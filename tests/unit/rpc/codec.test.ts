import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../../src/shared/rpc/codec.ts';

const sent = (value: unknown): unknown => {
  const bytes = encode({ t: 'value', id: 1, value });
  const frame = decode(bytes.buffer);
  return typeof frame === 'object' && frame !== null && 'value' in frame ? frame.value : undefined;
};

describe('what crosses the socket', () => {
  it('arrives as the number it was, also where JSON has no word for it', () => {
    const value = { rate: NaN, list: [Infinity, -Infinity, -1.5], text: 'NaN' };
    expect(sent(value)).toEqual(value);
  });

  it('is not taken for such a number by its form alone', () => {
    expect(sent({ $n: 'seven' })).toEqual({ $n: 'seven' });
  });
});
