import type { DeviceName } from '../../../shared/contract/analysis.ts';
import { AAMI_CLASSES } from '../../../shared/annotation-codes.ts';
import { buildInferenceGraph } from '../../nat/inference-graph.ts';
import { BEAT_SLOTS } from '../../nat/inputs/beat-windows.ts';
import type { BeatSession } from '../blocks/block-predictor.ts';
import { type DeviceOptions, windowsAtOnce } from '../devices/device-options.ts';
import { PredictionSession } from '../devices/prediction-session.ts';
import { calibrateClasses } from '../models/calibration.ts';
import type { BeatLeadPolicy } from '../models/model-card.ts';
import type { UsableModel } from '../models/read-model.ts';

/** What a reading needs of a model that is ready to run. */
export interface ReadingModel {
  readonly id: string;
  /** Where it computes now: another device than before when one was lost. */
  readonly device: DeviceName;
  readonly beatLeads: BeatLeadPolicy;
  /** A session for recordings of so many windows. */
  beats(windows: number): Promise<BeatSession>;
  /** Makes beats × AAMI_CLASSES probabilities mean what they say, in place. */
  calibrateBeats(probabilities: Float32Array): void;
  /** What was to be said since it was last asked: a device that was lost. */
  notices(): readonly string[];
}

/** Recordings of no more windows are read in one batch of this size, in the place of one that is mostly empty. */
const SHORT_WINDOWS = 6;

/** A model on a device. Sessions are made when they are first needed and kept for the recordings that follow. */
export class OpenModel implements ReadingModel {
  readonly usable: UsableModel;
  readonly #options: DeviceOptions;
  readonly #sessions = new Map<number, Promise<PredictionSession>>();
  #device: DeviceName;
  #notices: string[] = [];

  constructor(usable: UsableModel, options: DeviceOptions) {
    this.usable = usable;
    this.#options = options;
    this.#device = options.device;
  }

  get id(): string {
    return this.usable.id;
  }
  get device(): DeviceName {
    return this.#device;
  }
  get beatLeads(): BeatLeadPolicy {
    return this.usable.card.beatLeadPolicy;
  }

  async beats(windows: number): Promise<BeatSession> {
    // By the device it was opened for, not the one it fell back to: batches stay as they were.
    const size = windows <= SHORT_WINDOWS ? SHORT_WINDOWS : windowsAtOnce(this.#options.device);
    const session = await this.#session(size);
    return { windows: size, run: (feeds) => session.run(feeds) };
  }

  calibrateBeats(probabilities: Float32Array): void {
    calibrateClasses(probabilities, AAMI_CLASSES.length, this.usable.card.calibration.beats);
  }

  notices(): readonly string[] {
    return this.#notices.splice(0);
  }

  /** Gives back what the sessions hold. */
  async close(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const session of sessions) await (await session).release();
  }

  #session(windows: number): Promise<PredictionSession> {
    const known = this.#sessions.get(windows);
    if (known) return known;
    const graph = buildInferenceGraph({ ...this.usable.beats, windows, leads: 1, beats: BEAT_SLOTS });
    const made = PredictionSession.create(graph, {
      ...this.#options,
      device: this.#device,
      onFallback: (notice) => {
        this.#device = 'cpu';
        this.#notices.push(notice);
      },
    });
    this.#sessions.set(windows, made);
    return made;
  }
}
