import type { DeviceName } from '../../../shared/contract/analysis.ts';
import type { InferenceGraph } from '../../nat/inference-graph.ts';
import { InferenceSession } from '../../nat/runtime/inference-session.ts';
import { DEVICE_WORDS } from './candidates.ts';
import type { DeviceOptions } from './device-options.ts';

export type Feeds = Readonly<Record<string, Float32Array>>;
type Session = Pick<InferenceSession, 'run' | 'release'>;

export interface PredictionSessionOptions extends DeviceOptions {
  /** Told once, with a sentence for the reader, when the device was given up for the CPU. */
  readonly onFallback?: (notice: string) => void;
  /** How sessions are made; for tests. */
  readonly create?: (graph: InferenceGraph, options: DeviceOptions) => Promise<Session>;
}

/**
 * A model being run on a device, and on the CPU from the moment the device fails: the batch it failed on is run again
 * there, so nothing is lost. What the CPU cannot run either was no fault of the device and is thrown.
 */
export class PredictionSession {
  readonly graph: InferenceGraph;
  readonly #threads: number;
  readonly #create: NonNullable<PredictionSessionOptions['create']>;
  readonly #onFallback: (notice: string) => void;
  #device: DeviceName;
  #session: Promise<Session>;
  /** What takes over, once it was needed. */
  #cpu: Promise<Session> | undefined;

  private constructor(graph: InferenceGraph, options: PredictionSessionOptions) {
    const { device, threads, onFallback = () => {} } = options;
    this.graph = graph;
    this.#threads = threads;
    this.#create = options.create ?? ((given, how) => InferenceSession.create(given, how));
    this.#onFallback = onFallback;
    this.#device = device;
    this.#session = this.#create(graph, { device, threads });
  }

  /** A device that cannot be had is given up at once. */
  static async create(graph: InferenceGraph, options: PredictionSessionOptions): Promise<PredictionSession> {
    const made = new PredictionSession(graph, options);
    try {
      await made.#session;
    } catch (thrown) {
      if (options.device === 'cpu') throw thrown;
      const notice = `${DEVICE_WORDS[options.device].name} could not be started; the CPU is used.`;
      made.#goOver(await made.#onCpu(), notice);
    }
    return made;
  }

  /** Where it runs now. */
  get device(): DeviceName {
    return this.#device;
  }

  /** Values of all outputs by name, for values of all inputs by name. */
  async run(feeds: Feeds): Promise<Feeds> {
    const device = this.#device;
    const session = await this.#session;
    try {
      const outputs = await session.run(feeds);
      if (device === 'cpu' || arePlausible(outputs)) return outputs;
    } catch (thrown) {
      if (device === 'cpu') throw thrown;
    }
    return this.#again(feeds, session);
  }

  async release(): Promise<void> {
    for (const session of new Set([await this.#session, await this.#cpu])) await session?.release();
  }

  /** The same batch on the CPU; from now on everything. Of several batches that fail at once, the first decides. */
  async #again(feeds: Feeds, failed: Session): Promise<Feeds> {
    const cpu = await this.#onCpu();
    const outputs = await cpu.run(feeds);
    if (this.#device !== 'cpu') {
      const { name } = DEVICE_WORDS[this.#device];
      this.#goOver(cpu, `${name} stopped working; the reading goes on on the CPU, and nothing is lost.`);
      await failed.release().catch(() => undefined); // a lost device may refuse even that
    }
    return outputs;
  }

  #onCpu(): Promise<Session> {
    return (this.#cpu ??= this.#create(this.graph, { device: 'cpu', threads: this.#threads }));
  }

  #goOver(cpu: Session, notice: string): void {
    this.#device = 'cpu';
    this.#session = Promise.resolve(cpu);
    this.#onFallback(notice);
  }
}

/** A device that is lost may also go on with nothing but zeros, or with what are no numbers. */
function arePlausible({ probabilities }: Feeds): boolean {
  if (!probabilities) return true;
  let some = false;
  for (const value of probabilities) {
    if (!(value >= 0 && value <= 1.001)) return false;
    if (value > 0) some = true;
  }
  return some;
}
