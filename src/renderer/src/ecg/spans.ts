/** Pixel stretches of a row, reused from frame to frame. */
export class Spans {
  count = 0;
  readonly from: number[] = [];
  readonly to: number[] = [];

  clear(): void {
    this.count = 0;
  }

  add(from: number, to: number): void {
    this.from[this.count] = from;
    this.to[this.count] = to;
    this.count++;
  }
}
