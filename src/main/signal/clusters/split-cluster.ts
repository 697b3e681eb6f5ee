import { medianShape } from './lead-weights.ts';
import { ShapeDistance, type Template } from './shape-distance.ts';
import { COLUMNS, type ShapeTable } from './shape-table.ts';

/** Members that the two centres are fitted to, spread over the recording; then all of them are divided. */
const FITTED = 4_096;
/** Members that are looked at for the two most unlike ones. */
const LOOKED_AT = 512;
const MOST_ROUNDS = 12;
/** Members a median is taken over, spread over the recording. */
export const MEDIAN_MEMBERS = 501;

/**
 * Divides beats into two groups: 2-means with medians as centres (k-medians, Bradley, Mangasarian & Street 1997), begun
 * with the beat most unlike the middle one and the beat most unlike that. Returns the side of each beat, 0 or 1; undefined
 * where all of them are the same.
 */
export function splitBeats(shapes: ShapeTable, perEnergy: Float64Array): Uint8Array | undefined {
  const distance = new ShapeDistance(shapes, perEnergy);
  const known = Int32Array.from({ length: shapes.count }, (_, beat) => beat).filter((beat) => shapes.isKnown(beat));
  if (known.length < 2) return undefined;
  const looked = spread(known, LOOKED_AT);
  const farthest = (template: Template): number => {
    let most = -1;
    let found = looked[0]!;
    for (const beat of looked) {
      const here = distance.nearest(beat, template);
      if (here <= most) continue;
      most = here;
      found = beat;
    }
    return found;
  };
  const one = templateOf(shapes, Int32Array.of(farthest(templateOf(shapes, looked))));
  let centres: [Template, Template] = [one, templateOf(shapes, Int32Array.of(farthest(one)))];
  const side = new Uint8Array(shapes.count);
  const fitted = spread(known, FITTED);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const moved = divide(distance, fitted, centres, side);
    const [first, second] = [fitted.filter((beat) => side[beat] === 0), fitted.filter((beat) => side[beat] === 1)];
    if (first.length === 0 || second.length === 0) return undefined;
    if (moved === 0) break;
    centres = [templateOf(shapes, spread(first, MEDIAN_MEMBERS)), templateOf(shapes, spread(second, MEDIAN_MEMBERS))];
  }
  divide(distance, known, centres, side);
  return side;
}

/** Puts each beat on the side that is nearer; returns how many went over. */
function divide(distance: ShapeDistance, beats: Int32Array, centres: [Template, Template], side: Uint8Array): number {
  let moved = 0;
  for (const beat of beats) {
    const nearer = distance.nearest(beat, centres[1]) < distance.nearest(beat, centres[0]) ? 1 : 0;
    if (side[beat] === nearer) continue;
    side[beat] = nearer;
    moved++;
  }
  return moved;
}

/** The median shape of some beats in all leads: lead × column. */
export function templateOf(shapes: ShapeTable, beats: Int32Array): Template {
  const template = new Float32Array(shapes.leads * COLUMNS);
  for (let lead = 0; lead < shapes.leads; lead++) template.set(medianShape(shapes, beats, lead), lead * COLUMNS);
  return template;
}

/** At most so many, evenly over all of them. */
export function spread(beats: Int32Array, most: number): Int32Array {
  if (beats.length <= most) return beats;
  return Int32Array.from({ length: most }, (_, at) => beats[Math.floor((at * beats.length) / most)]!);
}
