import { isLabelCode } from '../../../shared/annotation-codes.ts';
import { STANDING } from '../../../shared/contract/editing.ts';
import type { BeatColumns } from './beat-columns.ts';
import type { Mark } from './marks.ts';

export type IsBlind = (id: number) => boolean;

interface Label {
  readonly code: number;
  readonly confidence: number;
  readonly sourceCode: number;
}

/**
 * Labels that a reader is asked about blind. They are taken out of the columns themselves, so that nothing that draws,
 * counts or names beats can tell them: there is a beat, and its kind is not known.
 */
export class BlindLabels {
  isBlind: IsBlind | undefined;
  readonly #labels = new Map<number, Label>();
  #marks: Mark[] = [];

  holds(id: number): boolean {
    return this.#labels.has(id);
  }

  /** Takes out what is blind and not taken out yet; returns the marks that may be seen. */
  hide(columns: BeatColumns, count: number, marks: readonly Mark[], unknown: number): readonly Mark[] {
    const { isBlind } = this;
    if (!isBlind) return marks;
    const { id, code, confidence, sourceCode, standing, stage } = columns;
    for (let beat = 0; beat < count; beat++) {
      if (standing[beat] !== STANDING.source || stage[beat] === unknown || !isBlind(id[beat]!)) continue;
      this.#labels.set(id[beat]!, {
        code: code[beat]!,
        confidence: confidence[beat]!,
        sourceCode: sourceCode[beat]!,
      });
      code[beat] = 0;
      confidence[beat] = Number.NaN;
      sourceCode[beat] = 0;
      stage[beat] = unknown;
    }
    const isHidden = (mark: Mark): boolean =>
      isLabelCode(mark.code) && mark.standing === STANDING.source && isBlind(mark.id);
    if (!marks.some(isHidden)) return marks;
    this.#marks.push(...marks.filter(isHidden));
    return marks.filter((mark) => !isHidden(mark));
  }

  /** These rows come back as they are now. */
  answered(ids: Int32Array): void {
    if (this.#labels.size === 0 && this.#marks.length === 0) return;
    for (const id of ids) this.#labels.delete(id);
    this.#marks = this.#marks.filter((mark) => !ids.includes(mark.id));
  }

  /** Puts back everything; returns the marks that were hidden. */
  reveal(columns: BeatColumns, count: number, known: number): readonly Mark[] {
    for (let beat = 0; beat < count; beat++) {
      const label = this.#labels.get(columns.id[beat]!);
      if (!label) continue;
      columns.code[beat] = label.code;
      columns.confidence[beat] = label.confidence;
      columns.sourceCode[beat] = label.sourceCode;
      columns.stage[beat] = known;
    }
    const marks = this.#marks;
    this.forget();
    return marks;
  }

  forget(): void {
    this.#labels.clear();
    this.#marks = [];
  }
}
