import { labelAt, labelOfId } from '../../ecg/labels.ts';
import type { TraceEditor } from '../../ecg/trace-editor.ts';
import type { ViewState } from '../../ecg/view-state.svelte.ts';
import { strings } from '../../language/strings.ts';
import type { EditSession } from './edit-session.svelte.ts';
import type { EditSurroundings } from './edits.svelte.ts';

/** A click this close to a label means that label (seconds): no two beats are closer. */
const SAME_BEAT = 0.08;

/** The pointer as an editor: a click beside the marks puts the active label at the nearest R peak, a drag moves one. */
export class PointerEditing implements TraceEditor {
  readonly #around: EditSurroundings;
  readonly #editing: EditSession;
  readonly #view: ViewState;

  constructor(around: EditSurroundings, editing: EditSession, view: ViewState) {
    this.#around = around;
    this.#editing = editing;
    this.#view = view;
  }

  get on(): boolean {
    return this.#editing.on;
  }

  select(sample: number): void {
    this.#view.focus = sample;
  }

  async click(at: number, lead: number | undefined, exact: boolean): Promise<void> {
    const { session } = this.#around;
    if (!this.#editing.edits.ready) return;
    const within = exact ? 0 : SAME_BEAT * this.#view.rate;
    const meant = exact ? undefined : this.#labelNear(Math.round(at), within);
    const peak = meant === undefined ? await this.#peak(at, lead, exact) : undefined;
    const there = meant ?? (peak && this.#labelNear(peak.sample, within));
    if (there !== undefined) {
      this.#view.focus = there;
      return;
    }
    if (!peak) return;
    const { sample, channel } = peak;
    const answer = await this.#editing.edits.apply({ kind: 'insert', sample, code: this.#editing.label, channel });
    if (answer && session.shown === answer.setId) this.#view.focus = sample;
  }

  drag(_from: number, sample: number): void {
    this.#view.focus = Math.round(sample);
  }

  async drop(from: number, at: number, lead: number | undefined, exact: boolean): Promise<void> {
    const label = labelAt(this.#around.session.beats, from);
    const peak = label && (await this.#peak(at, lead, exact));
    if (!label || !peak || peak.sample === from) {
      this.#view.focus = from;
      return;
    }
    await this.#editing.edits.apply({ kind: 'move', id: label.id, sample: peak.sample });
    this.#view.focus = labelOfId(this.#around.session.beats, label.id)?.sample ?? from;
  }

  cancelDrag(from: number): void {
    this.#view.focus = from;
  }

  /** Where a beat is meant; undefined where there is none near, which has been told. */
  async #peak(
    at: number,
    lead: number | undefined,
    exact: boolean,
  ): Promise<{ sample: number; channel: number } | undefined> {
    const { api, session, advise, tellProblem } = this.#around;
    const { recordingId } = session;
    const { samples } = this.#view;
    const sample = Math.max(0, Math.min(samples - 1, Math.round(at)));
    if (recordingId === undefined) return undefined;
    if (exact) return { sample, channel: lead ?? 0 };
    try {
      const found = await api['edit.snap']({ recordingId, sample, ...(lead === undefined ? {} : { lead }) });
      if (found.snapped) return found;
      advise(strings.editing.noBeatNear);
      return undefined;
    } catch (thrown) {
      tellProblem(thrown);
      return undefined;
    }
  }

  #labelNear(sample: number, within: number): number | undefined {
    const { beats } = this.#around.session;
    const beat = beats.nearest(sample);
    const there = beat === undefined ? undefined : beats.sample[beat];
    if (there !== undefined && Math.abs(there - sample) <= within) return there;
    return labelAt(beats, sample)?.sample;
  }
}
