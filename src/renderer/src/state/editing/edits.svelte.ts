import type { Workstation } from '../../../../shared/contract.ts';
import type { Edit, EditAnswer, EditRows, EditState } from '../../../../shared/contract/editing.ts';
import { Problem, toProblem } from '../../../../shared/problem.ts';
import { type LabelChange, labelChange } from '../../ecg/single-label.ts';
import { strings } from '../../language/strings.ts';
import { LIVE, type StudySession } from '../study-session.svelte.ts';
import { initialsByStanding } from './initials.ts';

/** What edits need of the window around them. */
export interface EditSurroundings {
  readonly api: Workstation;
  readonly session: StudySession;
  /** Resolves with whether there is a name to edit under; asks for it where there is none. */
  readonly named: () => Promise<boolean>;
  readonly reader: () => string | undefined;
  readonly tell: (text: string) => void;
  /** What has to be done first: neither success nor fault. */
  readonly advise: (text: string) => void;
  /** A change was made: what was advised or refused before it is over. */
  readonly settle: () => void;
  readonly tellProblem: (thrown: unknown) => void;
}

/** How an edit is sent off: which rows is decided when a person asks, which revision when its turn comes. */
type Send = (on: { readonly setId: string; readonly revision: number }) => Promise<EditAnswer>;

/**
 * Edits of the annotations that are shown: made one after the other, taken over by id as they are answered, never lost in
 * silence. A label that one beat is given is shown at once and put back where it is refused; everything else is shown when
 * the workstation has stored it.
 */
export class Edits {
  /** Of the shown set; undefined until it is known, and while there is none to edit. */
  state = $state.raw<EditState>();
  /** Edits on their way. */
  pending = $state(0);
  /** Changes with every edit that was made here. */
  made = $state(0);
  /** Changes whenever an edit comes into view, stored or not yet. */
  seen = $state(0);
  /** The last one in words, for those who cannot see it happen. */
  words = $state('');
  /** The set of another reader that this one has chosen to go on from. */
  #continued: string | undefined;
  readonly #around: EditSurroundings;
  #line: Promise<unknown> = Promise.resolve();
  #following = new AbortController();

  constructor(around: EditSurroundings) {
    this.#around = around;
  }

  /** Whether there is a set that can be edited. */
  get ready(): boolean {
    const { shown, annotations } = this.#around.session;
    return shown !== undefined && shown !== LIVE && annotations !== undefined;
  }

  /** Looks up how the shown set stands: whose it is, what can be undone. Called when another set, or name, is there. */
  async look(): Promise<void> {
    this.#following.abort();
    this.#following = new AbortController();
    const { signal } = this.#following;
    const { api, session, reader, tellProblem } = this.#around;
    const { shown } = session;
    if (this.state?.setId !== shown) {
      this.state = undefined;
      // The initials of the set before are nobody's here.
      if (session.shownSet) this.#mark(session.shownSet.annotator === reader(), undefined);
    }
    if (!this.ready || shown === undefined) return;
    try {
      const state = await api['edit.state']({ setId: shown }, signal);
      if (signal.aborted || session.shown !== shown) return;
      this.state = state;
      session.sourceSetId = state.sourceSetId;
      session.isOwn = state.nextEdit === 'own' || state.nextEdit === 'version';
      this.#mark(session.isOwn, state.takenFrom);
      session.keepEpisodes(state.asSource);
    } catch (thrown) {
      if (!signal.aborted && toProblem(thrown).code !== 'unsupported') tellProblem(thrown);
    }
  }

  /** Whose set is shown that this reader would copy with all its labels, and has not chosen to; undefined otherwise. */
  get others(): string | undefined {
    const { state } = this;
    const { shownSet } = this.#around.session;
    if (state?.kind === undefined || state.kind === 'source' || state.nextEdit !== 'copy') return undefined;
    return state.setId === this.#continued ? undefined : shownSet?.annotator;
  }

  /** Edits go on from what another reader said, which stays marked as theirs. */
  continueOthers(): void {
    this.#continued = this.#around.session.shown;
    // `others` is derived of the state.
    if (this.state) this.state = { ...this.state };
  }

  /** Shows what this reader begins from: their own set, or the reading that the shown one goes back to. */
  async showBeginning(): Promise<void> {
    const { session } = this.#around;
    const { state } = this;
    if (state) await session.show(state.ownSetId ?? state.sourceSetId);
  }

