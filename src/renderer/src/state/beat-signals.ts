import type { RecordingInfo } from '../../../shared/contract/library.ts';
import type { Workstation } from '../../../shared/contract.ts';
import type { LeadWindow } from '../../../shared/contract/signal.ts';

const MOST_LOADS = 4;
/** Windows kept: of a quarter of a second to a second each, a few megabytes. */
const MOST_KEPT = 4000;

/** Called when something came that this viewer wanted; what it wanted before is given up when it wants something else. */
export type Viewer = () => void;

interface Wish {
  readonly lead: number;
  readonly sample: number;
}

const keyOf = ({ lead, sample }: Wish): string => `${String(lead)} ${String(sample)}`;

/** The signal around single beats, wherever they are in the recording: loaded when they are seen, a few at a time. */
export class BeatSignals {
  readonly #api: Pick<Workstation, 'signal.window'>;
  readonly #recording: Pick<RecordingInfo, 'id' | 'samples' | 'rate'>;
  /** Base-rate samples before and after a beat. */
  readonly #before: number;
  readonly #after: number;
  readonly #windows = new Map<string, LeadWindow | undefined>();
  readonly #wishes = new Map<Viewer, readonly Wish[]>();
  readonly #loading = new Set<string>();
  readonly #closing = new AbortController();

  constructor(
    api: Pick<Workstation, 'signal.window'>,
    recording: Pick<RecordingInfo, 'id' | 'samples' | 'rate'>,
    around: { readonly before: number; readonly after: number },
  ) {
    this.#api = api;
    this.#recording = recording;
    this.#before = Math.ceil(around.before);
    this.#after = Math.ceil(around.after);
  }

  /** The signal of a lead around a beat; undefined while it is on its way, or where it cannot be read. */
  of(lead: number, sample: number): LeadWindow | undefined {
    return this.#windows.get(keyOf({ lead, sample }));
  }

  want(viewer: Viewer, lead: number, samples: readonly number[]): void {
    this.#wishes.delete(viewer);
    // The one that wished last is served first.
    this.#wishes.set(
      viewer,
      samples.map((sample) => ({ lead, sample })),
    );
    this.#pump();
  }

  release(viewer: Viewer): void {
    this.#wishes.delete(viewer);
  }

  close(): void {
    this.#wishes.clear();
    this.#closing.abort();
  }

  #pump(): void {
    for (const [viewer, wishes] of [...this.#wishes].reverse()) {
      for (const wish of wishes) {
        if (this.#loading.size >= MOST_LOADS) return;
        const key = keyOf(wish);
        if (!this.#windows.has(key) && !this.#loading.has(key)) void this.#load(viewer, wish, key);
      }
    }
  }

  async #load(viewer: Viewer, { lead, sample }: Wish, key: string): Promise<void> {
    const { signal } = this.#closing;
    const from = Math.max(0, sample - this.#before);
    const to = Math.min(this.#recording.samples, sample + this.#after);
    this.#loading.add(key);
    try {
      const asked = { recordingId: this.#recording.id, leads: [lead], from, to, columns: Math.max(1, to - from) };
      const { leads } = await this.#api['signal.window'](asked, signal);
      this.#keep(key, leads[0]);
    } catch {
      if (signal.aborted) return;
      this.#keep(key, undefined); // The trace tells why signal cannot be read; here one member is missing.
    } finally {
      this.#loading.delete(key);
    }
    viewer();
    this.#pump();
  }

  #keep(key: string, window: LeadWindow | undefined): void {
    this.#windows.set(key, window);
    for (const oldest of this.#windows.keys()) {
      if (this.#windows.size <= MOST_KEPT) break;
      this.#windows.delete(oldest);
    }
  }
}
