import type { SecondOrderSection } from './second-order-section.ts';

/**
 * A cascade that filters a signal as it comes, block by block and in place: causal, with the delay that goes with it.
 * The result does not depend on how the signal is cut. Nothing is allocated while it runs.
 */
export class StreamingFilter {
  private readonly sections: readonly SecondOrderSection[];
  /** Two values a section (transposed direct form II). */
  private readonly state: Float64Array;
  private started = false;

  constructor(sections: readonly SecondOrderSection[]) {
    this.sections = sections;
    this.state = new Float64Array(2 * sections.length);
  }

  /** Filters the next samples. The first one ever counts as if it had been there before, so that an offset does not ring. */
  process(samples: Float64Array | Float32Array): void {
    if (samples.length === 0) return;
    if (!this.started) this.settle(samples[0]!);
    this.started = true;
    for (let s = 0; s < this.sections.length; s++) this.run(s, samples);
  }

  private run(index: number, samples: Float64Array | Float32Array): void {
    const { b0, b1, b2, a1, a2 } = this.sections[index]!;
    const { state } = this;
    let s1 = state[2 * index]!;
    let s2 = state[2 * index + 1]!;
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i]!;
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      samples[i] = y;
    }
    state[2 * index] = s1;
    state[2 * index + 1] = s2;
  }

  /** The state after an endless past of one value. */
  private settle(value: number): void {
    let input = value;
    this.sections.forEach(({ b0, b1, b2, a1, a2 }, index) => {
      const output = (input * (b0 + b1 + b2)) / (1 + a1 + a2);
      this.state[2 * index + 1] = b2 * input - a2 * output;
      this.state[2 * index] = b1 * input - a1 * output + this.state[2 * index + 1]!;
      input = output;
    });
  }
}
