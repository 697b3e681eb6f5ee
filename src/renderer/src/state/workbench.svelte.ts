import type { Workstation } from '../../../shared/contract.ts';
import type { Episode } from '../../../shared/contract/analysis.ts';
import type { BeatPlace } from '../../../shared/contract/learning.ts';
import type { StudyRow } from '../../../shared/contract/library.ts';
import type { Preferences } from '../../../shared/contract/system.ts';
import type { RhythmThresholdChanges } from '../../../shared/rhythm-thresholds.ts';
import { toProblem } from '../../../shared/problem.ts';
import { studyTitle } from '../display/study-facts.ts';
import { download } from '../downloads/download.ts';
import { BeatStore } from '../ecg/beat-store.svelte.ts';
import { ViewState } from '../ecg/view-state.svelte.ts';
import { strings } from '../language/strings.ts';
import { ClustersState } from './clusters.svelte.ts';
import { DisclosureState } from './disclosure.svelte.ts';
import { Editing } from './editing/editing.svelte.ts';
import { EventsState } from './events.svelte.ts';
import { ExportState } from './export.svelte.ts';
import { ImportState } from './import.svelte.ts';
import { Learning, type LearningSection } from './learning/learning.svelte.ts';
import type { InspectorTab, ReadingPage } from './pages.ts';
import { MeasurementsState } from './measurements.svelte.ts';
import type { OpenPlace } from './open-place.ts';
import { Notices } from './notices.svelte.ts';
import { PreferencesState } from './preferences.svelte.ts';
import { StripsState } from './strips.svelte.ts';
import { StudySession } from './study-session.svelte.ts';
import { type ReaderStatus, WorklistState } from './worklist.svelte.ts';

export type DialogName = 'print' | 'about' | 'shortcuts' | 'calibration' | 'analysis';

/** The window as a whole: the list, the study that is open, and what is done with them. */
export class Workbench {
  readonly worklist: WorklistState;
  readonly importing: ImportState;
  readonly session: StudySession;
  readonly preferences: PreferencesState;
  readonly exporting: ExportState;
  readonly measurements: MeasurementsState;
  readonly editing: Editing;
  /** How the trace is shown; outlives the study that is open. */
  readonly view: ViewState;
  /** Likewise of the page of rows. */
  readonly disclosure = new DisclosureState();
  readonly clusters: ClustersState;
  readonly events: EventsState;
  readonly strips: StripsState;
  readonly learning: Learning;
  readonly notices = new Notices(() => (this.connectionLost = true));

  /** What the reading pane and the inspector show of the open study; another study begins with its trace. */
  page = $state<ReadingPage>('trace');
  tab = $state<InspectorTab>('findings');
  dialog = $state<DialogName | undefined>();
  connectionLost = $state(false);
  /** The study was opened out of the learning loop: leaving it leads back there. */
  cameFromLearning = $state(false);
  /** A file that could not be read, opened to see why. */
  quarantined = $state.raw<StudyRow | undefined>();

  /** Whether a study, or the reason why there is none, fills the window beside the worklist. */
  readonly reading = $derived.by(() => this.session.phase !== 'none' || this.quarantined !== undefined);

  /** Resolves when the study that was opened last is there, or cannot be. */
  #opened: Promise<void> = Promise.resolve();

