import { isLabelCode, mnemonicOf } from '../../../../shared/annotation-codes.ts';
import type { Edit, EditTarget, QualityLevel } from '../../../../shared/contract/editing.ts';
import { clamp } from '../../ecg/navigation.ts';
import { type Label, labelAt, nextLabel } from '../../ecg/labels.ts';
import type { ViewState } from '../../ecg/view-state.svelte.ts';
import { strings } from '../../language/strings.ts';
import type { EditCommand } from './edit-keys.ts';
import { Edits, type EditSurroundings } from './edits.svelte.ts';
import { isSought, type Sought } from './sought.ts';

/** What the bar asks for at the moment. */
export type Asking = 'name' | 'note' | 'rhythm' | 'quality' | 'all' | undefined;

/** How many labels a change of a range would touch, until the reader says yes. */
export interface RangeQuestion {
  readonly edit: Extract<Edit, { kind: 'relabel' | 'confirm' | 'remove' }>;
  readonly count: number;
  /** Labels among them that the change would give their own code again. */
  readonly already: number;
  /** Some of it cannot be seen from here. */
  readonly offScreen: boolean;
}

/** How long a chosen letter is shown large, in milliseconds. */
export const SHOUT_TIME = 700;
const NORMAL_CODE = 1;
/** Nearer to the edge than this part of the screen, a label is not read with what surrounds it. */
const EDGE = 0.05;

/** Editing of labels on the trace: off until switched on, one active label, one label selected (the one in focus). */
export class EditSession {
  on = $state(false);
  /** The code that Enter gives. */
  label = $state(NORMAL_CODE);
  /** The letter that was chosen a moment ago, to be shown large. */
  shout = $state<number | undefined>();
  /** Letters are shown large; not in the review, where they would cover the beat that is asked about next. */
  shouts = true;
  /** The next key is a label, whatever it means otherwise. */
  literal = $state(false);
  sought = $state<Sought>('ectopic');
  asking = $state<Asking>();
  question = $state.raw<RangeQuestion>();
  readonly edits: Edits;
  readonly #around: EditSurroundings;
  readonly #view: ViewState;
  #shouting: ReturnType<typeof setTimeout> | undefined;

  constructor(around: EditSurroundings, view: ViewState) {
    this.#around = around;
    this.#view = view;
    this.edits = new Edits(around);
  }

