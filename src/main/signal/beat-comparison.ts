import { AAMI_CLASSES, annotationCode, type AamiClass } from '../../shared/annotation-codes.ts';
import { beatTimeline, isInside, type BeatAnnotations } from './beat-timeline.ts';

/** EC57: a detection matches a reference beat up to this far away, in seconds. */
export const MATCH_WINDOW_SECONDS = 0.15;
/** EC57: the first five minutes are the learning period and are not scored, in seconds. */
export const LEARNING_PERIOD_SECONDS = 300;

/** Which class a beat code counts as; undefined for what is no beat. */
export type BeatMapping = (code: number) => AamiClass | undefined;

/** The class WFDB's `bxb` gives a code when supraventricular classes are reported: e, j and n count as S. */
export const bxbMapping: BeatMapping = (code) => annotationCode(code)?.aami;
/** The class of de Chazal et al. 2004: e, j and n count as N. */
export const deChazalMapping: BeatMapping = (code) => annotationCode(code)?.deChazal;

/**
 * The outcome of a beat-by-beat comparison. Rows of `matrix` are the reference's labels, columns the test's, both in the
 * order of `COMPARISON_LABELS`: the five classes, `O` for no beat there, `X` for no beat there in a stretch the other
 * side marked as unreadable.
 */
export interface BeatComparison {
  readonly truePositives: number;
  readonly falseNegatives: number;
  readonly falsePositives: number;
  readonly matrix: Int32Array;
  /** Root mean square of the difference between reference and test RR intervals, in samples; NaN without any. */
  readonly rrErrorSamples: number;
  /** Indices into the annotation columns of what was paired, in order of time; −1 where one side has no beat. */
  readonly referenceIndex: Int32Array;
  readonly testIndex: Int32Array;
}

export const COMPARISON_LABELS = [...AAMI_CLASSES, 'O', 'X'] as const;
const SIZE = COMPARISON_LABELS.length;
const NO_BEAT = AAMI_CLASSES.length;
const UNREADABLE = NO_BEAT + 1;
const NOT_COUNTED = -1;
/** A time after every beat, whose differences are still exact. */
const NEVER = 2 ** 45;

export interface ComparisonOptions {
  /** Samples per second of both annotation sets. */
  readonly rate: number;
  /** First sample of the scored period; five minutes when absent. */
  readonly from?: number | undefined;
  /** Last sample of the scored period: normally the length of the recording. */
  readonly to: number;
  readonly mapping?: BeatMapping | undefined;
}

/** The beats of one side, read one at a time with a look at the next, as the pairing rule needs them. */
class BeatCursor {
  readonly index: Int32Array;
  private readonly times: Int32Array;
  private readonly stops: readonly number[];
  /** Before the first beat a mark stands at sample 0: it takes part in the rule's first step and is never counted. */
  private position = -1;

  constructor(times: Int32Array, index: Int32Array, stops: readonly number[]) {
    this.times = times;
    this.index = index;
    this.stops = stops;
  }
  advance(): void {
    this.position++;
  }
  get beat(): number {
    return this.position - 1 < 0 ? -1 : (this.index[this.position - 1] ?? -1);
  }
  get time(): number {
    return this.position < 1 ? 0 : (this.times[this.position - 1] ?? NEVER);
  }
  get next(): number {
    return this.times[Math.max(0, this.position)] ?? NEVER;
  }
  /** RR interval before the current beat, 0 where there is none or where flutter or an unreadable stretch lies in it. */
  get rr(): number {
    const before = this.position < 2 ? 0 : (this.times[this.position - 2] ?? NEVER);
    if (before === 0 || this.time === NEVER) return 0;
    return this.stops.some((stop) => before <= stop && stop < this.time) ? 0 : this.time - before;
  }
}

/**
 * Compares two sets of beats as ANSI/AAMI EC57 asks and as WFDB's `bxb` (10.7) does it. Both are walked in time order.
 * Of the two beats at hand the earlier one is paired with the other when they lie within the match window and either
 * (a) the later one is nearer to it than to the beat that follows it on its own side, or (b) that follower has a nearer
 * partner of its own; otherwise the earlier one is left alone: a missed beat (O) when it is the reference's, an extra
 * detection when it is the test's. Extra detections in reference flutter are not counted; in stretches the other side
 * calls unreadable they are counted apart (X). At the start a test beat just before the scored period may match the
 * first reference beat in it, and one within a match window after it is dropped when the next one fits better.
 */
