import { COLUMNS, MOST_SHIFT, type ShapeTable } from './shape-table.ts';

/** A shape that beats are compared with: lead × column, NaN throughout a lead it says nothing of. */
export type Template = Float32Array;

const FIRST = MOST_SHIFT;
const END = COLUMNS - MOST_SHIFT;
/** What cannot be compared is as far as can be. */
const APART = 4;

/**
 * How unlike beats and templates are: the energy of their difference over that of the larger one, over all leads together,
 * each with its weight. 0 the same, 1 as unlike as nothing at all; a correlation of 0.9 at equal size is 0.2. Unlike a
 * correlation it tells a beat from one twice as tall.
 */
export class ShapeDistance {
  /** The shift of the last `nearest`. */
  shift = 0;
  private readonly shapes: ShapeTable;
  private readonly perEnergy: Float64Array;

  constructor(shapes: ShapeTable, perEnergy: Float64Array) {
    this.shapes = shapes;
    this.perEnergy = perEnergy;
  }

  /** At one shift of the beat against the template, in columns. */
  at(beat: number, template: Template, shift: number): number {
    return this.between(this.shapes.values, beat * this.shapes.leads * COLUMNS, template, shift);
  }

  /** At the best shift, which is then in `shift`. */
  nearest(beat: number, template: Template): number {
    return this.bestShift(this.shapes.values, beat * this.shapes.leads * COLUMNS, template);
  }

  /** Of one template to another, at the best shift. */
  ofTemplates(a: Template, b: Template): number {
    return this.bestShift(a, 0, b);
  }

  private bestShift(values: Float32Array, start: number, template: Template): number {
    let least = this.between(values, start, template, 0);
    this.shift = 0;
    for (let shift = -MOST_SHIFT; shift <= MOST_SHIFT; shift++) {
      if (shift === 0) continue;
      const here = this.between(values, start, template, shift);
      if (here >= least) continue;
      least = here;
      this.shift = shift;
    }
    return least;
  }

  private between(values: Float32Array, start: number, template: Template, shift: number): number {
    let own = 0;
    let other = 0;
    let product = 0;
    for (let lead = 0; lead < this.shapes.leads; lead++) {
      const weight = this.perEnergy[lead]!;
      const of = lead * COLUMNS;
      if (weight === 0 || Number.isNaN(values[start + of]!) || Number.isNaN(template[of]!)) continue;
      const from = start + of + shift;
      let xx = 0;
      let tt = 0;
      let xt = 0;
      for (let column = FIRST; column < END; column++) {
        const x = values[from + column]!;
        const t = template[of + column]!;
        xx += x * x;
        tt += t * t;
        xt += x * t;
      }
      own += weight * xx;
      other += weight * tt;
      product += weight * xt;
    }
    const larger = Math.max(own, other);
    return larger > 0 ? Math.max(0, own + other - 2 * product) / larger : APART;
  }
}
