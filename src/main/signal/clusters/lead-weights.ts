import { COLUMNS, type ShapeTable } from './shape-table.ts';

export interface LeadWeights {
  /** How much each lead counts; they sum to 1 where any lead can be used. */
  readonly weight: Float64Array;
  /** What a squared deviation in physical units counts: the weight over the energy of a usual beat, noise included. */
  readonly perEnergy: Float64Array;
}

/**
 * Weights of leads from a sample of beats. A lead counts by how much of its typical beat repeats: energy of the median
 * shape over that and the median energy of what deviates from it, as a signal-to-noise ratio s gives s / (1 + s).
 */
export function leadWeights(shapes: ShapeTable): LeadWeights {
  const { count, leads, values, known } = shapes;
  const weight = new Float64Array(leads);
  const perEnergy = new Float64Array(leads);
  for (let lead = 0; lead < leads; lead++) {
    const beats = Int32Array.from({ length: count }, (_, beat) => beat).filter(
      (beat) => known[beat * leads + lead] === 1,
    );
    if (beats.length === 0) continue;
    const shape = medianShape(shapes, beats, lead);
    let energy = 0;
    for (const value of shape) energy += value * value;
    const deviations = Float64Array.from(beats, (beat) => {
      let sum = 0;
      for (let column = 0; column < COLUMNS; column++) {
        const off = values[(beat * leads + lead) * COLUMNS + column]! - shape[column]!;
        sum += off * off;
      }
      return sum;
    }).sort();
    const noise = deviations[deviations.length >> 1]!;
    if (energy === 0) continue;
    weight[lead] = energy / (energy + noise);
    perEnergy[lead] = weight[lead]! / (energy + noise);
  }
  const total = weight.reduce((sum, value) => sum + value, 0);
  return { weight: total > 0 ? weight.map((value) => value / total) : weight, perEnergy };
}

/** The median of each column over some beats, in one lead; NaN where none of them has a shape. */
export function medianShape({ leads, values, known }: ShapeTable, beats: Int32Array, lead: number): Float32Array {
  const shape = new Float32Array(COLUMNS).fill(Number.NaN);
  const there = beats.filter((beat) => known[beat * leads + lead] === 1);
  if (there.length === 0) return shape;
  const column = new Float32Array(there.length);
  for (let at = 0; at < COLUMNS; at++) {
    for (let i = 0; i < there.length; i++) column[i] = values[(there[i]! * leads + lead) * COLUMNS + at]!;
    column.sort();
    shape[at] = column[there.length >> 1]!;
  }
  return shape;
}
