/** Marks may lie this far from the main deflection, in samples at 250 Hz. */
const ALIGN_REACH = 20;

/**
 * How far a record's beat marks lie from the largest deflection of its beats, as the record's median, in samples at
 * 250 Hz: annotators and detectors put their marks at different places (svdb's lie about 16 ms early), the model is
 * shown one convention.
 * @param signals the record's leads in the model's band; @param annotated positions of its beats
 */
export function annotationOffset(signals: readonly Float32Array[], annotated: Int32Array): number {
  const offsets: number[] = [];
  for (const at of annotated) {
    let best = 0;
    let bestEnergy = -1;
    for (let shift = -ALIGN_REACH; shift <= ALIGN_REACH; shift++) {
      let energy = 0;
      for (const signal of signals) {
        const value = signal[at + shift] ?? 0;
        energy += value * value;
      }
      if (energy > bestEnergy) {
        bestEnergy = energy;
        best = shift;
      }
    }
    offsets.push(best);
  }
  offsets.sort((a, b) => a - b);
  return offsets[offsets.length >> 1] ?? 0;
}
