import { InferenceSession, Tensor } from 'onnxruntime-node';
import { requireSize } from '../graph/shape.ts';
import { OPTIMISER_SETTINGS, type OptimiserSettings, stepNumbers } from '../optimiser/step-numbers.ts';
import { parameterScales, type ParameterScales } from '../optimiser/scales.ts';
import { initialParameters } from '../parameters/layout.ts';
import type { NamedShape, StateName, TrainingGraph } from '../training-graph.ts';
import { type RuntimeOptions, sessionOptions } from './devices.ts';
import { drawMask } from './dropout.ts';
import { StateReader } from './state-reader.ts';

/** Everything a step depends on besides its batch: resuming from it gives the very same numbers on the CPU. */
export interface TrainingState {
  /** Steps taken. */
  readonly step: number;
  readonly vectors: Readonly<Partial<Record<StateName, Float32Array>>>;
}

export interface TrainingSessionOptions extends RuntimeOptions {
  /** Seed of the dropout masks. */
  readonly seed: number;
  readonly state: TrainingState;
  /** Per-parameter rates; all alike unless given. */
  readonly scales?: ParameterScales | undefined;
}

export interface StepReport {
  readonly step: number;
  /** By name; `total` is what is minimised. */
  readonly losses: Readonly<Record<string, number>>;
  /** Norm of the gradient before clipping. */
  readonly gradientNorm: number;
  /** False when a loss or the gradient is not a number: the step was then not taken and the state is as before. */
  readonly finite: boolean;
}

export type Batch = Readonly<Record<string, Float32Array>>;
export type SettingValues = Readonly<Record<string, number | readonly number[]>>;

/** A state no step was taken from yet. The average starts at the parameters. */
export function freshState(graph: TrainingGraph, parameters: Float32Array): TrainingState {
  requireSize([graph.layout.size], parameters.length, 'parameters');
  return {
    step: 0,
    vectors: Object.fromEntries(
      graph.state.map((name) => [
        name,
        name === 'parameters' || name === 'averaged' ? parameters.slice() : new Float32Array(parameters.length),
      ]),
    ),
  };
}

/** A fresh state with parameters drawn from a seed. */
export function seededState(graph: TrainingGraph, seed: number): TrainingState {
  return freshState(graph, initialParameters(graph.layout, seed));
}

/**
 * A training graph being run. `run()` of ONNX Runtime blocks its thread, so a session belongs in a process of its own.
 * On WebGPU the state stays on the device between steps.
 */
export class TrainingSession {
  readonly graph: TrainingGraph;
  readonly #session: InferenceSession;
  readonly #reader: StateReader | undefined;
  readonly #seed: number;
  readonly #fixed: Record<string, Tensor>;
  #state: Record<string, Tensor>;
  #step: number;

