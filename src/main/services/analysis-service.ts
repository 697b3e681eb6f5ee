import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { AnalysisEvent, DeviceName } from '../../shared/contract/analysis.ts';
import { Problem, toProblem } from '../../shared/problem.ts';
import { DEVICE_WORDS } from '../inference/devices/candidates.ts';
import type { ChosenDevice } from '../inference/devices/choose-device.ts';
import { isCrash } from '../jobs/job-process.ts';
import type { StudyChanges } from './changes.ts';
import { FinishedReadings, type FinishedReadingsParts, modelRequest } from './finished-readings.ts';
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

export interface AnalysisServiceParts extends FinishedReadingsParts {
  readonly changes: StudyChanges;
  readonly log: (line: string) => void;
  /** Throws when nothing may be written, because the library was found to be damaged. */
  readonly requireSound: () => void;
  /** Told of a device that took the process of a reading with it. */
  readonly onDeviceLost?: ((device: DeviceName) => Promise<void>) | undefined;
  /** What readings that begin now are made by, as far as it is known. */
  readonly madeBy: () => string;
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
  private readonly finished: FinishedReadings;
  /** Waiting readings; the last one watched goes first. */
  private readonly waiting = new Map<string, LiveReading>();
  private running: Running | undefined;
  private idle: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(parts: AnalysisServiceParts) {
    this.parts = parts;
    this.finished = new FinishedReadings(parts);
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
      'analysis.result': ({ recordingId }) => this.finished.result(recordingId),
      'analysis.saliency': ({ recordingId, ...what }, signal) => this.finished.explain(recordingId, what, signal),
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
    const done = this.finished.set(recordingId);
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
      const done = this.finished.set(recordingId);
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
    const device = this.parts.device?.();
    try {
      await this.readOn(device, reading, stop);
    } catch (thrown) {
      if (!isCrash(thrown) || device === undefined || device.device === 'cpu') throw thrown;
      // A driver that fails may take the process with it: the CPU is tried before anybody is told of a failure.
      await this.parts.onDeviceLost?.(device.device);
      const { name } = DEVICE_WORDS[device.device];
      reading.add({ kind: 'notice', text: `${name} stopped working; the recording is read again on the CPU.` });
      await this.readOn({ ...device, device: 'cpu' }, reading, stop);
    }
  }

  private async readOn(device: ChosenDevice | undefined, reading: LiveReading, stop: AbortSignal): Promise<void> {
    const { job, requireSound, thresholds } = this.parts;
    requireSound();
    const request = {
      ...modelRequest(this.parts, reading.recordingId, device),
      ...(reading.focus ? { focus: reading.focus } : {}),
      thresholds: thresholds?.() ?? {},
    };
    let isComplete = false;
    for await (const step of job.stream((client, signal) => client['job.analyse'](request, signal), stop)) {
      if (step.kind === 'complete') {
        isComplete = true;
        reading.end({ setId: step.setId });
      } else reading.add(step);
    }
    if (!isComplete) throw stopped();
  }

  /** Back to the end of the queue, with those who watch it. */
  private putOff(reading: LiveReading): void {
    this.waiting.set(reading.recordingId, reading);
    reading.rest();
  }
}
