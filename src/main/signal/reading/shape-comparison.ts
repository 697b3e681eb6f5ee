import { SHAPE_LENGTH, type ShapeColumns } from './shape-columns.ts';

/** Shapes are compared at shifts up to so many of their samples (32 ms): R peaks of one kind of beat are not that exact. */
const MOST_SHIFT = 4;
const CORE = SHAPE_LENGTH - 2 * MOST_SHIFT;

/** One kind of beat: the running mean of its shapes in every lead. */
export class ShapeTemplate {
  /** Lead × `SHAPE_LENGTH`, physical units. */
  readonly values: Float64Array;
  /** Beats that made it. */
  beats = 0;

  constructor(leads: number) {
    this.values = new Float64Array(leads * SHAPE_LENGTH);
  }
}

/** How a beat's shape compares with a template, after `compare`. */
export interface Likeness {
  /** Correlation over all leads, −1 … 1. */
  correlation: number;
  /** Shift at which it is largest. */
  shift: number;
  /** Energy of the difference over that of the template. */
  residual: number;
  /** Amplitude over that of the template. */
  amplitude: number;
}

/**
 * Compares the shapes of beats with templates over all leads together. Leads count by the weight the detector gave them
 * and in units of their typical beat. The baseline is taken out of each lead's window.
 */
export class ShapeComparison {
  readonly likeness: Likeness = { correlation: 0, shift: 0, residual: 0, amplitude: 0 };
  private readonly columns: ShapeColumns;
  private readonly level: Float64Array;
  private readonly beat: Float64Array;

  constructor(columns: ShapeColumns) {
    this.columns = columns;
    this.level = Float64Array.from({ length: columns.leads }, (_, lead) => typicalEnergy(columns, lead));
    this.beat = new Float64Array(columns.leads * SHAPE_LENGTH);
  }

  /** Whether a beat has a shape in any lead. */
  isKnown(row: number): boolean {
    for (let l = 0; l < this.columns.leads; l++) if (this.weightOf(row, l) > 0) return true;
    return false;
  }

  /** Weight of a lead's squared deviations. */
  weightOf(row: number, lead: number): number {
    const level = this.level[lead]!;
    return level > 0 ? this.columns.weight[row * this.columns.leads + lead]! / level : 0;
  }

  /** Reads a beat's shape in physical units, lead × `SHAPE_LENGTH`; valid until the next is read. */
  read(row: number): Float64Array {
    const { leads, scale, shape } = this.columns;
    for (let l = 0; l < leads; l++) {
      const at = row * leads + l;
      for (let i = 0; i < SHAPE_LENGTH; i++) {
        this.beat[l * SHAPE_LENGTH + i] = shape[at * SHAPE_LENGTH + i]! * scale[at]!;
      }
    }
    return this.beat;
  }

  /** Compares the beat that was read last, which is `row`, with a template. */
  compare(row: number, { values }: ShapeTemplate): Likeness {
    const { leads } = this.columns;
    const { beat, likeness } = this;
    likeness.correlation = -2;
    for (let shift = -MOST_SHIFT; shift <= MOST_SHIFT; shift++) {
      let product = 0;
      let own = 0;
      let other = 0;
      for (let l = 0; l < leads; l++) {
        const weight = this.weightOf(row, l);
        if (weight === 0) continue;
        let x = 0;
        let y = 0;
        let xx = 0;
        let yy = 0;
        let xy = 0;
        const from = l * SHAPE_LENGTH + MOST_SHIFT;
        for (let i = from; i < from + CORE; i++) {
          const a = beat[i + shift]!;
          const b = values[i]!;
          x += a;
          y += b;
          xx += a * a;
          yy += b * b;
          xy += a * b;
        }
        product += weight * (xy - (x * y) / CORE);
        own += weight * (xx - (x * x) / CORE);
        other += weight * (yy - (y * y) / CORE);
      }
      const correlation = own > 0 && other > 0 ? product / Math.sqrt(own * other) : 0;
      if (correlation <= likeness.correlation) continue;
      likeness.correlation = correlation;
      likeness.shift = shift;
      likeness.residual = other > 0 ? Math.max(0, (own + other - 2 * product) / other) : 1;
      likeness.amplitude = other > 0 ? Math.sqrt(own / other) : 0;
    }
    return likeness;
  }

  /** Moves a template towards the beat that was read last: its mean at first, later the mean of about `memory` beats. */
  learn(row: number, template: ShapeTemplate, shift: number, memory: number): void {
    const share = 1 / Math.min(++template.beats, memory);
    for (let l = 0; l < this.columns.leads; l++) {
      if (this.weightOf(row, l) === 0) continue;
      for (let i = Math.max(0, -shift); i < Math.min(SHAPE_LENGTH, SHAPE_LENGTH - shift); i++) {
        const at = l * SHAPE_LENGTH + i;
        template.values[at]! += share * (this.beat[at + shift]! - template.values[at]!);
      }
    }
  }
}

/** Median energy of a lead's shapes about their mean. */
function typicalEnergy({ count, leads, shape, scale, weight }: ShapeColumns, lead: number): number {
  const energies = new Float64Array(count);
  let known = 0;
  for (let row = 0; row < count; row++) {
    const at = row * leads + lead;
    if (weight[at] === 0) continue;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < SHAPE_LENGTH; i++) {
      const value = shape[at * SHAPE_LENGTH + i]!;
      sum += value;
      squares += value * value;
    }
    energies[known++] = (squares - (sum * sum) / SHAPE_LENGTH) * scale[at]! * scale[at]!;
  }
  return known === 0 ? 0 : energies.subarray(0, known).sort()[known >> 1]!;
}
