/** Decoded arrays by key, the least recently used leaving first once they are more than `limitBytes` together. */
export class DecodedCache {
  private readonly entries = new Map<string, Int32Array>();
  private readonly limitBytes: number;
  private heldBytes = 0;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  get bytes(): number {
    return this.heldBytes;
  }

  get(key: string, decode: () => Int32Array): Int32Array {
    const found = this.entries.get(key);
    if (found) {
      this.entries.delete(key);
      this.entries.set(key, found);
      return found;
    }
    const decoded = decode();
    this.entries.set(key, decoded);
    this.heldBytes += decoded.byteLength;
    for (const [oldest, array] of this.entries) {
      if (this.heldBytes <= this.limitBytes || oldest === key) break;
      this.entries.delete(oldest);
      this.heldBytes -= array.byteLength;
    }
    return decoded;
  }
}
