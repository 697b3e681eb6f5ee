import type { RecordingInfo } from '../../../shared/contract/library.ts';
import type { DisplayFilter } from '../../../shared/contract/signal.ts';
import type { Workstation } from '../../../shared/contract.ts';
import { Problem, toProblem } from '../../../shared/problem.ts';
import { columnsOf, levelFor, type SignalSource, tileLength, type TileRuns } from './tile-runs.ts';
import { TileStore } from './tile-store.ts';

interface Load {
  readonly level: number;
  readonly first: number;
  readonly last: number;
  readonly leads: readonly number[];
  readonly abort: AbortController;
}

const MOST_LOADS = 4;
/** Tiles in one request: a screen comes as one reply instead of a dozen. */
const MOST_TILES_A_LOAD = 16;
/** The workstation filters no longer stretch than this at once (`signal.window`). */
const LONGEST_FILTERED_SECONDS = 300;
/** Values kept before the tiles longest unseen are dropped: 64 MB. */
const MOST_VALUES = 16 * 1024 * 1024;

type WindowApi = Pick<Workstation, 'signal.window'>;
type CachedRecording = Pick<RecordingInfo, 'id' | 'samples' | 'rate'>;

/**
 * The signal near the screen. Loads what is shown, then one screen to either side, then the whole recording coarsely;
 * gives up loads nobody looks at any more; and always hands out the best there is, coarser or finer, meanwhile.
 */
export class WindowCache implements SignalSource {
  readonly #api: WindowApi;
  readonly #recording: CachedRecording;
  readonly #changed: () => void;
  readonly #topLevel: number;
  readonly #store: TileStore;
  readonly #loads = new Set<Load>();
  #filter: DisplayFilter | undefined;
  #setting = 0;
  #problem: Problem | undefined;
  #closed = false;

  // What is wanted now: tiles [first, last] of a level, of which [seenFirst, seenLast] are on screen.
  #leads: readonly number[] = [];
  #level = 0;
  #first = 0;
  #last = -1;
  #seenFirst = 0;
  #seenLast = -1;

  /** `changed` is called whenever there may be something new to draw. */
  constructor(api: WindowApi, recording: CachedRecording, changed: () => void) {
    this.#api = api;
    this.#recording = recording;
    this.#changed = changed;
    this.#topLevel = Math.max(0, Math.ceil(Math.log2(Math.max(1, recording.samples) / tileLength(0))));
    this.#store = new TileStore(this.#topLevel);
  }

