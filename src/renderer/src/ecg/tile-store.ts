import type { LeadWindow } from '../../../shared/contract/signal.ts';
import { tileLength, type TileRuns } from './tile-runs.ts';

/** One tile of one lead; neighbours that came in one reply share its window. */
interface Tile {
  readonly window: LeadWindow;
  /** The filter setting it was loaded under. */
  readonly setting: number;
  /** Values this tile keeps in memory. */
  readonly weight: number;
  /** When it was last looked at. */
  used: number;
}

/** Levels below the one wanted that are searched for a stand-in after zooming out. */
const FINER_LEVELS = 3;

/** The tiles there are, and the best of them for any stretch. */
export class TileStore {
  /** Per lead, per level: tile index → tile. */
  readonly #tiles = new Map<number, Map<number, Tile>[]>();
  readonly #topLevel: number;
  #clock = 0;
  #weight = 0;

  constructor(topLevel: number) {
    this.#topLevel = topLevel;
  }

  /** Whether the tile is there as loaded under `setting`. */
  isFresh(lead: number, level: number, index: number, setting: number): boolean {
    return this.#at(lead, level, index)?.setting === setting;
  }

  /** Whether the tile is there, but as loaded under another setting. */
  isOutdated(lead: number, level: number, index: number, setting: number): boolean {
    const tile = this.#at(lead, level, index);
    return tile !== undefined && tile.setting !== setting;
  }

  /** Puts a window in the place of the tiles `first` to `last` it covers. */
  keep(window: LeadWindow, level: number, first: number, last: number, setting: number): void {
    let levels = this.#tiles.get(window.lead);
    if (!levels) this.#tiles.set(window.lead, (levels = []));
    const tiles = (levels[level] ??= new Map<number, Tile>());
    const weight = window.values.length / (last - first + 1);
    for (let index = first; index <= last; index++) {
      this.#weight += weight - (tiles.get(index)?.weight ?? 0);
      tiles.set(index, { window, setting, weight, used: this.#clock });
    }
  }

  /** Adds the best there is for base-rate samples `[from, to)`: the level asked for, else finer, else coarser. */
  collect(lead: number, level: number, from: number, to: number, runs: TileRuns): void {
    this.#clock++;
    const length = tileLength(level);
    for (let start = from; start < to;) {
      const index = Math.floor(start / length);
      const stop = Math.min(to, (index + 1) * length);
      const exact = this.#at(lead, level, index);
      if (exact) this.#add(exact, start, stop, runs);
      else if (!this.#collectFiner(lead, level, start, stop, runs))
        this.#collectCoarser(lead, level, index, start, stop, runs);
      start = stop;
    }
  }

  /** Drops the tiles longest unseen until at most `mostValues` remain, but none that `isNeeded`. */
  evict(mostValues: number, isNeeded: (level: number, index: number) => boolean): void {
    if (this.#weight <= mostValues) return;
    const old: { readonly tiles: Map<number, Tile>; readonly index: number; readonly tile: Tile }[] = [];
    for (const levels of this.#tiles.values()) {
      levels.forEach((tiles, level) => {
        for (const [index, tile] of tiles) if (!isNeeded(level, index)) old.push({ tiles, index, tile });
      });
    }
    old.sort((one, other) => one.tile.used - other.tile.used);
    // Down to three quarters, so that not every load has to sort again.
    for (const { tiles, index, tile } of old) {
      if (this.#weight <= 0.75 * mostValues) break;
      tiles.delete(index);
      this.#weight -= tile.weight;
    }
  }

  #at(lead: number, level: number, index: number): Tile | undefined {
    return this.#tiles.get(lead)?.[level]?.get(index);
  }

  #add(tile: Tile, from: number, to: number, runs: TileRuns): void {
    tile.used = this.#clock;
    runs.add(tile.window, from, to);
  }

  /** Fine tiles where they cover the whole stretch: what zooming out leaves behind. */
  #collectFiner(lead: number, level: number, from: number, to: number, runs: TileRuns): boolean {
    for (let below = level - 1; below >= Math.max(0, level - FINER_LEVELS); below--) {
      const length = tileLength(below);
      const first = Math.floor(from / length);
      const last = Math.ceil(to / length) - 1;
      let index = first;
      while (index <= last && this.#at(lead, below, index)) index++;
      if (index <= last) continue;
      for (index = first; index <= last; index++) {
        this.#add(
          this.#at(lead, below, index)!,
          Math.max(from, index * length),
          Math.min(to, (index + 1) * length),
          runs,
        );
      }
      return true;
    }
    return false;
  }

  #collectCoarser(lead: number, level: number, index: number, from: number, to: number, runs: TileRuns): void {
    for (let above = level + 1, place = index >> 1; above <= this.#topLevel; above++, place >>= 1) {
      const tile = this.#at(lead, above, place);
      if (tile) {
        this.#add(tile, from, to, runs);
        return;
      }
    }
    runs.add(undefined, from, to);
  }
}