  private constructor(
    graph: TrainingGraph,
    session: InferenceSession,
    reader: StateReader | undefined,
    { seed, state, scales = parameterScales(graph.layout) }: TrainingSessionOptions,
  ) {
    this.graph = graph;
    this.#session = session;
    this.#reader = reader;
    this.#seed = seed;
    this.#step = state.step;
    const flat = [graph.layout.size];
    this.#state = Object.fromEntries(
      graph.state.map((name) => [name, tensorOf(state.vectors[name], { name, shape: flat })]),
    );
    this.#fixed = {
      learningRateScale: tensorOf(scales.learningRate, { name: 'learningRateScale', shape: flat }),
      weightDecayScale: tensorOf(scales.weightDecay, { name: 'weightDecayScale', shape: flat }),
    };
  }

  static async create(graph: TrainingGraph, options: TrainingSessionOptions): Promise<TrainingSession> {
    const resident = options.device === 'webgpu';
    const session = await InferenceSession.create(graph.bytes, {
      ...sessionOptions(options),
      ...(resident
        ? {
            preferredOutputLocation: Object.fromEntries(
              graph.state.map((name) => [`next ${name}`, 'gpu-buffer' as const]),
            ),
          }
        : {}),
    });
    const reader = resident ? await StateReader.create(graph.layout.size, options) : undefined;
    return new TrainingSession(graph, session, reader, options);
  }

  /** Steps taken so far. */
  get step(): number {
    return this.#step;
  }

  /**
   * Take one step. `batch` brings every tensor of `graph.batch`; `settings` may override the optimiser's and
   * any of `graph.settings`, which take their usual values otherwise.
   */
  async train(batch: Batch, settings: SettingValues = {}): Promise<StepReport> {
    const step = this.#step + 1;
    const results = await this.#session.run({ ...this.#state, ...this.#fixed, ...this.#feeds(batch, settings, step) });
    const losses = Object.fromEntries(this.graph.losses.map((name) => [name, numberOf(results[name])]));
    const gradientNorm = numberOf(results['gradientNorm']);
    const finite = [gradientNorm, ...Object.values(losses)].every(Number.isFinite);
    const next = Object.fromEntries(this.graph.state.map((name) => [name, required(results[`next ${name}`])]));
    if (finite) {
      disposeAll(this.#state);
      this.#state = next;
      this.#step = step;
    } else {
      disposeAll(next);
    }
    return { step, losses, gradientNorm, finite };
  }

  /** The state now, copied to the host. */
  async state(): Promise<TrainingState> {
    const vectors: Partial<Record<StateName, Float32Array>> = {};
    for (const name of this.graph.state) {
      const tensor = required(this.#state[name]);
      vectors[name] = tensor.location === 'gpu-buffer' ? await this.#read(tensor) : floatsOf(tensor).slice();
    }
    return { step: this.#step, vectors };
  }

  async release(): Promise<void> {
    disposeAll(this.#state);
    await this.#reader?.release();
    await this.#session.release();
  }

  #read(tensor: Tensor): Promise<Float32Array> {
    if (!this.#reader) throw new Error('a state on the device needs a reader');
    return this.#reader.read(tensor);
  }

  #feeds(batch: Batch, settings: SettingValues, step: number): Record<string, Tensor> {
    const feeds: Record<string, Tensor> = {};
    for (const input of this.graph.batch) feeds[input.name] = tensorOf(batch[input.name], input);
    const own = new Set(this.graph.settings.map((setting) => setting.name));
    const unknown = Object.keys(settings).find((name) => !own.has(name) && !(name in OPTIMISER_SETTINGS));
    if (unknown !== undefined) throw new Error(`there is no setting ${unknown}`);
    for (const setting of this.graph.settings) feeds[setting.name] = tensorOf(valuesOf(setting, settings), setting);
    for (const mask of this.graph.dropout) feeds[mask.name] = tensorOf(drawMask(mask, this.#seed, step), mask);
    for (const [name, value] of Object.entries(stepNumbers(optimiserSettings(settings), step))) {
      feeds[name] = tensorOf(Float32Array.of(value), { name, shape: [1] });
    }
    return feeds;
  }
}

function optimiserSettings(settings: SettingValues): OptimiserSettings {
  const value = (name: keyof OptimiserSettings): number => {
    const given = settings[name] ?? OPTIMISER_SETTINGS[name];
    if (typeof given !== 'number') throw new Error(`${name} is one number`);
    return given;
  };
  return {
    learningRate: value('learningRate'),
    weightDecay: value('weightDecay'),
    clipNorm: value('clipNorm'),
    firstDecay: value('firstDecay'),
    secondDecay: value('secondDecay'),
    averageDecay: value('averageDecay'),
  };
}

function valuesOf({ name, usual }: { name: string; usual: readonly number[] }, settings: SettingValues): Float32Array {
  const given = settings[name] ?? usual;
  return Float32Array.from(typeof given === 'number' ? [given] : given);
}

function tensorOf(values: Float32Array | undefined, { name, shape }: NamedShape): Tensor {
  if (!values) throw new Error(`${name} is missing`);
  requireSize(shape, values.length, name);
  return new Tensor('float32', values, shape);
}

function floatsOf(tensor: Tensor): Float32Array {
  const { data } = tensor;
  if (!(data instanceof Float32Array)) throw new Error(`expected float32, not ${tensor.type}`);
  return data;
}

function required(tensor: Tensor | undefined): Tensor {
  if (!tensor) throw new Error('the graph did not return all of its outputs');
  return tensor;
}

function numberOf(tensor: Tensor | undefined): number {
  return floatsOf(required(tensor))[0] ?? NaN;
}

/** Frees what lives on a device; the host's arrays are left to the garbage collector. */
function disposeAll(tensors: Readonly<Record<string, Tensor>>): void {
  for (const tensor of Object.values(tensors)) if (tensor.location === 'gpu-buffer') tensor.dispose();
}
