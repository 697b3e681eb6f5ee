import type { SignedVersion } from '../../../../shared/contract/signing.ts';
import type { RecordingInfo } from '../../../../shared/contract/library.ts';
import { Problem } from '../../../../shared/problem.ts';
import { strings } from '../../language/strings.ts';
import type { EditSession } from './edit-session.svelte.ts';
import type { EditSurroundings } from './edits.svelte.ts';

/** Signatures under the open study. */
export class Signing {
  /** Newest first. */
  versions = $state.raw<readonly SignedVersion[]>([]);
  /** The study whose signature is asked for: it may be about to be opened. */
  #asked = $state<string | undefined>();
  busy = $state(false);
  readonly #around: EditSurroundings;
  readonly #editing: EditSession;

  constructor(around: EditSurroundings, editing: EditSession) {
    this.#around = around;
    this.#editing = editing;
  }

  async load(): Promise<void> {
    const { api, session } = this.#around;
    const { studyId } = session;
    this.versions = [];
    if (studyId === undefined) return;
    try {
      const { versions } = await api['sign.versions']({ studyId });
      if (session.studyId === studyId) this.versions = versions;
    } catch {
      this.versions = []; // A workstation that cannot sign has no versions to show.
    }
  }

  /** Whether the form is open. */
  get asking(): boolean {
    return this.#asked !== undefined && this.#asked === this.#around.session.studyId;
  }

  ask(studyId = this.#around.session.studyId): void {
    this.#asked = studyId;
  }

  cancel(): void {
    this.#asked = undefined;
  }

  /** Signs what is shown, and of other recordings of the study the reader's own set or else the automatic reading. */
  async sign(note: string): Promise<void> {
    const { api, session, named, tell, tellProblem } = this.#around;
    const { studyId, detail } = session;
    if (studyId === undefined || !detail || this.busy) return;
    this.busy = true;
    try {
      if (!(await named())) return;
      // What was asked for before is part of what is signed.
      await this.#editing.edits.settled();
      const sets = await Promise.all(detail.recordings.map((recording) => this.#setOf(recording)));
      const signed = await api['sign.study']({ studyId, sets, ...(note.trim() === '' ? {} : { note: note.trim() }) });
      this.cancel();
      tell(strings.editing.signing.done(signed.version, signed.signer));
      await session.refresh();
      const own = signed.sets.find(({ recordingId }) => recordingId === session.recordingId)?.setId;
      if (own !== undefined && own !== session.shown) await session.show(own);
      await Promise.all([this.#editing.edits.look(), this.load()]);
    } catch (thrown) {
      tellProblem(thrown);
    } finally {
      this.busy = false;
    }
  }

  async #setOf(recording: RecordingInfo): Promise<{ setId: string; revision: number }> {
    const { api, session } = this.#around;
    const { shown, revision, recordingId } = session;
    if (recording.id === recordingId && shown !== undefined && this.#editing.edits.ready) {
      return { setId: shown, revision };
    }
    const sets = recording.annotationSets.filter(({ complete }) => complete);
    const candidate = sets.findLast(({ origin }) => origin === 'model' || origin === 'rules') ?? sets.at(-1);
    if (!candidate) throw new Problem('bad-input', strings.editing.signing.unread(recording.name));
    const state = await api['edit.state']({ setId: candidate.id });
    const setId = state.ownSetId ?? candidate.id;
    if (setId === state.setId) return { setId, revision: state.revision };
    return { setId, revision: (await api['edit.state']({ setId })).revision };
  }
}
