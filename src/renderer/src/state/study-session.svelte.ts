import type { Workstation } from '../../../shared/contract.ts';
import type { ReadingResult } from '../../../shared/contract/analysis.ts';
import type { EditAnswer } from '../../../shared/contract/editing.ts';
import type { AnnotationSetInfo, StudyDetail } from '../../../shared/contract/library.ts';
import type { AnnotationWindow } from '../../../shared/contract/review.ts';
import { toProblem } from '../../../shared/problem.ts';
import type { BeatStore } from '../ecg/beat-store.svelte.ts';
import { TraceLayers } from '../ecg/trace-layers.svelte.ts';
import { type Analysis, AutomaticReading, type ReadingEvent } from './automatic-reading.svelte.ts';
import { Explanation } from './explanation.svelte.ts';
import { readersSet, resultBeside } from './set-lookups.ts';

/** Instead of a set: the beats of the reading that is still being made. */
export const LIVE = 'live';

/** Where the episodes of an automatic reading come from, while it is made and after. */
const AUTOMATIC = 'automatic';

const isAutomatic = (set: AnnotationSetInfo): boolean => set.origin === 'rules' || set.origin === 'model';

/**
 * The open study: its facts, the recording on the trace, and the annotations shown with it. Opening another study, or
 * choosing other annotations, cancels what was still being loaded for the last choice.
 */
export class StudySession {
  studyId = $state<string | undefined>();
  phase = $state<'none' | 'loading' | 'ready' | 'failed'>('none');
  /** The sentence to show when `phase` is `failed`. */
  problem = $state('');
  detail = $state.raw<StudyDetail | undefined>();
  recordingId = $state<string | undefined>();
  /** Id of the annotation set shown, LIVE, or undefined where there is nothing to show. */
  shown = $state<string | undefined>();
  /** The shown set is one of the reader who sits here, or a version of theirs. */
  isOwn = false;
  /** Of the shown set, with every change that was made here. */
  revision = $state(0);
  /** The set that a reader's set goes back to, once it is known. */
  sourceSetId = $state<string | undefined>();
  /** The whole shown set as it came; undefined while LIVE. What edits made of it is in `beats`. */
  annotations = $state.raw<AnnotationWindow | undefined>();
  /** What the complete reading says beside its annotations. */
  result = $state.raw<ReadingResult | undefined>();

  readonly recording = $derived(this.detail?.recordings.find((recording) => recording.id === this.recordingId));
  readonly sets = $derived(this.recording?.annotationSets.filter((set) => set.complete) ?? []);
  /** The automatic reading that was made last. */
  readonly latestReading = $derived(this.sets.findLast(isAutomatic));
  readonly shownSet = $derived(this.sets.find((set) => set.id === this.shown));
  /** False for annotations that came with the file or that a reader made. */
  readonly automatic = $derived(this.shown === LIVE || (this.shownSet !== undefined && isAutomatic(this.shownSet)));
  /** The result, where it belongs to the annotations shown. */
  readonly shownResult = $derived(
    this.result !== undefined && [this.shown, this.sourceSetId].includes(this.result.setId) ? this.result : undefined,
  );

  /** Whether the reading told episodes that are not shown, because the reader has changed beats or rhythm since. */
  get episodesOutdated(): boolean {
    const { automatic, layers, shown, shownResult } = this;
    return !automatic && layers.episodes.source === shown && (shownResult?.episodes.length ?? 0) > 0;
  }

  /** False where nobody has looked for beats yet, so that their number is unknown and not zero. */
  readonly beatsKnown = $derived(
    this.annotations !== undefined ||
      this.shownSet !== undefined ||
      (this.shown === LIVE && this.analysis.kind === 'running'),
  );

  /** Whether a model made what is shown, or what the reader began from: rules have no gradient to tell why. */
  readonly explainable = $derived.by(() => {
    if (this.shown === LIVE) return this.beats.origin === 'model';
    const source = this.sets.find(({ id }) => id === (this.sourceSetId ?? this.shown));
    return source?.origin === 'model';
  });

  readonly beats: BeatStore;
  readonly layers = new TraceLayers();
  readonly explanation: Explanation;
  readonly #reading: AutomaticReading;
  readonly #api: Workstation;
  #opening = new AbortController();
  #choosing = new AbortController();
  #retelling = new AbortController();

  constructor(api: Workstation, beats: BeatStore) {
    this.#api = api;
    this.beats = beats;
    this.explanation = new Explanation(api, this.layers);
    this.#reading = new AutomaticReading(api);
  }