  constructor(api: Workstation, preferences: Preferences) {
    this.worklist = new WorklistState(api);
    this.importing = new ImportState(api);
    this.session = new StudySession(api, new BeatStore());
    this.preferences = new PreferencesState(api, preferences);
    this.measurements = new MeasurementsState(api);
    this.exporting = new ExportState(api, download);
    this.view = new ViewState(preferences);
    this.editing = new Editing({
      api,
      session: this.session,
      view: this.view,
      preferences: this.preferences,
      tell: (text) => this.notices.tell(text),
      advise: (text) => this.notices.advise(text),
      settle: () => this.notices.settle(),
      tellProblem: (thrown) => this.notices.refuse(thrown),
    });
    const { beats } = this.session;
    this.clusters = new ClustersState({
      api,
      setId: () => (this.session.annotations === undefined ? undefined : this.session.shown),
      apply: (edit, expected) => this.editing.trace.edits.apply(edit, expected),
      lastEdit: () => this.editing.trace.edits.state?.undoAt,
      settled: async () => {
        await this.editing.trace.edits.settled();
        await this.editing.trace.edits.look();
      },
      takeBack: (act) => this.editing.trace.edits.takeBack(act),
      tell: (text) => this.notices.tell(text),
      tellProblem: (thrown) => this.notices.tellProblem(thrown),
    });
    this.events = new EventsState({ beats, view: this.view, jump: (sample) => this.jumpTo(sample) });
    this.strips = new StripsState({ beats, view: this.view, apply: (edit) => this.editing.trace.edits.apply(edit) });
    this.learning = this.#learning(api);
  }

  /** Follows the library for as long as the window lives. */
  async follow(signal: AbortSignal): Promise<void> {
    try {
      await this.worklist.follow(signal);
    } catch (thrown) {
      if (!signal.aborted) this.notices.tellProblem(thrown);
    }
  }

  open(row: Pick<StudyRow, 'id' | 'status'> & Partial<StudyRow>): void {
    this.worklist.selectedId = row.id;
    this.cameFromLearning = false;
    this.learning.shown = false;
    if (row.status === 'quarantined') {
      this.session.close();
      this.quarantined = this.worklist.rows.find((candidate) => candidate?.id === row.id);
      return;
    }
    this.quarantined = undefined;
    const { notices } = this;
    if (this.session.studyId !== row.id && (notices.current?.wrong || notices.current?.advice)) notices.dismiss();
    if (this.session.studyId === row.id && this.session.phase !== 'failed') return;
    this.page = 'trace';
    this.#opened = this.session.open(row.id);
  }

  /** Opens the next or previous study of the list that can be read. */
  openNeighbour(by: 1 | -1): void {
    const id = this.session.studyId ?? this.quarantined?.id;
    const row = id === undefined ? undefined : this.worklist.neighbour(id, by);
    if (row) this.open(row);
  }

  leave(): void {
    this.quarantined = undefined;
    this.session.close();
    if (this.cameFromLearning) this.showLearning();
  }

  /** Shows the learning loop in place of the worklist and the study; both are there again afterwards. */
  showLearning(section?: LearningSection): void {
    this.cameFromLearning = false;
    this.learning.show(section);
  }

  leaveLearning(): void {
    this.learning.shown = false;
  }

  showPage(page: ReadingPage): void {
    this.page = page;
  }

  /** Shows a tab of the inspector, and the inspector itself where it was hidden. */
  showTab(tab: InspectorTab): void {
    this.tab = tab;
    if (this.preferences.value.inspectorHidden === true) this.toggleInspector();
  }

  toggleWorklist(): void {
    this.preferences.change({ worklistHidden: this.preferences.value.worklistHidden !== true });
  }

  toggleInspector(): void {
    this.preferences.change({ inspectorHidden: this.preferences.value.inspectorHidden !== true });
  }

  /** What rhythm is told by from now on; the episodes of the open study follow at once. */
  async setThresholds(rhythmThresholds: RhythmThresholdChanges): Promise<void> {
    this.preferences.change({ rhythmThresholds: { ...rhythmThresholds } });
    await this.notices.attempt(async () => {
      await this.preferences.save();
      await this.session.retell();
    });
  }

  /** Brings the beginning of an episode onto the trace; episodes of its kind are stepped through from there. */
  jumpToEpisode({ kind, from }: Pick<Episode, 'kind' | 'from'>): void {
    this.session.layers.episodes.sought = kind;
    this.#showWhereTimeIs();
    this.view.focus = from;
    this.view.showFrom(from);
  }

  /** Shows why the beat in focus was read as it was, or hides it. */
  toggleWhy(): void {
    const { session, view } = this;
    const { explanation, recordingId } = session;
    const explained = view.focus === undefined ? undefined : { sample: view.focus };
    if (explanation.of !== undefined && (explained === undefined || explanation.explains(explained)))
      explanation.clear();
    else if (explained && recordingId !== undefined) {
      if (!session.explainable) this.notices.advise(strings.editing.whyNobody);
      else if (!session.isOfSource(explained.sample)) this.notices.advise(strings.editing.whyOfModel);
      else void explanation.show(recordingId, explained, session.shownSet?.id);
    }
  }