  /** Makes an edit; undefined where it could not be made, which has been told. */
  apply(edit: Edit, expected?: number): Promise<EditAnswer | undefined> {
    const { api } = this.#around;
    return this.run(
      (on) => api['edit.apply']({ ...on, edit, ...(expected === undefined ? {} : { expected }) }),
      this.#foreseen(edit),
    );
  }

  /** The answer tells where it was; undefined where nothing was taken back. */
  async takeBack(act: 'undo' | 'redo'): Promise<EditAnswer | undefined> {
    const { api, tell } = this.#around;
    const answer = await this.run((on) => api[`edit.${act}`](on));
    if (answer) tell(strings.editing.taken[act](strings.editing.summary(answer.summary)));
    return answer;
  }

  /** Resolves when no edit is on its way. */
  async settled(): Promise<void> {
    await this.#line;
  }

  /**
   * Sends an edit when those before it are answered.
   * @param change what it comes to, shown until the answer is there
   */
  run(send: Send, change?: LabelChange): Promise<EditAnswer | undefined> {
    this.pending++;
    const shown = change && this.#show(change.after) ? change : undefined;
    const turn = this.#line.then(async () => {
      try {
        return await this.#send(send, shown);
      } finally {
        this.pending--;
      }
    });
    this.#line = turn;
    return turn;
  }

  /** What giving one beat a label comes to. */
  foresee(id: number, code: number | undefined): LabelChange | undefined {
    return labelChange(this.#around.session.beats, id, code);
  }

  #foreseen(edit: Edit): LabelChange | undefined {
    if ((edit.kind !== 'relabel' && edit.kind !== 'confirm') || edit.target.by !== 'ids') return undefined;
    const [id, ...others] = edit.target.ids;
    if (id === undefined || others.length > 0) return undefined;
    return this.foresee(id, edit.kind === 'relabel' ? edit.code : undefined);
  }

  /** Only in a set that is the reader's own already: what else an edit would change there is nothing. */
  #show(rows: EditRows): boolean {
    const { session } = this.#around;
    const { state } = this;
    if (state?.nextEdit !== 'own' || state.setId !== session.shown) return false;
    session.beats.patch({ removed: new Int32Array(0), rows });
    this.seen++;
    return true;
  }

  async #send(send: Send, change: LabelChange | undefined): Promise<EditAnswer | undefined> {
    const { session, named, tellProblem } = this.#around;
    const { shown: asked } = session;
    try {
      if (!this.ready) throw new Problem('bad-input', strings.editing.notYet);
      if (!(await named())) return undefined;
      if (this.state === undefined || this.state.author !== this.#around.reader()) await this.look();
      const { others } = this;
      if (others !== undefined) throw new Problem('bad-input', strings.editing.chooseBeginning(others));
      const { shown: setId, revision, recordingId } = session;
      if (setId === undefined) return undefined;
      const answer = await send({ setId, revision });
      // The reader has gone on to something else; the edit is made, and will be there when they come back.
      if (session.recordingId !== recordingId || session.shown !== setId) return answer;
      // The labels that are taken over keep their reader's initials: before they can be seen as another's.
      if (answer.setId !== setId) this.#mark(true, session.isOwn ? this.state?.takenFrom : ownerOf(session));
      session.take(answer);
      session.isOwn = true;
      this.#around.settle();
      this.words = strings.editing.summary(answer.summary);
      this.made++;
      if (!change) this.seen++;
      void this.look();
      return answer;
    } catch (thrown) {
      if (change && session.shown === asked) this.#show(change.before);
      tellProblem(thrown);
      if (toProblem(thrown).code !== 'cancelled') await this.#catchUp();
      return undefined;
    }
  }

  /** Whose initials stand beside the labels that are shown. */
  #mark(isOwn: boolean, takenFrom: string | undefined): void {
    const { session, reader } = this.#around;
    session.beats.initials = initialsByStanding(reader(), isOwn ? undefined : ownerOf(session), takenFrom);
  }

  /** After a refusal: where the set was changed elsewhere, what is shown is loaded again, where the reader is. */
  async #catchUp(): Promise<void> {
    const { api, session, advise } = this.#around;
    const { shown } = session;
    if (shown === undefined || !this.ready) return;
    try {
      const { revision } = await api['edit.state']({ setId: shown });
      if (revision === session.revision || session.shown !== shown) return;
      await session.show(shown);
      advise(strings.editing.reloaded);
    } catch {
      return; // The refusal itself has been told.
    }
  }
}

/** The reader whose set is shown; undefined for one that is no reader's. */
const ownerOf = ({ shownSet }: StudySession): string | undefined =>
  shownSet?.origin === 'reader' ? shownSet.annotator : undefined;