  /** The label in focus. */
  get selected(): Label | undefined {
    const { focus } = this.#view;
    return focus === undefined ? undefined : labelAt(this.#around.session.beats, focus);
  }

  /** Samples [from, to) that are marked; undefined until both ends are. The label at the last end is within it. */
  get range(): { readonly from: number; readonly to: number } | undefined {
    const { rangeFrom: from, rangeTo: to } = this.#view;
    if (from === undefined || to === undefined) return undefined;
    return { from: Math.min(from, to), to: Math.max(from, to) + 1 };
  }

  toggle(): void {
    this.on = !this.on;
    this.cancel();
    if (this.on) void this.edits.look();
  }

  /** Forgets what belongs to another recording or set. */
  reset(): void {
    this.#view.rangeFrom = this.#view.rangeTo = undefined;
    this.cancel();
  }

  obey(command: EditCommand): void {
    this.literal = command.kind === 'literal';
    if (command.kind !== 'label') this.shout = undefined;
    switch (command.kind) {
      case 'label':
        this.choose(command.code);
        break;
      case 'apply':
        if (this.question) void this.answerQuestion();
        else this.#onSelected((ids) => ({ kind: 'relabel', target: ids, code: this.label }));
        break;
      case 'applyRange':
        void this.ask({ kind: 'relabel', code: this.label });
        break;
      case 'confirm':
        this.#onSelected((ids) => ({ kind: 'confirm', target: ids }));
        break;
      case 'hide':
        this.#onSelected((ids) => ({ kind: 'remove', target: ids }));
        break;
      case 'undo':
      case 'redo':
        void this.#takeBack(command.kind);
        break;
      case 'step':
        this.step(command.direction);
        break;
      case 'seek':
        this.seek(command.direction);
        break;
      case 'mark':
        this.mark(command.end);
        break;
      case 'note':
      case 'rhythm':
      case 'quality':
        this.askFor(command.kind);
        break;
      case 'leave':
        this.toggle();
        break;
      case 'cancel':
        if (this.question || this.asking) this.cancel();
        else if (this.#view.rangeFrom !== undefined || this.#view.rangeTo !== undefined) this.reset();
        else this.toggle();
        break;
      case 'literal':
    }
  }

  step(direction: 1 | -1): void {
    this.#go(nextLabel(this.#around.session.beats, this.#startFrom(direction), direction)?.sample);
  }

  /** To the next of the kind looked for, or the one before. */
  seek(direction: 1 | -1): void {
    const { beats } = this.#around.session;
    const start = this.#startFrom(direction);
    const { sought } = this;
    if (sought === 'rhythm' || sought === 'note') {
      const kind = sought === 'rhythm' ? '+' : '"';
      const isKind = (code: number): boolean => mnemonicOf(code) === kind;
      const found =
        direction === 1
          ? beats.marks.find(({ sample, code }) => sample > start && isKind(code))
          : beats.marks.findLast(({ sample, code }) => sample < start && isKind(code));
      this.#go(found?.sample);
    } else this.#go(nextLabel(beats, start, direction, isSought(sought, this.label))?.sample);
  }

  /** Marks one end of the range at the selected label, or else at the edge of what is shown. */
  mark(end: 'from' | 'to'): void {
    const { focus, position, visibleSamples, samples } = this.#view;
    const edge = end === 'from' ? position : position + visibleSamples - 1;
    this.#view[end === 'from' ? 'rangeFrom' : 'rangeTo'] = clamp(focus ?? edge, 0, Math.max(0, samples - 1));
    this.question = undefined;
  }

  askFor(what: Exclude<Asking, 'name' | undefined>): void {
    if (what !== 'note' && !this.range) {
      this.#around.advise(strings.editing.markFirst);
      return;
    }
    this.question = undefined;
    this.asking = this.asking === what ? undefined : what;
  }

  cancel(): void {
    this.question = undefined;
    this.literal = false;
    if (this.asking !== 'name') this.asking = undefined;
  }

  /** Counts what a change of the whole range would touch; made once the reader has said yes to the number. */
  async ask(
    change: { readonly kind: 'relabel'; readonly code: number } | { readonly kind: 'confirm' | 'remove' },
    only?: number,
  ): Promise<void> {
    const { range, edits } = this;
    const { api, session, advise, tellProblem } = this.#around;
    if (!range) {
      advise(strings.editing.markFirst);
      return;
    }
    if (!edits.ready || session.shown === undefined) return;
    this.asking = undefined;
    const target: EditTarget = { by: 'range', ...range, ...(only === undefined ? {} : { codes: [only] }) };
    try {
      const counted = await api['edit.count']({ setId: session.shown, target });
      const { position, visibleSamples } = this.#view;
      const offScreen = range.from < position || range.to > position + visibleSamples;
      if (counted.count === 0) advise(strings.editing.noneInRange);
      else {
        const same = change.kind === 'relabel' ? counted.codes.indexOf(change.code) : -1;
        const already = counted.codeCounts[same] ?? 0;
        this.question = { edit: { ...change, target }, count: counted.count, already, offScreen };
      }
    } catch (thrown) {
      tellProblem(thrown);
    }
  }

  async answerQuestion(): Promise<void> {
    const { question } = this;
    if (!question) return;
    this.question = undefined;
    await this.edits.apply(question.edit, question.count);
  }

  addNote(text: string): void {
    const { focus, position, visibleSamples } = this.#view;
    const sample = focus ?? Math.round(position + visibleSamples / 2);
    this.asking = undefined;
    if (text.trim() !== '') void this.edits.apply({ kind: 'note', sample, text: text.trim() });
  }

  /** Paints the range. Without a rhythm, what holds just before it goes on. */
  paintRhythm(rhythm: string | undefined): void {
    const { range } = this;
    this.asking = undefined;
    if (range) void this.edits.apply({ kind: 'rhythm', ...range, ...(rhythm === undefined ? {} : { rhythm }) });
  }

  paintQuality(level: QualityLevel): void {
    const { range } = this;
    this.asking = undefined;
    if (range) void this.edits.apply({ kind: 'quality', ...range, level });
  }

  /** Sets the active label, and shows its letter large for a moment: j is not J. */
  choose(code: number): void {
    if (!isLabelCode(code)) return;
    this.label = code;
    if (!this.shouts) return;
    this.shout = code;
    clearTimeout(this.#shouting);
    this.#shouting = setTimeout(() => (this.shout = undefined), SHOUT_TIME);
  }

  #onSelected(edit: (target: EditTarget) => Edit): void {
    const { selected } = this;
    if (!selected) this.#around.advise(strings.editing.selectFirst);
    else void this.edits.apply(edit({ by: 'ids', ids: Int32Array.of(selected.id) }));
  }

  /** What was taken back is brought into view: nothing changes unseen. */
  async #takeBack(act: 'undo' | 'redo'): Promise<void> {
    const { session } = this.#around;
    const { recordingId } = session;
    const answer = await this.edits.takeBack(act);
    if (!answer || session.recordingId !== recordingId) return;
    const { from, to, count } = answer.summary;
    const { position, visibleSamples } = this.#view;
    if (count === 1) this.#view.focus = from;
    if (to < position || from >= position + visibleSamples) this.#view.centreOn(from);
  }

  /** Where stepping goes on from: the focus where it can be seen, else the edge that is passed first. */
  #startFrom(direction: 1 | -1): number {
    const { focus, position, visibleSamples } = this.#view;
    if (focus !== undefined && focus >= position && focus < position + visibleSamples) return focus;
    return direction === 1 ? position - 1 : position + visibleSamples;
  }

  /** Brings a label into focus; the paper moves only where it would be too near the edge to be read. */
  #go(sample: number | undefined): void {
    if (sample === undefined) {
      this.#around.advise(strings.editing.noMore);
      return;
    }
    const { position, visibleSamples } = this.#view;
    this.#view.focus = sample;
    const margin = EDGE * visibleSamples;
    if (sample < position + margin || sample > position + visibleSamples - margin) this.#view.centreOn(sample);
  }
}
