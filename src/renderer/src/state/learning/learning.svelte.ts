import type { DevicesInfo } from '../../../../shared/contract/analysis.ts';
import type { BeatPlace, LearningJob } from '../../../../shared/contract/learning.ts';
import type { StudyDetail } from '../../../../shared/contract/library.ts';
import { Problem, toProblem } from '../../../../shared/problem.ts';
import { strings } from '../../language/strings.ts';
import { Adaptation } from './adaptation.svelte.ts';
import { Agreement } from './agreement.svelte.ts';
import { BeatPlaces } from './beat-places.svelte.ts';
import { hasEnded, JobWatch } from './job-watch.svelte.ts';
import type { LearningApi, LearningSurroundings } from './learning-api.ts';
import { LearningData } from './learning-data.svelte.ts';
import { type MakersParts, MakersState } from './makers.svelte.ts';
import { ModelComparison } from './model-comparison.svelte.ts';
import { ModelExchange } from './model-exchange.svelte.ts';
import { Models } from './models.svelte.ts';
import { NameQuestion } from './name-question.svelte.ts';
import { Training } from './training.svelte.ts';

export const LEARNING_SECTIONS = ['data', 'train', 'compare', 'history', 'watch'] as const;
export type LearningSection = (typeof LEARNING_SECTIONS)[number];

export interface LearningParts {
  readonly api: LearningApi;
  readonly reader: () => string | undefined;
  readonly saveReader: (name: string) => Promise<void>;
  readonly download: (name: string, content: Blob) => void;
  readonly study: (studyId: string) => Promise<StudyDetail>;
  readonly readings: MakersParts['api'];
  readonly devices: () => Promise<DevicesInfo>;
  /** A recording of this study was read again. */
  readonly readAgain: (studyId: string) => void;
  readonly openBeat: (place: BeatPlace) => void;
  readonly openStudy: (studyId: string) => void;
  readonly tell: (text: string) => void;
  readonly tellProblem: (thrown: unknown) => void;
}

/** The learning loop as the window sees it: jobs, models, decisions, each step with a section of its own. */
export class Learning {
  shown = $state(false);
  section = $state<LearningSection>('data');
  /** Newest first; the one under way as it was last told. */
  jobs = $state.raw<readonly LearningJob[]>([]);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  problem = $state('');
  /** Of the job that is looked at; the one under way, else the newest, until a person chooses. */
  chosenJob = $state<string>();
  readonly data: LearningData;
  readonly training: Training;
  readonly comparison: ModelComparison;
  readonly models: Models;
  readonly makers: MakersState;
  readonly exchange: ModelExchange;
  readonly agreement: Agreement;
  readonly adaptation: Adaptation;
  readonly name: NameQuestion;
  readonly places: BeatPlaces;
  /** The job that is looked at, and the one under way where that is another. */
  readonly watch: JobWatch;
  readonly background: JobWatch;
  /** At most one computes; where none does, one that waits for a person counts. */
  readonly current = $derived(
    this.jobs.find(({ state }) => state === 'running') ?? this.jobs.find(({ state }) => state === 'paused'),
  );
  readonly looked = $derived(this.jobs.find(({ id }) => id === this.chosenJob) ?? this.current ?? this.jobs[0]);
  readonly #parts: LearningParts;

  constructor(parts: LearningParts) {
    this.#parts = parts;
    const { api, tell, tellProblem } = parts;
    this.name = new NameQuestion(parts.reader, parts.saveReader);
    const around: LearningSurroundings = { api, named: () => this.name.ask(), tell, tellProblem };
    this.places = new BeatPlaces(parts.study);
    this.data = new LearningData(around);
    this.training = new Training(around, parts.devices);
    this.comparison = new ModelComparison(api);
    this.models = new Models(around);
    this.makers = new MakersState({ api: parts.readings, tell, tellProblem, ended: parts.readAgain });
    this.exchange = new ModelExchange(around, parts.download);
    this.agreement = new Agreement(api);
    this.adaptation = new Adaptation(around);
    this.watch = new JobWatch(api);
    this.background = new JobWatch(api);
  }

  get reader(): string | undefined {
    return this.#parts.reader();
  }

  /** The job under way as it was told last, for the window's edge. */
  get live(): LearningJob | undefined {
    const { current, watch, background } = this;
    return [watch.job, background.job].find((job) => job !== undefined && job.id === current?.id) ?? current;
  }

  show(section: LearningSection = this.section): void {
    this.shown = true;
    this.section = section;
  }

