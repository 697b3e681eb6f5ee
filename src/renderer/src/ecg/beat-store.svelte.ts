import { AAMI_CLASSES, type AamiClass } from '../../../shared/annotation-codes.ts';
import { type EditAnswer, type EditRows, STANDING } from '../../../shared/contract/editing.ts';
import type { AnnotationSetInfo } from '../../../shared/contract/library.ts';
import type { BeatsFound, ReadingStage } from '../../../shared/contract/analysis.ts';
import type { AnnotationWindow } from '../../../shared/contract/review.ts';
import { CLASS_OF_CODE, NO_BEAT, NORMAL } from './beat-class.ts';
import { type BeatColumns, beatColumns, grown, patchBeats, shiftRows } from './beat-columns.ts';
import { BlindLabels, type IsBlind } from './blind-labels.ts';
import { Corrections } from './corrections.ts';
import { type Mark, markOf, patchMarks } from './marks.ts';

export type { Mark } from './marks.ts';
export type BeatBatch = Omit<BeatsFound, 'kind'>;
/** A whole set; without ids it can be looked at and not edited. */
export type AnnotationRows = AnnotationWindow & Partial<Pick<EditRows, 'id' | 'standing' | 'sourceCode'>>;
export type AnnotationOrigin = AnnotationSetInfo['origin'];

/** Stages as they stand in the column, in the order a beat goes through them. */
export const DETECTED = 0;
export const PROVISIONAL = 1;
export const REFINED = 2;
const STAGES: Readonly<Record<ReadingStage, number>> = {
  detected: DETECTED,
  provisional: PROVISIONAL,
  refined: REFINED,
};

/** A beat found again lies within this of where it was (seconds): a second pass may put its peak elsewhere. */
const SAME_BEAT = 0.08;

/** A channel no file has: the beat was made on no lead in particular. */
export const NO_CHANNEL = 255;

/** RR intervals around a position that its heart rate is the median of. */
const RATE_INTERVALS = 8;
/** A longer interval is a pause in the labels, not a heart rate (seconds): below 20 beats a minute nothing is averaged. */
const LONGEST_INTERVAL = 3;

/**
 * The beats of a recording as columns ordered by sample; a 24 h recording has 100,000. `version` changes with every
 * change, so that whatever reads the columns is drawn again.
 */
export class BeatStore {
  #count = 0;
  #columns: BeatColumns = beatColumns(1024);
  #marks: readonly Mark[] = [];