export function compareBeats(
  reference: BeatAnnotations,
  test: BeatAnnotations,
  options: ComparisonOptions,
): BeatComparison {
  const { rate, to, mapping = bxbMapping } = options;
  const from = options.from ?? Math.floor(LEARNING_PERIOD_SECONDS * rate + 0.5);
  const window = Math.floor(MATCH_WINDOW_SECONDS * rate + 0.5);
  const referenceTimeline = beatTimeline(reference, window);
  const testTimeline = beatTimeline(test, window);
  const cursorOf = (timeline: typeof referenceTimeline): BeatCursor =>
    new BeatCursor(timeline.sample, timeline.index, [...timeline.flutter.from, ...timeline.unreadable.from]);
  const r = cursorOf(referenceTimeline);
  const t = cursorOf(testTimeline);

  const matrix = new Int32Array(SIZE * SIZE);
  const referenceIndex: number[] = [];
  const testIndex: number[] = [];
  let squaredRrError = 0;
  let rrCount = 0;
  const classOf = (code: number | undefined): number => {
    const name = code === undefined ? undefined : mapping(code);
    return name === undefined ? NOT_COUNTED : AAMI_CLASSES.indexOf(name);
  };
  const count = (row: number, column: number, referenceBeat: number, testBeat: number): void => {
    if (row !== NOT_COUNTED && column !== NOT_COUNTED) {
      matrix[row * SIZE + column]!++;
      referenceIndex.push(referenceBeat);
      testIndex.push(testBeat);
    }
    const error = r.rr - t.rr;
    if (r.rr > 0 && t.rr > 0) {
      squaredRrError += error * error;
      rrCount++;
    }
  };
  const countPair = (): void => {
    count(classOf(reference.code[r.beat]), classOf(test.code[t.beat]), r.beat, t.beat);
    r.advance();
    t.advance();
  };
  const countMissed = (): void => {
    const column: number = isInside(testTimeline.unreadable, r.time) ? UNREADABLE : NO_BEAT;
    count(classOf(reference.code[r.beat]), column, r.beat, -1);
    r.advance();
  };
  const countExtra = (): void => {
    let row: number = NO_BEAT;
    if (isInside(referenceTimeline.flutter, t.time)) row = NOT_COUNTED;
    else if (isInside(referenceTimeline.unreadable, t.time)) row = UNREADABLE;
    count(row, classOf(test.code[t.beat]), -1, t.beat);
    t.advance();
  };

  do r.advance();
  while (r.time < from);
  do t.advance();
  while (t.next < from);
  if (r.time - t.time < Math.abs(r.time - t.next) && r.time - t.time <= window) countPair();
  else {
    t.advance();
    if (t.time - from <= window && Math.abs(r.time - t.next) < Math.abs(r.time - t.time)) t.advance();
  }
  while (r.time <= to || t.time <= to) {
    const [earlier, later] = t.time < r.time ? [t, r] : [r, t];
    const gap = later.time - earlier.time;
    const toFollower = Math.abs(later.time - earlier.next);
    if (gap <= window && (gap < toFollower || Math.abs(later.next - earlier.next) < toFollower)) countPair();
    else if (earlier === t) countExtra();
    else countMissed();
  }

  let truePositives = 0;
  let falseNegatives = 0;
  let falsePositives = 0;
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      const n = matrix[row * SIZE + column]!;
      if (row < NO_BEAT && column < NO_BEAT) truePositives += n;
      else if (row < NO_BEAT) falseNegatives += n;
      else falsePositives += n;
    }
  }
  return {
    truePositives,
    falseNegatives,
    falsePositives,
    matrix,
    rrErrorSamples: rrCount > 0 ? Math.sqrt(squaredRrError / rrCount) : Number.NaN,
    referenceIndex: Int32Array.from(referenceIndex),
    testIndex: Int32Array.from(testIndex),
  };
}