  /** Brings a position of the recording to the middle of the trace. */
  jumpTo(sample: number): void {
    this.#showWhereTimeIs();
    this.view.focus = sample;
    this.view.centreOn(sample);
  }

  async setStatus(row: StudyRow, status: ReaderStatus): Promise<void> {
    if (row.status === status) return;
    await this.notices.attempt(async () => {
      try {
        await this.worklist.setStatus(row.id, status);
      } catch (thrown) {
        if (toProblem(thrown).code !== 'bad-input') throw thrown;
        // Only a signature that is in force can be gone back to, and holds; any other must be given.
        if (status === 'signed') this.sign(row);
        else this.notices.advise(strings.status.staysSigned);
        return;
      }
      if (this.session.studyId === row.id) await this.session.refresh();
      this.notices.tell(strings.status.changed(studyTitle(row), strings.status[status]));
    });
  }

  /** Opens the study where it is signed: nobody signs what is not in front of them. */
  sign(row: StudyRow): void {
    this.open(row);
    this.showTab('review');
    this.editing.signing.ask(row.id);
  }

  async dismiss(row: StudyRow): Promise<void> {
    await this.notices.attempt(async () => {
      await this.worklist.dismiss(row.id);
      this.quarantined = undefined;
    });
  }

  #learning(api: Workstation): Learning {
    const { preferences } = this;
    return new Learning({
      api,
      reader: () => preferences.value.readerName,
      saveReader: (readerName) => {
        preferences.change({ readerName });
        return this.notices.attempt(() => preferences.save());
      },
      download,
      study: (studyId) => api['library.study']({ studyId }),
      readings: api,
      devices: () => api['devices.list']({}),
      readAgain: (studyId) => {
        // Its list of readings has one more.
        if (this.session.studyId === studyId) void this.notices.attempt(() => this.session.refresh());
      },
      openBeat: (place) => void this.#openBeat(place),
      openStudy: (id) => {
        this.open({ id, status: 'new' });
        this.cameFromLearning = true;
      },
      tell: (text) => this.notices.tell(text),
      tellProblem: (thrown) => this.notices.tellProblem(thrown),
    });
  }

  /** Where the reader is, to be gone back to. */
  get place(): OpenPlace | undefined {
    const { studyId, recordingId } = this.session;
    if (studyId === undefined || recordingId === undefined) return undefined;
    return { studyId, recordingId, position: this.view.position };
  }

  /** Opens a study where it was left; nothing is said where it is gone. */
  async reopen({ studyId, recordingId, position }: OpenPlace): Promise<void> {
    const { session, view } = this;
    this.open({ id: studyId, status: 'new' });
    await this.#opened;
    if (session.studyId !== studyId) return;
    if (session.phase === 'failed') {
      this.leave();
      return;
    }
    const { detail } = session;
    const wanted = detail?.recordings.find(({ id }) => id === recordingId);
    if (wanted && session.recordingId !== recordingId) await session.openRecording(recordingId);
    const { recording } = session;
    if (recording?.id !== recordingId) return;
    view.open(recording);
    view.position = position;
  }

  async #openBeat({ studyId, recordingId, sample }: BeatPlace): Promise<void> {
    const { session, view } = this;
    this.open({ id: studyId, status: 'new' });
    this.cameFromLearning = true;
    await this.#opened;
    if (session.studyId !== studyId) return;
    if (session.recordingId !== recordingId) await session.openRecording(recordingId);
    const { recording } = session;
    if (recording?.id !== recordingId) return;
    view.open(recording);
    this.jumpTo(sample);
  }

  /** Pages that are not laid out by time have no place to show: the trace has. */
  #showWhereTimeIs(): void {
    if (this.page !== 'disclosure') this.page = 'trace';
  }
}
