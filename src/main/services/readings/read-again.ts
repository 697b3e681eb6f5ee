import { setImmediate } from 'node:timers/promises';
import type { AgainProgress } from '../../../shared/contract/readings.ts';
import { modelOf } from '../../../shared/makers.ts';
import { Problem } from '../../../shared/problem.ts';
import { signedStays } from '../../jobs/read-again-words.ts';
import type { Library } from '../../library/open-library.ts';
import { Listeners } from '../learning/listeners.ts';
import { everyReading, isOutdated } from './every-reading.ts';

export interface ReadAgainParts {
  readonly library: Library;
  /** Id of the model that reads, or of the rules. */
  readonly inUse: () => Promise<string>;
}

/** Rows written in one go. */
const AT_A_TIME = 500;

/**
 * Recordings that were read before and are to be read again, because a person asked for it: never by themselves, and
 * never where somebody has signed. What was asked for outlives the program.
 */
export class ReadAgain {
  private readonly library: Library;
  private readonly inUse: () => Promise<string>;
  private readonly changes = new Listeners();
  /** Those that stopped for no fault of the recording; tried again by the next start, or when they are asked for anew. */
  private readonly leftAlone = new Set<string>();
  private current: { readonly recordingId: string; readonly studyId: string; fraction: number } | undefined;
  private done = 0;
  private failed = 0;

  constructor({ library, inUse }: ReadAgainParts) {
    this.library = library;
    this.inUse = inUse;
  }

  /** @throws Problem `not-found` | `bad-input` where the study is signed, or the model in use has read it */
  async ask(recordingId: string): Promise<void> {
    const { library } = this;
    this.requireUnsigned(recordingId);
    const latest = this.latest(recordingId);
    if (latest === undefined) {
      throw new Problem('bad-input', 'This recording has not been read to its end yet. Wait for that reading.');
    }
    if (modelOf(latest) === (await this.inUse())) {
      throw new Problem('bad-input', 'The model in use has read this recording already and would say the same again.');
    }
    this.begin([recordingId]);
    await library.whenFree(() => library.wanted.add([recordingId], new Date().toISOString()));
    this.changes.tell();
  }

  /** Every unsigned recording that something else than what is in use has read; returns how many. */
  async askAll(): Promise<number> {
    const { library } = this;
    const inUse = await this.inUse();
    const ids: string[] = [];
    for await (const reading of everyReading(library)) if (isOutdated(reading, inUse)) ids.push(reading.recordingId);
    this.begin(ids);
    const at = new Date().toISOString();
    for (let from = 0; from < ids.length; from += AT_A_TIME) {
      await library.whenFree(() => library.wanted.add(ids.slice(from, from + AT_A_TIME), at));
      await setImmediate();
    }
    this.changes.tell();
    return ids.length;
  }

  /** Gives all of them up; returns how many. */
  async giveUpAll(): Promise<number> {
    const count = await this.library.whenFree(() => this.library.wanted.clear());
    this.leftAlone.clear();
    this.changes.tell();
    return count;
  }

  async giveUp(recordingId: string): Promise<void> {
    this.leftAlone.delete(recordingId);
    if (!this.library.wanted.has(recordingId)) return;
    await this.library.whenFree(() => this.library.wanted.remove(recordingId));
    this.changes.tell();
  }

  has(recordingId: string): boolean {
    return this.library.wanted.has(recordingId);
  }

  /** The next one, but for those that wait for something else already. */
  next(waits: (recordingId: string) => boolean): string | undefined {
    return this.library.wanted.next((id) => waits(id) || this.leftAlone.has(id));
  }

  /**
   * Looks again when its turn has come: it may have been signed since, or read with what is in use.
   * @returns whether it is still to be read @throws Problem `bad-input` for a signed study
   */
  async isStillDue(recordingId: string): Promise<boolean> {
    this.requireUnsigned(recordingId);
    const { studyId } = this.library.signals.recording(recordingId);
    this.current = { recordingId, studyId, fraction: 0 };
    this.changes.tell();
    const latest = this.latest(recordingId);
    if (latest === undefined || modelOf(latest) !== (await this.inUse())) return true;
    await this.library.whenFree(() => this.library.wanted.remove(recordingId));
    return false;
  }

  /** How far the one under way is. */
  at(recordingId: string, fraction: number): void {
    if (this.current?.recordingId !== recordingId) return;
    this.current.fraction = fraction;
    this.changes.tell();
  }

  /** It was only put off, or the program closes: it stays wanted. */
  rests(): void {
    this.current = undefined;
    this.changes.tell();
  }

  /** @param fault why it ended without a reading; absent where there is one */
  async ended(
    recordingId: string,
    fault?: { readonly code: Problem['code']; readonly crashed: boolean },
  ): Promise<void> {
    this.current = undefined;
    if (!fault) this.done++;
    else if (fault.crashed || WORTH_ANOTHER_TRY.has(fault.code)) {
      this.failed++;
      this.leftAlone.add(recordingId);
    } else {
      // Cancelled, or signed meanwhile: nothing went wrong.
      if (fault.code !== 'cancelled' && fault.code !== 'bad-input') this.failed++;
      await this.giveUp(recordingId);
    }
    this.changes.tell();
  }

  progress(): AgainProgress {
    const { done, failed, current } = this;
    // The one that has just been kept is not wanted any more, and not counted as done yet.
    const kept = current && !this.library.wanted.has(current.recordingId) ? 1 : 0;
    const left = Math.max(0, this.library.wanted.count() - this.leftAlone.size) + kept;
    const whole = done + failed + left;
    return {
      ...{ left, done, failed },
      fraction: whole === 0 ? 0 : Math.min(1, (done + failed + (left > 0 ? (current?.fraction ?? 0) : 0)) / whole),
      ...(current ? { current: { recordingId: current.recordingId, studyId: current.studyId } } : {}),
    };
  }

  /** At once, and whenever it has changed. */
  async *watch(signal: AbortSignal): AsyncGenerator<AgainProgress, void, undefined> {
    const changes = this.changes.listen(signal);
    yield this.progress();
    while ((await changes.next()).done !== true) yield this.progress();
  }

  /** What is asked for when nothing is under way begins its own count. */
  private begin(ids: readonly string[]): void {
    for (const id of ids) this.leftAlone.delete(id);
    if (this.library.wanted.count() - this.leftAlone.size > 0) return;
    this.done = 0;
    this.failed = 0;
  }

  private requireUnsigned(recordingId: string): void {
    const { studyId } = this.library.signals.recording(recordingId);
    if (this.library.studies.row(studyId).status === 'signed') throw signedStays();
  }

  /** By what it was read last. */
  private latest(recordingId: string): string | undefined {
    return this.library.annotations
      .sets(recordingId)
      .findLast(({ complete, origin }) => complete && (origin === 'model' || origin === 'rules'))?.madeBy;
  }
}

/** What the recording itself does not allow will not be allowed tomorrow; a full disk is another matter. */
const WORTH_ANOTHER_TRY: ReadonlySet<Problem['code']> = new Set(['disk', 'locked', 'unreadable', 'failed']);
