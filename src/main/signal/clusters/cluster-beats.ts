import { type Template, ShapeDistance } from './shape-distance.ts';
import { COLUMNS, type ShapeTable } from './shape-table.ts';

/** What made a clustering, with its version. */
export const CLUSTERING_METHOD = 'leader 1';

/**
 * A beat belongs to a group below this distance, a correlation of 0.9 at equal size: the limit at which Hamilton 2002
 * (EP Limited, Open Source ECG Analysis Software) matches beats to beat types.
 */
const SAME = 0.2;
/** Nothing else needs to be looked at below this one. */
const SURELY_SAME = 0.06;
/** At the best shift a group further off than this at none cannot be the same. */
const WORTH_SHIFTING = 0.9;
/** Groups nearer than this to each other in the end are one. */
const ONE_AND_THE_SAME = 0.08;
/** Groups while beats are gathered, and in the end. Beyond them the smallest give way. */
const MOST_LEADERS = 96;
const MOST_CLUSTERS = 48;
/** Beats a leader's shape is the mean of: it follows slow changes. */
const MEMORY = 64;
/** A beat further from every group than this is like none of them. */
const UNLIKE = 0.6;

/** No group: samples of the beat are missing in every lead. */
export const NO_CLUSTER = -1;

interface Leader {
  readonly template: Template;
  members: number;
}

/**
 * Groups beats by shape: the leader algorithm (Hartigan 1975, Clustering Algorithms, chapter 3), which joins each beat to
 * the nearest leader or makes it one, on aligned and weighted shapes as Hamilton 2002 matches beat types; then groups that
 * turn out alike are merged and every beat goes to the group that is nearest to it. The result depends on the order of
 * the beats, which is that of time, and on nothing else.
 */
export class BeatClusters {
  private readonly shapes: ShapeTable;
  private readonly distance: ShapeDistance;
  private leaders: Leader[] = [];
  private last = 0;

  constructor(shapes: ShapeTable, perEnergy: Float64Array) {
    this.shapes = shapes;
    this.distance = new ShapeDistance(shapes, perEnergy);
  }

  /** Groups so far: the running mean of each, and how many beats it has. */
  get groups(): readonly { readonly template: Template; readonly members: number }[] {
    return this.leaders;
  }

  /** Joins the next beat in time to a group. */
  add(beat: number): void {
    if (!this.shapes.isKnown(beat)) return;
    const { best, least, shift } = this.find(beat, true);
    if (best >= 0 && least < SAME) {
      this.last = best;
      this.learn(beat, this.leaders[best]!, shift);
      return;
    }
    if (this.leaders.length >= MOST_LEADERS) this.dropSmallest();
    const template = new Float32Array(this.shapes.leads * COLUMNS).fill(Number.NaN);
    this.last = this.leaders.push({ template, members: 0 }) - 1;
    this.learn(beat, this.leaders[this.last]!, 0);
  }

  /** Once all beats are in: the groups that stay. */
  settle(): void {
    this.leaders.sort((a, b) => b.members - a.members);
    const kept: Leader[] = [];
    for (const leader of this.leaders) {
      const like = kept.find(({ template }) => this.distance.ofTemplates(leader.template, template) < ONE_AND_THE_SAME);
      if (like) like.members += leader.members;
      else if (kept.length < MOST_CLUSTERS) kept.push(leader);
    }
    this.leaders = kept;
    this.last = 0;
  }

  /** The group of a beat, after `settle`; one more than the last group where it is like none. */
  groupOf(beat: number): number {
    if (!this.shapes.isKnown(beat)) return NO_CLUSTER;
    const { best, least } = this.find(beat, false);
    if (best < 0 || least > UNLIKE) return this.leaders.length;
    this.last = best;
    return best;
  }

  /** @param hurried whether the first one that is surely the same will do */
  private find(beat: number, hurried: boolean): { best: number; least: number; shift: number } {
    const { distance, leaders } = this;
    let best = -1;
    let least = Infinity;
    let shift = 0;
    for (let k = 0; k < leaders.length; k++) {
      // The group of the beat before is looked at first.
      const index = k === 0 ? this.last : k <= this.last ? k - 1 : k;
      const { template } = leaders[index]!;
      const unshifted = distance.at(beat, template, 0);
      if (unshifted >= least && unshifted > WORTH_SHIFTING) continue;
      const here = unshifted < SURELY_SAME ? unshifted : distance.nearest(beat, template);
      if (here >= least) continue;
      best = index;
      least = here;
      shift = unshifted < SURELY_SAME ? 0 : distance.shift;
      if (hurried && least < SURELY_SAME) break;
      if (!hurried && least < SURELY_SAME / 4) break;
    }
    return { best, least, shift };
  }

  /** Moves a leader towards a beat: the mean at first, later the mean of about `MEMORY` beats. */
  private learn(beat: number, leader: Leader, shift: number): void {
    const { leads, values, known } = this.shapes;
    const share = 1 / Math.min(++leader.members, MEMORY);
    for (let lead = 0; lead < leads; lead++) {
      if (known[beat * leads + lead] === 0) continue;
      const from = (beat * leads + lead) * COLUMNS;
      const isNew = Number.isNaN(leader.template[lead * COLUMNS]!);
      for (let column = 0; column < COLUMNS; column++) {
        const at = lead * COLUMNS + column;
        // Beyond the edge of a shifted shape its last value goes on.
        const value = values[from + Math.min(COLUMNS - 1, Math.max(0, column + shift))]!;
        leader.template[at] = isNew ? value : leader.template[at]! + share * (value - leader.template[at]!);
      }
    }
  }

  private dropSmallest(): void {
    let smallest = 0;
    this.leaders.forEach(({ members }, index) => {
      if (members < this.leaders[smallest]!.members) smallest = index;
    });
    this.leaders.splice(smallest, 1);
  }
}
