import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { AnalysisEvent, DeviceName } from '../../shared/contract/analysis.ts';
import { Problem, toProblem } from '../../shared/problem.ts';
import { DEVICE_WORDS } from '../inference/devices/candidates.ts';
import type { ChosenDevice } from '../inference/devices/choose-device.ts';
import { isCrash } from '../jobs/job-process.ts';
import type { StudyChanges } from './changes.ts';
import { FinishedReadings, type FinishedReadingsParts, modelRequest } from './finished-readings.ts';
import { LiveReading } from './live-reading.ts';
import type { ReadAgain } from './readings/read-again.ts';

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
  /** What was read before and is to be read again; nothing when absent. */
  readonly again?: ReadAgain | undefined;
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

/**
 * Automatic readings: one at a time, in the order they were asked for, but those that somebody watches first, and what is
 * only to be read again last.
 */
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
      'analysis.cancel': async ({ recordingId }) => {
        // First of all: else it would be taken up again at once.
        await this.parts.again?.giveUp(recordingId);
        this.cancel(recordingId);
        return { ok: true };
      },
      'analysis.result': ({ recordingId, setId }) => this.finished.result(recordingId, setId),
      'analysis.saliency': ({ recordingId, ...what }, signal) => this.finished.explain(recordingId, what, signal),
    };
  }

  /** Takes up what an earlier run of the program did not finish. */
  resume(): void {
    for (const recordingId of this.parts.library.studies.withoutAnalysis(TAKEN_UP_AT_START)) this.enqueue(recordingId);
    if (this.wantedNext() !== undefined) this.next();
  }

  /** Has a recording read when its turn comes; what is read again and nobody watches lets it go first. */
  enqueue(recordingId: string): void {
    this.readingOf(recordingId);
    if (this.running?.reading.again && this.running.reading.watchers === 0) this.putOffRunning();
    this.next();
  }

  /** Something has been asked to be read again. */
  takeUp(): void {
    this.next();
  }

  /** Stops what is read again, and forgets what waits for it. */
  stopAgain(): void {
    for (const { recordingId, again } of [...this.waiting.values()]) if (again) this.cancel(recordingId);
    if (this.running?.reading.again) this.cancel(this.running.reading.recordingId);
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
    const again = done !== undefined && this.isWanted(recordingId);
    if (done !== undefined && !again) {
      yield { kind: 'complete', setId: done };
      return;
    }
    this.parts.requireSound();
    const reading = this.readingOf(recordingId, again);
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

  private isWanted(recordingId: string): boolean {
    return this.parts.again?.has(recordingId) === true;
  }

  private readingOf(recordingId: string, again = false): LiveReading {
    const known = this.known(recordingId);
    if (known) return known;
    const { samples } = this.parts.library.signals.recording(recordingId);
    const reading = new LiveReading(recordingId, samples, this.parts.madeBy());
    reading.again = again;
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
    const reading = this.choose();
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

  private choose(): LiveReading | undefined {
    const ready = [...this.waiting.values()].filter(({ paused }) => !paused);
    const first = ready.find(({ again, watchers }) => !again || watchers > 0) ?? ready[0];
    if (first) return first;
    const id = this.wantedNext();
    return id === undefined ? undefined : this.readingOf(id, true);
  }

  private wantedNext(): string | undefined {
    try {
      return this.parts.again?.next((one) => this.waiting.has(one));
    } catch (thrown) {
      this.parts.log(`what is to be read again is not known: ${toProblem(thrown).code}`);
      return undefined;
    }
  }

  /** The set of a recording that need not be read any more. @throws Problem `bad-input` where it may not be */
  private async done({ recordingId, again }: LiveReading): Promise<string | undefined> {
    const set = this.finished.set(recordingId);
    const { again: wanted } = this.parts;
    if (set === undefined || !again || !wanted?.has(recordingId)) return set;
    return (await wanted.isStillDue(recordingId)) ? undefined : set;
  }

  /** Never rejects. */
  private async run(running: Running): Promise<void> {
    const { reading, abort } = running;
    const { library, changes, log } = this.parts;
    const { recordingId } = reading;
    try {
      // It may have been put off in the very moment in which it was done.
      const done = await this.done(reading);
      if (done === undefined) await this.read(reading, abort.signal);
      else reading.end({ setId: done });
      if (reading.again) await this.parts.again?.ended(recordingId);
      changes.changed(library.signals.recording(recordingId).studyId);
    } catch (thrown) {
      if (reading.again && (running.putOff || this.closed)) this.parts.again?.rests();
      if (running.putOff && !this.closed) {
        this.putOff(reading);
        return;
      }
      const problem = isCrash(thrown) ? stopped() : toProblem(thrown);
      if (reading.again && !this.closed) await this.again(recordingId, problem, isCrash(thrown));
      if (problem.code !== 'cancelled') {
        log(`analysis ended: ${problem.code}`);
        reading.end({ problem });
      } else reading.end({ problem: this.closed ? closing() : cancelled() });
    }
  }

  /** Notes why a recording was not read again; where that cannot be noted it stays wanted. */
  private async again(recordingId: string, { code }: Problem, crashed: boolean): Promise<void> {
    try {
      await this.parts.again?.ended(recordingId, { code, crashed });
    } catch (thrown) {
      this.parts.log(`what is read again was not noted: ${toProblem(thrown).code}`);
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
      ...(reading.again ? { again: true } : {}),
    };
    let isComplete = false;
    for await (const step of job.stream((client, signal) => client['job.analyse'](request, signal), stop)) {
      if (step.kind === 'complete') {
        isComplete = true;
        reading.end({ setId: step.setId });
      } else reading.add(step);
      if (step.kind === 'progress') this.parts.again?.at(reading.recordingId, step.fraction);
    }
    if (!isComplete) throw stopped();
  }

  /** Back to the end of the queue, with those who watch it. */
  private putOff(reading: LiveReading): void {
    this.waiting.set(reading.recordingId, reading);
    reading.rest();
  }
}
