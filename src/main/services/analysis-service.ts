import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { AnalysisEvent } from '../../shared/contract/analysis.ts';
import { Problem, toProblem } from '../../shared/problem.ts';
import { isCrash, type JobProcess } from '../jobs/job-process.ts';
import type { Library } from '../library/open-library.ts';
import type { StudyChanges } from './changes.ts';
import { LiveReading } from './live-reading.ts';

export type AnalysisHandlers = Pick<WorkstationHandlers, 'analysis.watch' | 'analysis.cancel'>;

export interface AnalysisServiceParts {
  readonly library: Library;
  readonly job: JobProcess;
  readonly changes: StudyChanges;
  readonly log: (line: string) => void;
  /** Throws when nothing may be written, because the library was found to be damaged. */
  readonly requireSound: () => void;
}

/** Recordings without a reading that are taken up when the program starts. */
const TAKEN_UP_AT_START = 1_000;

const stopped = (): Problem =>
  new Problem(
    'failed',
    'The automatic reading stopped unexpectedly. The recording is unharmed; open the study again to repeat the reading.',
  );

interface Running {
  readonly reading: LiveReading;
  readonly abort: AbortController;
  /** Stopped only to let a watched one go first. */
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
      'analysis.cancel': ({ recordingId }) => {
        this.cancel(recordingId);
        return { ok: true };
      },
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
    const problem = new Problem('cancelled', 'Einthoven is closing.');
    for (const reading of this.waiting.values()) reading.end({ problem });
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

  private cancel(recordingId: string): void {
    const { running, waiting } = this;
    if (running?.reading.recordingId === recordingId) running.abort.abort();
    waiting.get(recordingId)?.end({ problem: new Problem('cancelled', 'The automatic reading was cancelled.') });
    waiting.delete(recordingId);
  }

  private finishedSet(recordingId: string): string | undefined {
    const sets = this.parts.library.annotations.sets(recordingId);
    return sets.findLast(({ complete, origin }) => complete && (origin === 'rules' || origin === 'model'))?.id;
  }

  private readingOf(recordingId: string): LiveReading {
    const { running, waiting } = this;
    if (running?.reading.recordingId === recordingId) return running.reading;
    const known = waiting.get(recordingId);
    if (known) return known;
    const reading = new LiveReading(recordingId, this.parts.library.signals.recording(recordingId).samples);
    waiting.set(recordingId, reading);
    return reading;
  }

  private toFront(reading: LiveReading): void {
    const others = [...this.waiting].filter(([, other]) => other !== reading);
    this.waiting.clear();
    this.waiting.set(reading.recordingId, reading);
    for (const [id, other] of others) this.waiting.set(id, other);
    if (this.running && this.running.reading.watchers === 0) {
      this.running.putOff = true;
      this.running.abort.abort();
    }
  }

  private next(): void {
    if (this.running || this.closed) return;
    const [reading] = this.waiting.values();
    if (!reading) return;
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
      if (problem.code !== 'cancelled') log(`analysis ended: ${problem.code}`);
      reading.end({ problem });
    }
  }

  private async read(reading: LiveReading, stop: AbortSignal): Promise<void> {
    const { library, job, requireSound } = this.parts;
    requireSound();
    const request = { library: library.folder, recordingId: reading.recordingId };
    for await (const step of job.stream((client, signal) => client['job.analyse'](request, signal), stop)) {
      if (step.kind === 'beats') reading.add(step);
      else reading.end({ setId: step.setId });
    }
  }

  /** Back to the end of the queue, with those who began to watch it meanwhile. */
  private putOff(reading: LiveReading): void {
    reading.startOver();
    this.waiting.set(reading.recordingId, reading);
  }
}
