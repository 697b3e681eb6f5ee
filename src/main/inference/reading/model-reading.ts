import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Problem } from '../../../shared/problem.ts';
import { modelBandLength } from '../../nat/inputs/model-band.ts';
import type { BeatBatch } from '../../signal/detect-beats.ts';
import { type Block, planBlocks, RHYTHM_MARGIN_SECONDS } from '../blocks/block-plan.ts';
import { predictBlock, windowsOf } from '../blocks/block-predictor.ts';
import { secondsOf } from '../blocks/prepare-block.ts';
import { LEAST_CONFIDENCE } from '../waves/join-beats.ts';
import { codesOf } from './beat-codes.ts';
import { beatReadability } from './beat-readability.ts';
import { qualityOf, type ReadBlock, wholeReading } from './finish-reading.ts';
import { FoundBeats } from './found-beats.ts';
import type { ReadingModel } from './open-model.ts';
import { PreparedBlocks } from './prepared-blocks.ts';
import { ProgressClock } from './progress-clock.ts';
import { provisionalBeats, type SampleStretch, stretchAround } from './provisional-beats.ts';
import type { ReadingOptions } from './reading-options.ts';
import type { BlockPart, ReadingStep } from './reading-step.ts';
import { recordingFindings } from './recording-findings.ts';
import type { EcgLead, RecordingSource } from './recording-source.ts';
import { detectedStep } from './rules-reading.ts';
import { certain, SecondOpinion } from './second-opinion.ts';
import { signalBlocks } from './signal-blocks.ts';
import type { SignalWork } from './signal-work.ts';
import { StepQueue } from './step-queue.ts';

/** Raised whenever a reading would come out otherwise of the same model: kept blocks of before then do not fit. */
const RECIPE = 2;
/** A block is prepared from a little before its beginning on, and detection reads ahead by a block of its own. */
const KEPT_BESIDE_SECONDS = 60;
/** Shorter recordings are read before anybody could look at a part of them. */
const LEAST_PROVISIONAL_SECONDS = 60;

/** One reading of a recording by a model, from its beginning to its end. */
export class ModelReading {
  readonly #source: RecordingSource;
  readonly #leads: readonly EcgLead[];
  readonly #model: ReadingModel;
  readonly #work: SignalWork;
  readonly #options: ReadingOptions;
  readonly #blocks: readonly Block[];
  readonly #recipe: string;
  /** Windows of the whole recording: what sessions are chosen by. */
  readonly #windows: number;
  readonly #found: FoundBeats;
  readonly #parts = new Map<number, BlockPart>();
  /** Blocks that were kept by an earlier run: to be compared with the beats once these are known again. */
  readonly #recalled = new Set<number>();
  readonly #prepared: PreparedBlocks;
  readonly #steps = new StepQueue<ReadingStep>();
  readonly #clock: ProgressClock;
  readonly #left = new AbortController();
  /** Resolved whenever a block was read, or the reading was left. */
  #moved = Promise.withResolvers<undefined>();
  readonly #looked: SampleStretch[] = [];
  /** Leads of a recording of one block, as they were brought into the model's band. */
  readonly #known = new Map<EcgLead, Float32Array>();

  constructor(
    source: RecordingSource,
    leads: readonly EcgLead[],
    model: ReadingModel,
    work: SignalWork,
    options: ReadingOptions,
  ) {
    this.#source = source;
    this.#leads = leads;
    this.#model = model;
    this.#work = work;
    this.#options = options;
    this.#blocks = planBlocks(source, options.blockWindows);
    // What another device computed is read anew: a result says where it was made.
    this.#recipe = `${model.id}/${RECIPE}/${this.#blocks.length}/${model.device}`;
    const most = Math.min(leads.length, model.beatLeads.mostLeads ?? leads.length);
    this.#windows = windowsOf(modelBandLength(source.samples, source.rate), most);
    this.#found = new FoundBeats(this.#blocks, leads.length);
    this.#prepared = new PreparedBlocks(source, leads, model.beatLeads, this.#found, work);
    this.#clock = new ProgressClock(source);
  }

