import type { Edit, EditAnswer } from '../../../shared/contract/editing.ts';
import { stripOf } from '../../../shared/strips.ts';
import type { BeatStore, Mark } from '../ecg/beat-store.svelte.ts';
import { clamp } from '../ecg/navigation.ts';
import type { ViewState } from '../ecg/view-state.svelte.ts';

/** A stretch kept for the report, or a place to come back to. */
export interface SavedStrip {
  /** Names it in edits; −1 where the set cannot be edited. */
  readonly id: number;
  readonly from: number;
  /** In samples; 0 for a bookmark. */
  readonly length: number;
  /** Indices of leads; empty for all. */
  readonly leads: readonly number[];
  readonly text: string;
}

export const stripsOf = (marks: readonly Mark[]): readonly SavedStrip[] =>
  marks.flatMap((mark) => {
    const strip = mark.subtype === 1 ? stripOf(mark.aux) : undefined;
    return strip ? [{ ...strip, id: mark.id, from: mark.sample }] : [];
  });

export interface StripSurroundings {
  readonly beats: BeatStore;
  readonly view: ViewState;
  /** Makes an edit; undefined where it could not be made, which has been told. */
  readonly apply: (edit: Edit) => Promise<EditAnswer | undefined>;
}

/** Strips and bookmarks of what is shown. Each is an edit: made under the reader's name, and undone like any other. */
export class StripsState {
  readonly #around: StripSurroundings;

  constructor(around: StripSurroundings) {
    this.#around = around;
  }

  /** What the trace shows now: the stretch a strip would keep. */
  get stretch(): { readonly from: number; readonly to: number } {
    const { position, visibleSamples, samples } = this.#around.view;
    const from = clamp(position, 0, samples);
    return { from, to: clamp(position + visibleSamples, from, samples) };
  }

  /** @param leads none for all */
  async save(leads: readonly number[], text: string): Promise<boolean> {
    const { from, to } = this.stretch;
    if (to <= from) return false;
    return (await this.#around.apply({ kind: 'strip', from, to, leads: [...leads], text: text.trim() })) !== undefined;
  }

  /** At the place in focus, or else in the middle of the trace. */
  async bookmark(text = ''): Promise<boolean> {
    const { from, to } = this.stretch;
    const { focus } = this.#around.view;
    const at = focus !== undefined && focus >= from && focus < to ? focus : Math.floor((from + to) / 2);
    const edit: Edit = { kind: 'strip', from: at, to: at, leads: [], text: text.trim() };
    return (await this.#around.apply(edit)) !== undefined;
  }

  async rename({ id, from, length, leads }: SavedStrip, text: string): Promise<boolean> {
    const edit: Edit = { kind: 'strip', id, from, to: from + length, leads: [...leads], text: text.trim() };
    return (await this.#around.apply(edit)) !== undefined;
  }

  async remove({ id }: SavedStrip): Promise<boolean> {
    const edit: Edit = { kind: 'remove', target: { by: 'ids', ids: Int32Array.of(id) } };
    return (await this.#around.apply(edit)) !== undefined;
  }

  /** All of them, as far as they are known. */
  get all(): readonly SavedStrip[] {
    return stripsOf(this.#around.beats.marks);
  }
}
