import type { DeviceName, FindingRow } from '../../../shared/contract/analysis.ts';
import { AAMI_CLASSES } from '../../../shared/annotation-codes.ts';
import { buildInferenceGraph, type InferencePlan } from '../../nat/inference-graph.ts';
import { BEAT_SLOTS } from '../../nat/inputs/beat-windows.ts';
import type { TrainedModel } from '../../nat/trained-model.ts';
import type { BeatSession } from '../blocks/block-predictor.ts';
import { type DeviceOptions, windowsAtOnce } from '../devices/device-options.ts';
import { PredictionSession } from '../devices/prediction-session.ts';
import { findingRows } from '../findings/finding-rows.ts';
import { type FindingsRecording, MOST_LEADS, predictFindings } from '../findings/predict-findings.ts';
import { calibrateClasses } from '../models/calibration.ts';
import type { BeatLeadPolicy } from '../models/model-card.ts';
import type { UsableModel } from '../models/read-model.ts';
import type { WaveSession } from '../waves/join-beats.ts';

/** What a reading needs of a model that is ready to run. */
export interface ReadingModel {
  readonly id: string;
  /** Where it computes now: another device than before when one was lost. */
  readonly device: DeviceName;
  readonly beatLeads: BeatLeadPolicy;
  /** A session for recordings of so many windows. */
  beats(windows: number): Promise<BeatSession>;
  /** A session that marks waves in so many leads at once, for recordings of so many windows. */
  waves(leads: number, windows: number): Promise<WaveSession>;
  /** What the model says of a recording of some seconds, all leads in the model's band. */
  findings(recording: FindingsRecording): Promise<FindingRow[]>;
  /** Makes beats × AAMI_CLASSES probabilities mean what they say, in place. */
  calibrateBeats(probabilities: Float32Array): void;
  /** What was to be said since it was last asked: a device that was lost. */
  notices(): readonly string[];
}

/** Recordings of no more windows are read in one batch of such a size, in the place of one that is mostly empty. */
const SHORT_WINDOWS = [3, 6] as const;
const MOST_SHORT_WINDOWS = 6;
/** Windows of several leads that waves are marked in at a time: doubtful beats are few. */
const WAVE_WINDOWS = 4;

/** A model on a device. Sessions are made when they are first needed and kept for the recordings that follow. */
export class OpenModel implements ReadingModel {
  readonly usable: UsableModel;
  readonly #options: DeviceOptions;
  readonly #sessions = new Map<string, Promise<PredictionSession>>();
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
    const size = SHORT_WINDOWS.find((short) => windows <= short) ?? windowsAtOnce(this.#options.device);
    const shape = { windows: size, leads: 1, beats: BEAT_SLOTS };
    const session = await this.#session(`beats ${size}`, this.usable.beats, shape);
    return { windows: size, run: (feeds) => session.run(feeds) };
  }

  async waves(leads: number, windows: number): Promise<WaveSession> {
    const shape = { windows: windows <= MOST_SHORT_WINDOWS ? 1 : WAVE_WINDOWS, leads };
    const session = await this.#session(`waves ${shape.windows} ${leads}`, this.usable.waves, shape);
    return { ...shape, run: (feeds) => session.run(feeds) };
  }

  async findings(recording: FindingsRecording): Promise<FindingRow[]> {
    const { head } = this.usable.findings;
    const { calibration, thresholds } = this.usable.card;
    const shape = { windows: 1, leads: MOST_LEADS };
    const session = await this.#session('findings', this.usable.findings, shape);
    const [probabilities] = await predictFindings({ ...shape, run: (feeds) => session.run(feeds) }, [recording]);
    if (!probabilities) return [];
    return findingRows(probabilities, { findings: head.findings, calibration: calibration.findings, thresholds });
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

  #session(
    name: string,
    head: TrainedModel,
    shape: Pick<InferencePlan, 'windows' | 'leads' | 'beats'>,
  ): Promise<PredictionSession> {
    const known = this.#sessions.get(name);
    if (known) return known;
    const graph = buildInferenceGraph({ ...head, ...shape });
    const made = PredictionSession.create(graph, {
      ...this.#options,
      device: this.#device,
      onFallback: (notice) => {
        this.#device = 'cpu';
        this.#notices.push(notice);
      },
    });
    this.#sessions.set(name, made);
    // What could not be made now, such as for lack of memory, is tried again by the next recording.
    made.catch(() => this.#sessions.delete(name));
    return made;
  }
}