  /** Changes whenever the columns do. */
  version = $state(0);
  /** Who made the labels: those of a rule or a model are drawn hollow, those of a person or the file filled. */
  origin = $state<AnnotationOrigin>('rules');
  /** How far a running analysis has come, in base-rate samples; undefined once all is seen. */
  analysedTo = $state<number>();
  /** By `STANDING`: whose initials stand beside a label. Empty for the reader's own and for what nobody confirmed. */
  initials = $state.raw<readonly string[]>(['', '', '']);
  /** Beats whose class a second pass has changed since the reading began to be watched. */
  corrected = $state(0);
  /** Which of them changed a short while ago. */
  readonly corrections: Corrections;
  readonly #blind = new BlindLabels();
  /** Base-rate samples within which a beat found again is the same beat. */
  #sameBeat = 0;

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number = () => performance.now()) {
    this.corrections = new Corrections(now);
  }

  get count(): number {
    return this.#count;
  }
  /** Sample of each beat; only the first `count` are beats. The array is replaced when it grows: do not keep it. */
  get sample(): Int32Array {
    return this.#columns.sample;
  }
  get code(): Uint8Array {
    return this.#columns.code;
  }
  /** 0–1; NaN where the annotator gives none. */
  get confidence(): Float32Array {
    return this.#columns.confidence;
  }
  get channel(): Uint8Array {
    return this.#columns.channel;
  }
  /** DETECTED, PROVISIONAL or REFINED; whole annotation sets are REFINED. */
  get stage(): Uint8Array {
    return this.#columns.stage;
  }
  /** Names each beat in edits; −1 while the reading is still being made. */
  get id(): Int32Array {
    return this.#columns.id;
  }
  /** Who stands behind each label, see `STANDING`. */
  get standing(): Uint8Array {
    return this.#columns.standing;
  }
  /** What the source says of each beat; 0 where it says nothing, as of one that a reader inserted. */
  get sourceCode(): Uint8Array {
    return this.#columns.sourceCode;
  }
  get marks(): readonly Mark[] {
    return this.#marks;
  }
  /** True for labels nobody has confirmed. */
  get unconfirmed(): boolean {
    return this.origin === 'rules' || this.origin === 'model';
  }

  /** Whether nobody has confirmed the label of a beat. Those of a file were given by somebody. */
  isUnconfirmed(beat: number): boolean {
    return this.origin !== 'file' && this.#columns.standing[beat] === STANDING.source;
  }

  /** Whether the label of a beat is kept from sight until it is answered. */
  isBlind(beat: number): boolean {
    return beat < this.#count && this.#blind.holds(this.#columns.id[beat]!);
  }

  /** Index of the beat of an id, or −1. */
  rowOf(id: number): number {
    const row = this.#columns.id.indexOf(id);
    return row < this.#count ? row : -1;
  }

  /** Makes ready for the reading of a recording of `rate` Hz that begins with nothing known. */
  begin(rate: number, origin: AnnotationOrigin): void {
    this.clear();
    this.origin = origin;
    this.#sameBeat = Math.round(SAME_BEAT * rate);
    this.analysedTo = 0;
  }

  /** Takes a batch of a running analysis: it replaces what was known of its stretch. */
  append(batch: BeatBatch): void {
    const first = this.lowerBound(batch.from);
    const last = this.lowerBound(batch.to);
    const tail = this.#count - last;
    const added = batch.sample.length;
    this.#noteCorrections(batch, first, last);
    this.#reserve(first + added + tail);
    const columns = this.#columns;
    shiftRows(columns, first + added, last, last + tail);
    columns.id.fill(-1, first, first + added);
    columns.sample.set(batch.sample, first);
    columns.code.set(batch.code, first);
    columns.confidence.set(batch.confidence, first);
    columns.channel.fill(NO_CHANNEL, first, first + added);
    columns.stage.fill(STAGES[batch.stage], first, first + added);
    columns.standing.fill(STANDING.source, first, first + added);
    columns.sourceCode.fill(0, first, first + added);
    this.#count = first + added + tail;
    this.version++;
  }

  /** Beats of a batch that are of another class than was told before. Where the kind was not known, nothing is corrected. */
  #noteCorrections({ stage, sample, code }: BeatBatch, first: number, last: number): void {
    if (stage === 'detected') return;
    let before = first;
    for (let beat = 0; beat < sample.length; beat++) {
      const at = sample[beat]!;
      while (before < last && this.#columns.sample[before]! < at - this.#sameBeat) before++;
      if (before >= last) break;
      if (this.#columns.sample[before]! > at + this.#sameBeat || this.#columns.stage[before] === DETECTED) continue;
      const told = this.#columns.code[before]!;
      if (CLASS_OF_CODE[told] === CLASS_OF_CODE[code[beat]!]) continue;
      this.corrections.note(at, told);
      this.corrected++;
    }
  }

  /** Takes a whole annotation set in place of everything there is. What a reading corrected last stays marked at its end. */
  replace(set: AnnotationRows, origin: AnnotationOrigin): void {
    if (this.analysedTo === undefined) this.corrections.clear();
    const marks: Mark[] = [];
    let aux = 0; // auxRow is in order, as the rows are
    this.#count = 0;
    this.#blind.forget();
    this.#reserve(set.sample.length);
    const columns = this.#columns;
    for (let row = 0; row < set.sample.length; row++) {
      const code = set.code[row]!;
      while (aux < set.auxRow.length && set.auxRow[aux]! < row) aux++;
      if (CLASS_OF_CODE[code] === NO_BEAT) {
        marks.push(markOf(set, row, set.auxRow[aux] === row ? set.auxText[aux] : undefined));
        continue;
      }
      const beat = this.#count++;
      columns.id[beat] = set.id?.[row] ?? -1;
      columns.sample[beat] = set.sample[row]!;
      columns.code[beat] = code;
      columns.confidence[beat] = set.confidence[row]!;
      columns.channel[beat] = set.channel[row]!;
      columns.standing[beat] = set.standing?.[row] ?? (origin === 'reader' ? STANDING.reader : STANDING.source);
      columns.sourceCode[beat] = set.sourceCode?.[row] ?? code;
    }
    columns.stage.fill(REFINED, 0, this.#count);
    this.#marks = marks;
    this.origin = origin;
    this.analysedTo = undefined;
    this.#hideBlind();
    this.version++;
  }

  /** Puts what an edit changed into what there is, by id; the set is a reader's from now on. */
  patch({ removed, rows }: Pick<EditAnswer, 'removed' | 'rows'>): void {
    for (const ids of [removed, rows.id]) this.#blind.answered(ids);
    const { columns, count } = patchBeats({ columns: this.#columns, count: this.#count }, removed, rows, REFINED);
    this.#columns = columns;
    this.#count = count;
    this.#marks = patchMarks(this.#marks, removed, rows);
    this.origin = 'reader';
    this.#hideBlind();
    this.version++;
  }

  /** The set goes on as another reader's: what its reader said stands as somebody else's. */
  takeOver(): void {
    const { standing } = this.#columns;
    for (let beat = 0; beat < this.#count; beat++) {
      if (standing[beat] === STANDING.reader) standing[beat] = STANDING.otherReader;
    }
  }

  /** Keeps the labels that `isBlind` names from sight, as far as nobody has confirmed them; all can be seen without it. */
  blind(isBlind: IsBlind | undefined): void {
    this.#marks = [...this.#marks, ...this.#blind.reveal(this.#columns, this.#count, REFINED)].sort(
      (one, other) => one.sample - other.sample,
    );
    this.#blind.isBlind = isBlind;
    this.#hideBlind();
    this.version++;
  }

  #hideBlind(): void {
    this.#marks = this.#blind.hide(this.#columns, this.#count, this.#marks, DETECTED);
  }

  clear(): void {
    this.#count = 0;
    this.#marks = [];
    this.#blind.isBlind = undefined;
    this.#blind.forget();
    this.analysedTo = undefined;
    this.corrected = 0;
    this.corrections.clear();
    this.version++;
  }

  /** Index of the first beat at or after `sample`; `count` where there is none. */
  lowerBound(sample: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#columns.sample[middle]! < sample) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Index of the beat nearest to `sample`, or undefined where there are none. */
  nearest(sample: number): number | undefined {
    if (this.#count === 0) return undefined;
    const after = Math.min(this.lowerBound(sample), this.#count - 1);
    const before = Math.max(0, after - 1);
    return sample - this.#columns.sample[before]! <= this.#columns.sample[after]! - sample ? before : after;
  }

  /** Index of the next beat after `sample` (or, `direction` −1, the last before it) whose class is known and not N. */
  nextEctopic(sample: number, direction: 1 | -1): number | undefined {
    const start = direction === 1 ? this.lowerBound(sample + 1) : this.lowerBound(sample) - 1;
    for (let beat = start; beat >= 0 && beat < this.#count; beat += direction) {
      if (CLASS_OF_CODE[this.#columns.code[beat]!] !== NORMAL && this.#columns.stage[beat] !== DETECTED) return beat;
    }
    return undefined;
  }

  /** Samples from the beat before to beat `index`; NaN for the first beat. */
  interval(index: number): number {
    return index > 0 && index < this.#count ? this.#columns.sample[index]! - this.#columns.sample[index - 1]! : NaN;
  }

  /** Beats a minute around `sample`: the median of the RR intervals nearest to it, or undefined where there are too few. */
  heartRateAt(sample: number, rate: number): number | undefined {
    const start = Math.max(1, Math.min(this.lowerBound(sample) - RATE_INTERVALS / 2, this.#count - RATE_INTERVALS));
    const end = Math.min(this.#count, start + RATE_INTERVALS);
    const longest = LONGEST_INTERVAL * rate;
    const intervals: number[] = [];
    for (let beat = start; beat < end; beat++) {
      const interval = this.interval(beat);
      const near = Math.abs(this.#columns.sample[beat]! - sample) < RATE_INTERVALS * longest;
      if (near && interval > 0 && interval < longest) intervals.push(interval);
    }
    if (intervals.length < 2) return undefined;
    intervals.sort((one, other) => one - other);
    const half = intervals.length >> 1;
    const median = intervals.length % 2 ? intervals[half]! : (intervals[half - 1]! + intervals[half]!) / 2;
    return (60 * rate) / median;
  }

  /** Beats of each class. */
  countByClass(): Record<AamiClass, number> {
    const counts = { N: 0, S: 0, V: 0, F: 0, Q: 0 };
    for (let beat = 0; beat < this.#count; beat++) {
      const name = AAMI_CLASSES[CLASS_OF_CODE[this.#columns.code[beat]!]!];
      if (name) counts[name]++;
    }
    return counts;
  }

  #reserve(length: number): void {
    if (length > this.#columns.sample.length) this.#columns = grown(this.#columns, length);
  }
}