  /** Follows the jobs for as long as the window lives. */
  async follow(signal: AbortSignal): Promise<void> {
    this.phase = this.jobs.length > 0 ? 'ready' : 'loading';
    // What is in use is told beside readings that another model made.
    if (this.models.phase === 'none') void this.models.load();
    void this.makers.follow(signal);
    try {
      for await (const { jobs } of this.#parts.api['learning.changes']({}, signal)) {
        if (signal.aborted) return;
        this.#take(jobs, this.phase === 'ready');
        this.phase = 'ready';
      }
    } catch (thrown) {
      if (signal.aborted) return;
      const problem = toProblem(thrown);
      this.phase = 'failed';
      this.problem = problem.message;
      if (problem.code === 'disconnected') this.#parts.tellProblem(problem);
    } finally {
      this.watch.stop();
      this.background.stop();
    }
  }

  /** What a section shows is asked for when it is looked at; what it shows already stays meanwhile. */
  async load(section = this.section): Promise<void> {
    switch (section) {
      case 'data':
        return this.data.look();
      case 'train':
        void this.training.lookAtDevices();
        if (this.data.phase === 'none') await this.data.look();
        return this.training.make(this.training.snapshotId ?? this.data.snapshots[0]?.id, this.training.settings);
      case 'compare':
        await this.models.load();
        return this.comparison.open(this.comparison.modelId ?? this.#comparable());
      case 'history':
        void this.makers.load();
        return this.models.load();
      case 'watch':
        return this.agreement.load();
    }
  }

  /** Looks at a job: its curves are followed from now on. */
  look(jobId: string | undefined): void {
    this.chosenJob = jobId;
    this.#watchJobs();
  }

  async start(): Promise<void> {
    const job = await this.training.start();
    if (!job) return;
    this.#put(job);
    const waits = this.current !== undefined && this.current.id !== job.id;
    // One that has to wait does not hide the one under way.
    this.look(waits ? undefined : job.id);
    if (waits) this.#parts.tell(strings.learning.train.queuedBehind);
  }

  async obey(what: 'pause' | 'resume' | 'cancel', jobId: string): Promise<void> {
    const job = await this.training[what](jobId);
    if (job) this.#put(job);
  }

  /** @returns whether it is queued */
  async compareAnew(modelId: string): Promise<boolean> {
    const job = await this.training.compareAnew(modelId);
    if (!job) return false;
    this.#put(job);
    this.#parts.tell(strings.learning.compare.anewQueued);
    return true;
  }

  /** Whether the comparison of a model waits or is under way. */
  isComparing(modelId: string): boolean {
    return this.jobs.some((job) => job.kind === 'evaluate' && job.parentModel === modelId && !hasEnded(job));
  }

  compare(modelId: string): void {
    this.section = 'compare';
    void this.comparison.open(modelId);
  }

  openBeat(place: BeatPlace): void {
    this.#parts.openBeat(place);
  }

  openStudy(studyId: string): void {
    this.#parts.openStudy(studyId);
  }

  tell(text: string): void {
    this.#parts.tell(text);
  }

  /** The newest model that waits for a decision, else the newest of all. */
  #comparable(): string | undefined {
    const { candidates } = this.models;
    return (candidates.find(({ standing }) => standing === 'waiting') ?? candidates[0])?.modelId;
  }

  /** What was answered is known before the stream of changes tells it. */
  #put(job: LearningJob): void {
    const isKnown = this.jobs.some(({ id }) => id === job.id);
    this.#take(isKnown ? this.jobs.map((old) => (old.id === job.id ? job : old)) : [job, ...this.jobs], true);
  }

  /** @param tells whether an end is news; when the window opens it is not */
  #take(jobs: readonly LearningJob[], tells: boolean): void {
    const before = this.jobs;
    this.jobs = jobs;
    for (const job of jobs) {
      this.watch.take(job);
      this.background.take(job);
      const old = before.find(({ id }) => id === job.id);
      if (tells && hasEnded(job) && (!old || !hasEnded(old))) this.#ended(job);
    }
    this.#watchJobs();
    if (this.models.phase === 'ready') void this.models.load();
    if (this.makers.phase === 'ready') void this.makers.load();
  }

  #ended(job: LearningJob): void {
    const words = strings.learning.notices;
    const { modelId } = this.comparison;
    if (modelId !== undefined && job.candidateId === modelId) void this.comparison.open(modelId);
    if (job.state === 'done') this.#parts.tell(words.done(job.kind, job.passed));
    else if (job.state === 'failed') {
      const why = job.problem ? strings.learning.sentences.jobProblem(job.problem) : words.failed(job.kind);
      this.#parts.tellProblem(new Problem('failed', why));
    }
  }

  #watchJobs(): void {
    const { looked, current } = this;
    if (looked) void this.watch.follow(looked.id);
    if (current && current.id !== looked?.id) void this.background.follow(current.id);
    else this.background.stop();
  }
}