  /** Where the automatic reading of the open recording stands. */
  get analysis(): Analysis {
    return this.#reading.analysis;
  }

  /** Sentences about the reading: no model could be used, a device was lost. */
  get notices(): readonly string[] {
    return this.#reading.notices;
  }

  async open(studyId: string): Promise<void> {
    this.close();
    this.studyId = studyId;
    this.phase = 'loading';
    this.#opening = new AbortController();
    const { signal } = this.#opening;
    try {
      const detail = await this.#api['library.study']({ studyId }, signal);
      if (signal.aborted) return;
      this.detail = detail;
      this.phase = 'ready';
    } catch (thrown) {
      if (signal.aborted) return;
      this.problem = toProblem(thrown).message;
      this.phase = 'failed';
      return;
    }
    const [first] = this.detail.recordings;
    if (first) await this.openRecording(first.id);
  }

  /** Shows another recording of the study, with its automatic reading: made already, or to be made now. */
  async openRecording(recordingId: string): Promise<void> {
    this.#stopLoading();
    this.recordingId = recordingId;
    this.#beginLayers();
    const isSigned = this.detail?.row.status === 'signed';
    const own = await readersSet(this.#api, this.sets, isSigned, this.#opening.signal);
    if (this.recordingId !== recordingId || this.shown !== undefined) return;
    const first = own ?? this.latestReading?.id;
    if (first !== undefined) await this.show(first);
    else await this.read();
  }

  /** Shows an annotation set, or LIVE. */
  async show(setId: string): Promise<void> {
    if (setId === LIVE) return this.read();
    this.#choosing.abort();
    this.#choosing = new AbortController();
    const { signal } = this.#choosing;
    if (setId !== this.shown) this.sourceSetId = undefined;
    this.shown = setId;
    this.explanation.clear();
    try {
      const [{ rows, revision }, result] = await Promise.all([
        this.#api['edit.rows']({ setId }, signal),
        this.#resultFor(setId, signal),
      ]);
      if (signal.aborted) return;
      this.annotations = rows;
      this.revision = revision;
      this.beats.replace(rows, this.shownSet?.origin ?? 'rules');
      if (result) {
        this.result = result;
        this.layers.quality.add(result.quality);
      }
      this.layers.episodes.set(
        this.automatic ? (this.shownResult?.episodes ?? []) : [],
        this.automatic ? AUTOMATIC : setId,
      );
    } catch (thrown) {
      if (!signal.aborted) this.#reading.analysis = { kind: 'failed', message: toProblem(thrown).message };
    }
  }

  /** Whether the label at a sample is what the source said, and not a reader's. */
  isOfSource(sample: number): boolean {
    const { beats } = this;
    const beat = beats.nearest(sample);
    return this.automatic || beat === undefined || beats.sourceCode[beat] === beats.code[beat];
  }

  /** Takes over what an edit changed; where it made a set of the reader's own, that is the one shown from now on. */
  take(answer: EditAnswer): void {
    if (answer.setId !== this.shown && !this.isOwn) this.beats.takeOver();
    this.beats.patch(answer);
    this.revision = answer.revision;
    if (answer.setId === this.shown) return;
    if (this.automatic) this.sourceSetId = this.shown;
    this.shown = answer.setId;
    this.explanation.clear();
    void this.refresh();
  }

  /**
   * Of a reader's set: an automatic reading's episodes are of its own labels. They hold for as long as the reader has
   * changed neither beats nor rhythm; from then on the rhythm is what the set's annotations say.
   */
  keepEpisodes(asSource: boolean): void {
    const { shown } = this;
    if (shown === undefined || this.automatic) return;
    const kept = asSource ? this.shownResult?.episodes : undefined;
    const { episodes } = this.layers;
    if (episodes.source !== (kept ? AUTOMATIC : shown)) episodes.set(kept ?? [], kept ? AUTOMATIC : shown);
  }

  /** Has the recording read automatically and shows the beats as they come; joins a reading that runs already. */
  async read(): Promise<void> {
    const { recordingId } = this;
    if (recordingId === undefined) return;
    this.#choosing.abort();
    this.shown = LIVE;
    this.annotations = undefined;
    this.result = undefined;
    this.#reading.notices = [];
    this.#beginLayers();
    this.beats.begin(this.recording?.rate ?? 0, 'model');
    await this.#watch(recordingId);
  }

  /**
   * Has the recording read anew with the model in use. A new reading is followed in the place of an earlier one; a reader's
   * labels stay in sight, and the reading is made beside them. @throws Problem where it may not be read again
   */
  async readAgain(): Promise<void> {
    const { recordingId } = this;
    if (recordingId === undefined) return;
    await this.#api['readings.again']({ recordingId });
    if (this.recordingId !== recordingId) return;
    if (this.automatic) await this.read();
    else await this.#watch(recordingId);
  }

  /** Follows the automatic reading to its end. */
  async #watch(recordingId: string): Promise<void> {
    await this.#reading.follow(recordingId, {
      take: (event) => this.#take(event),
      finish: (setId, signal) => this.#finish(setId, signal),
      giveUp: () => this.#showWhatThereIs(),
    });
  }

  /** Stops the automatic reading itself, for everybody who watches it. */
  async stopReading(): Promise<void> {
    const { recordingId } = this;
    if (recordingId === undefined || this.analysis.kind !== 'running') return;
    const stopped = this.#reading.stop(recordingId);
    void this.#showWhatThereIs();
    await stopped;
  }

  /** Lets the automatic reading rest, or go on; shown at once, the workstation tells how it really stands. */
  async pauseReading(paused: boolean): Promise<void> {
    if (this.recordingId !== undefined) await this.#reading.pause(this.recordingId, paused);
  }

  /** Asks for the rhythm again: the thresholds that it is told by have changed. */
  async retell(): Promise<void> {
    this.#retelling.abort();
    const { recordingId, shownResult } = this;
    if (recordingId === undefined || !shownResult) return;
    this.#retelling = new AbortController();
    const signal = AbortSignal.any([this.#retelling.signal, this.#choosing.signal]);
    const result = await this.#api['analysis.result']({ recordingId, setId: shownResult.setId }, signal);
    if (signal.aborted || result.setId !== this.shownResult?.setId) return;
    this.result = result;
    if (!this.automatic && this.layers.episodes.source !== AUTOMATIC) return;
    this.layers.episodes.set(result.episodes, AUTOMATIC);
  }

  /** Asks for the study's facts again: its status or its annotation sets have changed. */
  async refresh(): Promise<void> {
    const { studyId } = this;
    if (studyId === undefined || this.phase !== 'ready') return;
    const { signal } = this.#opening;
    const detail = await this.#api['library.study']({ studyId }, signal);
    if (!signal.aborted) this.detail = detail;
  }

  close(): void {
    this.#opening.abort();
    this.#stopLoading();
    this.studyId = undefined;
    this.phase = 'none';
    this.problem = '';
    this.detail = undefined;
    this.recordingId = undefined;
  }

  #take(event: ReadingEvent): void {
    const live = this.shown === LIVE;
    switch (event.kind) {
      case 'beats':
        if (live) this.beats.append(event);
        break;
      case 'quality':
        this.layers.quality.add(event.quality);
        break;
      case 'episodes':
        if (live) this.layers.episodes.set(event.episodes, AUTOMATIC);
        break;
      case 'progress':
        if (!live) break;
        this.beats.analysedTo = event.analysedTo;
        this.beats.origin = event.madeBy.startsWith('rules') ? 'rules' : 'model';
    }
  }

  async #finish(setId: string, signal: AbortSignal): Promise<void> {
    await this.refresh();
    if (signal.aborted) return;
    this.#reading.analysis = { kind: 'idle' };
    if (this.shown === LIVE) await this.show(setId);
  }

  async #resultFor(setId: string, signal: AbortSignal): Promise<ReadingResult | undefined> {
    const { recordingId } = this;
    const set = this.sets.find(({ id }) => id === setId);
    return recordingId === undefined || !set ? undefined : resultBeside(this.#api, recordingId, set, signal);
  }

  /** Where no new reading is to be had: the one before, or the annotations that came with the file, if any did. */
  async #showWhatThereIs(): Promise<void> {
    const last = this.latestReading ?? this.sets.at(-1);
    if (this.shown === LIVE && last) await this.show(last.id);
  }

  #beginLayers(): void {
    this.explanation.clear();
    this.layers.begin(this.recording?.samples ?? 0, this.recording?.rate ?? 1);
  }

  #stopLoading(): void {
    this.#reading.leave();
    this.#choosing.abort();
    this.shown = undefined;
    this.sourceSetId = undefined;
    this.annotations = undefined;
    this.result = undefined;
    this.beats.clear();
    this.#beginLayers();
  }
}