  /** Why the last load failed; loading stops until `retry`. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  /** True once everything on screen is there, at the detail and under the filter asked for. */
  get settled(): boolean {
    for (let index = this.#seenFirst; index <= this.#seenLast; index++) {
      if (!this.#leads.every((lead) => this.#isFresh(lead, this.#level, index))) return false;
    }
    return true;
  }

  /** True while some of what is on screen is still as the filter setting before left it. */
  get outdated(): boolean {
    for (let index = this.#seenFirst; index <= this.#seenLast; index++) {
      if (this.#leads.some((lead) => this.#store.isOutdated(lead, this.#level, index, this.#setting))) return true;
    }
    return false;
  }

  /** The display filter of everything loaded from now on; what is there stays as a stand-in until its successor comes. */
  setFilter(filter: DisplayFilter): void {
    const next = filter.highpass > 0 || filter.lowpass > 0 || filter.notch > 0 ? filter : undefined;
    if (sameFilter(this.#filter, next)) return;
    this.#filter = next;
    this.#setting++;
    this.#abandon(() => true);
    this.#pump();
  }

  /** Says what is on screen: base-rate samples `[from, to)` of some leads. Cheap while that is within the same tiles. */
  want(leads: readonly number[], from: number, to: number, samplesPerPixel: number): void {
    const level = this.#levelFor(samplesPerPixel);
    const length = tileLength(level);
    const end = Math.max(0, Math.ceil(this.#recording.samples / length) - 1);
    const seenFirst = clamp(Math.floor(from / length), 0, end);
    const seenLast = clamp(Math.ceil(to / length) - 1, seenFirst, end);
    const first = clamp(Math.floor((2 * from - to) / length), 0, seenFirst);
    const last = clamp(Math.ceil((2 * to - from) / length) - 1, seenLast, end);
    const same =
      leads === this.#leads &&
      level === this.#level &&
      first === this.#first &&
      last === this.#last &&
      seenFirst === this.#seenFirst &&
      seenLast === this.#seenLast;
    if (same) return;
    this.#leads = leads;
    this.#level = level;
    this.#first = first;
    this.#last = last;
    this.#seenFirst = seenFirst;
    this.#seenLast = seenLast;
    this.#abandon((load) => !this.#isWanted(load));
    this.#pump();
  }

  collect(lead: number, from: number, to: number, samplesPerPixel: number, runs: TileRuns): void {
    runs.clear();
    const end = Math.min(to, this.#recording.samples);
    this.#store.collect(lead, this.#levelFor(samplesPerPixel), Math.max(0, from), end, runs);
  }

  /** Tries again after a failure. */
  retry(): void {
    this.#problem = undefined;
    this.#pump();
    this.#changed();
  }

  close(): void {
    this.#closed = true;
    this.#abandon(() => true);
  }

  #levelFor(samplesPerPixel: number): number {
    return Math.min(levelFor(samplesPerPixel), this.#topLevel);
  }

  #isFresh(lead: number, level: number, index: number): boolean {
    return this.#store.isFresh(lead, level, index, this.#setting);
  }

  #isWanted(load: Load): boolean {
    if (!load.leads.some((lead) => this.#leads.includes(lead))) return false;
    if (load.level === this.#topLevel) return true;
    return load.level === this.#level && load.first <= this.#last && load.last >= this.#first;
  }

  #abandon(given: (load: Load) => boolean): void {
    for (const load of this.#loads) {
      if (!given(load)) continue;
      this.#loads.delete(load);
      load.abort.abort();
    }
  }

  /** Starts what is missing, nearest to the reader first; nothing competes with what is on screen. */
  #pump(): void {
    if (this.#closed || this.#problem || this.#leads.length === 0) return;
    let more = true;
    while (more && this.#loads.size < MOST_LOADS) {
      more =
        this.#startFirstMissing(this.#level, this.#seenFirst, this.#seenLast) ||
        (!this.#isLoading(this.#level, this.#seenFirst, this.#seenLast) &&
          (this.#startFirstMissing(this.#level, this.#seenLast + 1, this.#last) ||
            this.#startFirstMissing(this.#level, this.#first, this.#seenFirst - 1) ||
            this.#startFirstMissing(this.#topLevel, 0, 0)));
    }
  }

  #startFirstMissing(level: number, first: number, last: number): boolean {
    let from = first;
    while (from <= last && !this.#isMissing(level, from)) from++;
    if (from > last) return false;
    let to = from;
    const most = this.#tilesALoad(level);
    while (to < last && to - from + 1 < most && this.#isMissing(level, to + 1)) to++;
    const leads = this.#leads.filter((lead) => {
      for (let index = from; index <= to; index++) if (!this.#isFresh(lead, level, index)) return true;
      return false;
    });
    const load: Load = { level, first: from, last: to, leads, abort: new AbortController() };
    this.#loads.add(load);
    void this.#run(load);
    return true;
  }

  #isLoading(level: number, first: number, last: number): boolean {
    for (const load of this.#loads) {
      const covers = load.level === level && load.first <= last && load.last >= first;
      if (covers && this.#leads.some((lead) => load.leads.includes(lead))) return true;
    }
    return false;
  }

  #isMissing(level: number, index: number): boolean {
    return !this.#isLoading(level, index, index) && !this.#leads.every((lead) => this.#isFresh(lead, level, index));
  }

  async #run(load: Load): Promise<void> {
    const setting = this.#setting;
    const length = tileLength(load.level);
    const aborted = load.abort.signal;
    try {
      const reply = await this.#api['signal.window'](
        {
          recordingId: this.#recording.id,
          leads: [...load.leads],
          from: load.first * length,
          to: Math.min((load.last + 1) * length, this.#recording.samples),
          columns: columnsOf(load.last - load.first + 1),
          ...(this.#filter && this.#isFiltered(load.level) ? { filter: this.#filter } : {}),
        },
        aborted,
      );
      if (aborted.aborted) return;
      if (!load.leads.every((lead) => reply.leads.some((window) => window.lead === lead))) {
        throw new Problem('failed', 'The signal of a lead could not be read. Please try again.');
      }
      for (const window of reply.leads) this.#store.keep(window, load.level, load.first, load.last, setting);
      this.#store.evict(MOST_VALUES, (level, index) => this.#isNeeded(level, index));
    } catch (thrown) {
      if (!aborted.aborted) this.#problem = toProblem(thrown);
    } finally {
      this.#loads.delete(load);
      if (!aborted.aborted) {
        this.#pump();
        this.#changed();
      }
    }
  }

  /** Whole levels are filtered or not, never one tile beside another: a step between them would look like signal. */
  #isFiltered(level: number): boolean {
    return tileLength(level) <= LONGEST_FILTERED_SECONDS * this.#recording.rate;
  }

  #tilesALoad(level: number): number {
    if (!this.#filter || !this.#isFiltered(level)) return MOST_TILES_A_LOAD;
    const filtered = Math.floor((LONGEST_FILTERED_SECONDS * this.#recording.rate) / tileLength(level));
    return Math.min(MOST_TILES_A_LOAD, filtered);
  }

  #isNeeded(level: number, index: number): boolean {
    return level === this.#topLevel || (level === this.#level && index >= this.#first && index <= this.#last);
  }
}

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

const sameFilter = (one: DisplayFilter | undefined, other: DisplayFilter | undefined): boolean =>
  one === other ||
  (one?.highpass === other?.highpass && one?.lowpass === other?.lowpass && one?.notch === other?.notch);
