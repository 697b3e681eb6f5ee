import type { Workstation } from '../../../../shared/contract.ts';
import type { ViewState } from '../../ecg/view-state.svelte.ts';
import type { PreferencesState } from '../preferences.svelte.ts';
import type { StudySession } from '../study-session.svelte.ts';
import { Comparison } from './comparison.svelte.ts';
import type { EditCommand } from './edit-keys.ts';
import { EditSession } from './edit-session.svelte.ts';
import type { EditSurroundings } from './edits.svelte.ts';
import { EditHistory } from './history.svelte.ts';
import { PointerEditing } from './pointer-editing.ts';
import { Review } from './review.svelte.ts';
import { Signing } from './signing.svelte.ts';

export interface EditingParts {
  readonly api: Workstation;
  readonly session: StudySession;
  readonly view: ViewState;
  readonly preferences: PreferencesState;
  readonly tell: (text: string) => void;
  readonly advise: (text: string) => void;
  readonly settle: () => void;
  readonly tellProblem: (thrown: unknown) => void;
}

/** Everything a reader does to annotations: on the trace, in the review, with a signature, between two readings. */
export class Editing {
  readonly trace: EditSession;
  readonly pointer: PointerEditing;
  readonly review: Review;
  readonly signing: Signing;
  readonly history: EditHistory;
  readonly comparison: Comparison;
  readonly #parts: EditingParts;
  #recordingId: string | undefined;
  #answerName: ((given: boolean) => void) | undefined;

  constructor(parts: EditingParts) {
    this.#parts = parts;
    const { api, session, view, tell, advise, settle, tellProblem } = parts;
    const around: EditSurroundings = {
      api,
      session,
      named: () => this.#named(),
      reader: () => this.reader,
      tell,
      advise,
      settle,
      tellProblem,
    };
    this.trace = new EditSession(around, view);
    this.pointer = new PointerEditing(around, this.trace, view);
    this.review = new Review(around, this.trace, view);
    this.signing = new Signing(around, this.trace);
    this.history = new EditHistory(around, this.trace);
    this.comparison = new Comparison(around, this.trace);
  }

  /** Whose name edits bear; undefined until there is one. */
  get reader(): string | undefined {
    return this.#parts.preferences.value.readerName;
  }

  /** Keys are the review's while it runs, as far as it knows them. */
  obey(command: EditCommand): void {
    if (this.review.active && !this.trace.literal && this.review.obey(command)) return;
    this.trace.obey(command);
    if (command.kind === 'leave') this.review.stop();
    // What was taken back is to be asked again.
    if (command.kind === 'undo' || command.kind === 'redo') {
      void this.trace.edits.settled().then(() => this.review.refresh());
    }
  }

  /** Another set, or another recording, is shown: what belongs to the one before is forgotten. */
  follow(): void {
    const { session } = this.#parts;
    if (session.recordingId !== this.#recordingId) {
      this.#recordingId = session.recordingId;
      this.trace.on = false;
      this.#parts.settle();
      this.trace.reset();
      this.review.stop();
      this.comparison.first = this.comparison.second = undefined;
      this.comparison.result = undefined;
      this.cancelName();
    }
    void this.trace.edits.look();
  }

  async giveName(name: string): Promise<void> {
    const { preferences, tellProblem } = this.#parts;
    const readerName = name.trim();
    if (readerName === '') return;
    const before = this.reader;
    try {
      preferences.change({ readerName });
      await preferences.save();
      this.trace.asking = undefined;
      this.#answerName?.(true);
    } catch (thrown) {
      tellProblem(thrown);
      this.#answerName?.(false);
    }
    this.#answerName = undefined;
    const { edits } = this.trace;
    await edits.look();
    // Who sits down second begins where the first began, not with what the first said.
    if (
      before !== undefined &&
      before !== readerName &&
      (edits.others !== undefined || edits.state?.nextEdit === 'other')
    )
      await edits.showBeginning();
  }

  /** Somebody else sits down, or the name was not right. */
  askName(): void {
    this.trace.asking = 'name';
  }

  cancelName(): void {
    if (this.trace.asking === 'name') this.trace.asking = undefined;
    this.#answerName?.(false);
    this.#answerName = undefined;
  }

  #named(): Promise<boolean> {
    if (this.reader !== undefined) return Promise.resolve(true);
    this.#answerName?.(false);
    this.trace.asking = 'name';
    return new Promise((answer) => (this.#answerName = answer));
  }
}
