import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { AnalysisEvent, ReadingResult } from '../../shared/contract/analysis.ts';
import { Problem, toProblem } from '../../shared/problem.ts';
import { type RhythmThresholdChanges, rhythmThresholds, sameThresholds } from '../../shared/rhythm-thresholds.ts';
import type { ChosenDevice } from '../inference/devices/choose-device.ts';
import { isCrash, type JobProcess } from '../jobs/job-process.ts';
import type { Library } from '../library/open-library.ts';
import type { StudyChanges } from './changes.ts';
import { LiveReading } from './live-reading.ts';

export type AnalysisHandlers = Pick<
  WorkstationHandlers,
  | 'analysis.watch'
  | 'analysis.focus'
  | 'analysis.pause'
  | 'analysis.resume'
  | 'analysis.cancel'
  | 'analysis.result'
  | 'analysis.saliency'
>;

export interface AnalysisServiceParts {
  readonly library: Library;
  readonly job: JobProcess;
  readonly changes: StudyChanges;
  readonly log: (line: string) => void;
  /** Throws when nothing may be written, because the library was found to be damaged. */
  readonly requireSound: () => void;
  /** The folder of the program's models; none when absent. */
  readonly modelsFolder?: string | undefined;
  /** Where readings that begin now compute; the CPU when absent. */
  readonly device?: (() => ChosenDevice) | undefined;
  /** What readings that begin now are made by, as far as it is known. */
  readonly madeBy: () => string;
  /** What rhythm episodes are told by, now; the defaults when absent. */
  readonly thresholds?: (() => RhythmThresholdChanges) | undefined;
  /** Told whenever nothing is left to be read. */
  readonly onIdle?: (() => void) | undefined;
}

/** Recordings without a reading that are taken up when the program starts. */
const TAKEN_UP_AT_START = 1_000;

const stopped = (): Problem =>
  new Problem(
    'failed',
    'The automatic reading stopped unexpectedly. The recording is unharmed; open the study again to repeat the reading.',
  );

const cancelled = (): Problem => new Problem('cancelled', 'The automatic reading was cancelled.');
const closing = (): Problem => new Problem('cancelled', 'Einthoven is closing.');

interface Running {
  readonly reading: LiveReading;
  readonly abort: AbortController;
  /** Stopped only to let another one go first, or until it is asked to go on. */
  putOff: boolean;
}

/** Automatic readings: one at a time, in the order they were asked for, but those that somebody watches first. */
export class AnalysisService {
  readonly handlers: AnalysisHandlers;
  private readonly parts: AnalysisServiceParts;
  /** Waiting readings; the last one watched goes first. */
  private readonly waiting = new Map<string, LiveReading>();
  private running: Running | undefined;
  private idle: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(parts: AnalysisServiceParts) {
    this.parts = parts;
    this.handlers = {
      'analysis.watch': ({ recordingId }, signal) => this.watch(recordingId, signal),
      'analysis.focus': ({ recordingId, from, to }) => {
        this.focus(recordingId, from, to);
        return { ok: true };
      },
      'analysis.pause': ({ recordingId }) => {
        this.pause(recordingId);
        return { ok: true };
      },
      'analysis.resume': ({ recordingId }) => {
        this.goOn(recordingId);
        return { ok: true };
      },
      'analysis.cancel': ({ recordingId }) => {
        this.cancel(recordingId);
        return { ok: true };
      },
      'analysis.result': ({ recordingId }) => this.result(recordingId),
      'analysis.saliency': ({ recordingId, ...what }, signal) => this.explain(recordingId, what, signal),
    };
  }

  /** Takes up what an earlier run of the program did not finish. */
  resume(): void {
    for (const recordingId of this.parts.library.studies.withoutAnalysis(TAKEN_UP_AT_START)) this.enqueue(recordingId);
  }

