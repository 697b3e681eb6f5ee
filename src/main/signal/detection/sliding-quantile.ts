/** A quantile of the values in a moving window, kept sorted: one insertion and one removal a step, no allocation. */
export class SlidingQuantile {
  private readonly sorted: Float64Array;
  private count = 0;

  constructor(capacity: number) {
    this.sorted = new Float64Array(capacity);
  }

  get size(): number {
    return this.count;
  }

  clear(): void {
    this.count = 0;
  }

  add(value: number): void {
    const { sorted } = this;
    let at = this.count++;
    while (at > 0 && sorted[at - 1]! > value) {
      sorted[at] = sorted[at - 1]!;
      at--;
    }
    sorted[at] = value;
  }

  /** Removes one occurrence of a value that was added before. */
  remove(value: number): void {
    let at = 0;
    while (at < this.count && this.sorted[at]! < value) at++;
    if (at === this.count) return;
    this.sorted.copyWithin(at, at + 1, this.count);
    this.count--;
  }

  /** The value at the given fraction (0 … 1) of the order, linear between neighbours; 0 for an empty window. */
  quantile(fraction: number): number {
    if (this.count === 0) return 0;
    const position = fraction * (this.count - 1);
    const low = Math.floor(position);
    const high = Math.min(low + 1, this.count - 1);
    return this.sorted[low]! + (this.sorted[high]! - this.sorted[low]!) * (position - low);
  }
}