  async *steps(): AsyncGenerator<ReadingStep, void, undefined> {
    const running = this.#run().then(
      () => this.#steps.end(),
      (thrown: unknown) => this.#steps.end({ thrown }),
    );
    try {
      yield* this.#steps;
    } finally {
      this.#leave();
      this.#steps.end();
      await running;
    }
  }

  async #run(): Promise<void> {
    this.#recall();
    this.#tellProgress();
    const detection = this.#detect();
    try {
      await this.#readAll();
      await this.#found.reached(Infinity);
      for (const index of this.#recalled) {
        // Never seen, but what was kept must not outlive a change of the detector.
        if (!this.#fits(index)) this.#parts.delete(index);
      }
      await this.#readAll();
      await this.#finish();
    } finally {
      this.#leave();
      await detection;
    }
  }

  async #readAll(): Promise<void> {
    for (;;) {
      await this.#lookWhereTheReaderDoes();
      const block = this.#next();
      if (!block) return;
      await this.#whenDetected(block);
      await this.#read(block);
    }
  }

  /** Tells again what an earlier run has read. */
  #recall(): void {
    for (const [index, part] of this.#options.parts?.read(this.#recipe) ?? []) {
      const block = this.#blocks[index];
      if (!block) continue;
      this.#recalled.add(index);
      this.#keep(block, part);
    }
  }

  /** Finds the beats of the whole recording, in order; what ends it is told to those who wait for them. */
  async #detect(): Promise<void> {
    const { rate, samples } = this.#source;
    const input = { rate, leads: this.#leads.map(({ lead }) => lead) };
    const blocks = signalBlocks(this.#source, this.#leads, { from: 0, to: Infinity }, async (second) => {
      this.#requireGoingOn();
      await this.#steps.room();
      await this.#notTooFarAhead(second);
    });
    const untold: BeatBatch[] = [];
    const opinion = new SecondOpinion(this.#source, this.#leads, this.#model, this.#windows);
    try {
      for await (const batch of this.#work.detect(input, blocks, { leastConfidence: LEAST_CONFIDENCE })) {
        this.#requireGoingOn();
        this.#found.weigh(batch);
        const joined = await opinion.add(batch);
        if (joined) this.#found.add(joined);
        this.#clock.detected = batch.to / samples;
        untold.push(certain(batch));
        if (!this.#clock.isDue) continue;
        this.#steps.push(detectedStep(untold.splice(0)));
        this.#tellProgress();
      }
      if (untold.length > 0) this.#steps.push(detectedStep(untold));
      const last = await opinion.finish();
      if (last) this.#found.add(last);
      this.#found.end();
    } catch (thrown) {
      this.#found.end({ thrown });
    }
  }

  /** A source that forgets what has passed must not be read further than the oldest block that waits allows. */
  async #notTooFarAhead(second: number): Promise<void> {
    const { keptSeconds } = this.#source;
    if (keptSeconds === undefined) return;
    const isTooFar = (): boolean => {
      const oldest = this.#blocks.find(({ index }) => !this.#parts.has(index));
      return oldest !== undefined && second - secondsOf(oldest).from > keptSeconds - KEPT_BESIDE_SECONDS;
    };
    while (isTooFar() && !this.#left.signal.aborted) await this.#moved.promise;
  }

  /** The block that is looked at, or the first that is not read yet. */
  #next(): Block | undefined {
    const { stretch } = this.#options.focus ?? {};
    const waiting = this.#blocks.filter(({ index }) => !this.#parts.has(index));
    const middle = stretch ? (stretch.from + stretch.to) / 2 : -1;
    return waiting.find(({ fromSample, toSample }) => fromSample <= middle && middle < toSample) ?? waiting[0];
  }

  /** Waits until the beats of a block and beside it are known; meanwhile what is looked at is read provisionally. */
  async #whenDetected(block: Block): Promise<void> {
    const reached = this.#found.reached(this.#reachOf(block)).then(() => true);
    reached.catch(() => undefined); // thrown where it is awaited
    for (;;) {
      const moved = this.#options.focus?.changed.then(() => false);
      if (await Promise.race(moved ? [reached, moved] : [reached])) return;
      await this.#lookWhereTheReaderDoes();
    }
  }

  #reachOf({ toSample }: Block): number {
    return toSample + RHYTHM_MARGIN_SECONDS * this.#source.rate;
  }

  async #read(block: Block): Promise<void> {
    const { leads, prepared } = await this.#prepared.take(block);
    const following = this.#blocks.find(({ index }) => index > block.index && !this.#parts.has(index));
    const isKnown = following && (this.#found.ended || this.#found.reachedSample >= this.#reachOf(following));
    if (isKnown) this.#prepared.begin(following);
    const { first, last } = this.#found.rows(block.fromSample, block.toSample);
    const sample = this.#found.sample.slice(first, last);
    const done = this.#clock.classified;
    const session = await this.#model.beats(this.#windows);
    const probabilities = await predictBlock(session, prepared, {
      join: this.#model.beatLeads.join,
      isReadable: beatReadability(this.#source, this.#leads, leads, secondsOf(block), prepared.quality, sample),
      afterBatch: async (share) => {
        this.#clock.classified = done + share * this.#shareOf(block);
        await this.#breathe();
      },
    });
    this.#clock.classified = done;
    this.#model.calibrateBeats(probabilities);
    if (this.#blocks.length === 1)
      for (const [row, lead] of leads.entries()) this.#known.set(lead, prepared.leads[row]!.signal);
    const used = Uint8Array.from(leads, ({ index }) => index);
    const part = { sample, probabilities, quality: prepared.quality, leads: used };
    // A recording of one block is whole when its block is.
    if (this.#blocks.length > 1) this.#options.parts?.write(this.#recipe, block.index, part);
    this.#keep(block, part);
    this.#tellProgress();
  }

  /** Reads what is looked at from itself alone, unless it is read better already. */
  async #lookWhereTheReaderDoes(): Promise<void> {
    const { stretch } = this.#options.focus ?? {};
    if (!stretch || this.#source.samples < LEAST_PROVISIONAL_SECONDS * this.#source.rate) return;
    const isInside = ({ from, to }: SampleStretch): boolean => from <= stretch.from && stretch.to <= to;
    if (this.#looked.some(isInside)) return;
    const around = stretchAround(stretch, this.#source);
    const isRead = this.#blocks.every(
      ({ index, fromSample, toSample }) => toSample <= around.from || fromSample >= around.to || this.#parts.has(index),
    );
    this.#looked.push(around, stretch);
    if (isRead) return;
    this.#steps.push(
      await provisionalBeats(this.#source, this.#leads, this.#model, around, this.#found, this.#windows),
    );
    this.#tellNotices();
  }

  #keep(block: Block, part: BlockPart): void {
    this.#parts.set(block.index, part);
    this.#move();
    this.#clock.classified += this.#shareOf(block);
    const [from, to] = [block.fromSample, block.toSample];
    const { sample, probabilities } = part;
    this.#steps.push({ kind: 'beats', stage: 'refined', from, to, sample, ...codesOf(probabilities) });
    this.#steps.push({ kind: 'quality', quality: qualityOf([{ block, part }], this.#leads) });
  }

  #leave(): void {
    this.#left.abort();
    this.#move();
  }

  #move(): void {
    this.#moved.resolve(undefined);
    this.#moved = Promise.withResolvers<undefined>();
  }

  #fits(index: number): boolean {
    const { fromSample, toSample } = this.#blocks[index]!;
    const { first, last } = this.#found.rows(fromSample, toSample);
    return isDeepStrictEqual(this.#parts.get(index)?.sample, this.#found.sample.slice(first, last));
  }

  #shareOf({ from, to }: Block): number {
    return (to - from) / Math.max(1, this.#blocks.at(-1)?.to ?? 1);
  }

  async #finish(): Promise<void> {
    const blocks = this.#blocks.map((block): ReadBlock => ({ block, part: this.#parts.get(block.index)! }));
    const findings = await recordingFindings(this.#source, this.#leads, this.#model, this.#known);
    const { thresholds } = this.#options;
    const whole = wholeReading(this.#source, this.#leads, blocks, this.#found.lead, findings, thresholds);
    this.#steps.push({ kind: 'episodes', episodes: whole.episodes });
    this.#tellNotices();
    const { id: madeBy, device } = this.#model;
    this.#steps.push({ kind: 'finished', reading: { ...whole, origin: 'model', madeBy, device, findings } });
  }

  /** Lets messages in, and goes on only when it may. */
  async #breathe(): Promise<void> {
    await setImmediate();
    this.#requireGoingOn();
    this.#tellNotices();
    if (this.#clock.isDue) this.#tellProgress();
    await this.#lookWhereTheReaderDoes();
    await this.#steps.room();
  }

  #requireGoingOn(): void {
    if (this.#left.signal.aborted || this.#options.signal.aborted) throw new Problem('cancelled', 'Cancelled.');
  }

  #tellProgress(): void {
    this.#steps.push(this.#clock.report(this.#model.id, this.#model.device));
  }

  #tellNotices(): void {
    for (const text of this.#model.notices()) this.#steps.push({ kind: 'notice', text });
  }
}