  /** Has a recording read when its turn comes. */
  enqueue(recordingId: string): void {
    this.readingOf(recordingId);
    this.next();
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const reading of this.waiting.values()) reading.end({ problem: closing() });
    this.waiting.clear();
    this.running?.abort.abort();
    await this.idle;
  }

  private async *watch(recordingId: string, signal: AbortSignal): AsyncGenerator<AnalysisEvent, void, undefined> {
    const done = this.finishedSet(recordingId);
    if (done !== undefined) {
      yield { kind: 'complete', setId: done };
      return;
    }
    this.parts.requireSound();
    const reading = this.readingOf(recordingId);
    if (this.waiting.has(recordingId)) this.toFront(reading);
    this.next();
    yield* reading.watch(signal);
  }

  private focus(recordingId: string, from: number, to: number): void {
    const reading = this.known(recordingId);
    if (!reading) return;
    reading.focus = { from, to };
    if (this.running?.reading !== reading) return;
    // A process that ends meanwhile is told of where the reading is.
    void this.parts.job.call((client) => client['job.focus']({ recordingId, from, to })).catch(() => undefined);
  }

  /** What was read stays kept, so a reading that is held costs nothing and goes on as if nothing had been. */
  private pause(recordingId: string): void {
    const reading = this.known(recordingId);
    if (!reading || reading.paused) return;
    reading.paused = true;
    if (this.running?.reading === reading) this.putOffRunning();
    else reading.rest();
  }

  private goOn(recordingId: string): void {
    const reading = this.known(recordingId);
    if (!reading?.paused) return;
    reading.paused = false;
    if (this.waiting.has(recordingId)) {
      reading.rest();
      this.toFront(reading);
    }
    this.next();
  }

  /** The rhythm is told anew where it was told by other thresholds than those that are wanted now. */
  private async result(recordingId: string): Promise<ReadingResult> {
    const stored = this.storedResult(recordingId);
    const changes = this.parts.thresholds?.() ?? {};
    const thresholds = rhythmThresholds(changes);
    if (sameThresholds(thresholds, rhythmThresholds(stored.thresholds))) return stored;
    const request = { library: this.parts.library.folder, setId: stored.setId, thresholds: changes };
    const { episodes } = await this.parts.job.call((client) => client['job.episodes'](request));
    return { ...stored, episodes, thresholds };
  }

  private storedResult(recordingId: string): ReadingResult {
    const { library } = this.parts;
    const setId = this.finishedSet(recordingId);
    const result = setId === undefined ? undefined : library.readings.result(setId);
    if (setId === undefined || !result) {
      throw new Problem(
        'not-found',
        setId === undefined
          ? 'This recording has not been read to its end yet.'
          : 'This recording was read by an earlier version of Einthoven, which kept its annotations alone.',
      );
    }
    const set = library.annotations.sets(recordingId).find(({ id }) => id === setId);
    return { setId, madeBy: set?.madeBy ?? '', ...result };
  }

  private async explain(
    recordingId: string,
    what: { readonly finding?: string | undefined; readonly sample?: number | undefined },
    signal: AbortSignal,
  ) {
    const { setId, madeBy } = this.storedResult(recordingId);
    const request = { ...this.modelRequest(recordingId), ...what, setId };
    const explanation = await this.parts.job.call((client) => client['job.explain'](request, signal));
    return { ...explanation, madeBy };
  }

  /** The recording and the model to read it with, as a job process is told. */
  private modelRequest(recordingId: string) {
    const { library, modelsFolder, device } = this.parts;
    return {
      library: library.folder,
      recordingId,
      ...(modelsFolder === undefined ? {} : { models: modelsFolder }),
      ...(device ? { device: device() } : {}),
    };
  }

  private known(recordingId: string): LiveReading | undefined {
    const { running, waiting } = this;
    return running?.reading.recordingId === recordingId ? running.reading : waiting.get(recordingId);
  }

  private putOffRunning(): void {
    if (!this.running) return;
    this.running.putOff = true;
    this.running.abort.abort();
  }

  private cancel(recordingId: string): void {
    const { running, waiting } = this;
    if (running?.reading.recordingId === recordingId) {
      // Also where it was just being put off or held.
      running.putOff = false;
      running.abort.abort();
    }
    waiting.get(recordingId)?.end({ problem: cancelled() });
    waiting.delete(recordingId);
  }

  private finishedSet(recordingId: string): string | undefined {
    const sets = this.parts.library.annotations.sets(recordingId);
    return sets.findLast(({ complete, origin }) => complete && (origin === 'rules' || origin === 'model'))?.id;
  }

  private readingOf(recordingId: string): LiveReading {
    const known = this.known(recordingId);
    if (known) return known;
    const { samples } = this.parts.library.signals.recording(recordingId);
    const reading = new LiveReading(recordingId, samples, this.parts.madeBy());
    this.waiting.set(recordingId, reading);
    return reading;
  }

  private toFront(reading: LiveReading): void {
    const others = [...this.waiting].filter(([, other]) => other !== reading);
    this.waiting.clear();
    this.waiting.set(reading.recordingId, reading);
    for (const [id, other] of others) this.waiting.set(id, other);
    if (!reading.paused && this.running?.reading.watchers === 0) this.putOffRunning();
  }

  private next(): void {
    if (this.running || this.closed) return;
    const reading = this.waiting.values().find(({ paused }) => !paused);
    if (!reading) {
      this.parts.onIdle?.();
      return;
    }
    this.waiting.delete(reading.recordingId);
    const running = { reading, abort: new AbortController(), putOff: false };
    this.running = running;
    this.idle = this.run(running).then(() => {
      this.running = undefined;
      this.next();
    });
  }

  /** Never rejects. */
  private async run(running: Running): Promise<void> {
    const { reading, abort } = running;
    const { library, changes, log } = this.parts;
    const { recordingId } = reading;
    try {
      // It may have been put off in the very moment in which it was done.
      const done = this.finishedSet(recordingId);
      if (done === undefined) await this.read(reading, abort.signal);
      else reading.end({ setId: done });
      changes.changed(library.signals.recording(recordingId).studyId);
    } catch (thrown) {
      if (running.putOff && !this.closed) {
        this.putOff(reading);
        return;
      }
      const problem = isCrash(thrown) ? stopped() : toProblem(thrown);
      if (problem.code !== 'cancelled') {
        log(`analysis ended: ${problem.code}`);
        reading.end({ problem });
      } else reading.end({ problem: this.closed ? closing() : cancelled() });
    }
  }

  private async read(reading: LiveReading, stop: AbortSignal): Promise<void> {
    const { job, requireSound } = this.parts;
    requireSound();
    const request = {
      ...this.modelRequest(reading.recordingId),
      ...(reading.focus ? { focus: reading.focus } : {}),
      thresholds: this.parts.thresholds?.() ?? {},
    };
    for await (const step of job.stream((client, signal) => client['job.analyse'](request, signal), stop)) {
      if (step.kind === 'complete') reading.end({ setId: step.setId });
      else reading.add(step);
    }
  }

  /** Back to the end of the queue, with those who watch it. */
  private putOff(reading: LiveReading): void {
    this.waiting.set(reading.recordingId, reading);
    reading.rest();
  }
}
