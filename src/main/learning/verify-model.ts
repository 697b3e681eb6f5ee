import { isDeepStrictEqual } from 'node:util';
import { Problem } from '../../shared/problem.ts';
import { buildInferenceGraph, type InferencePlan } from '../nat/inference-graph.ts';
import { LEAD_NAMES } from '../nat/model-config.ts';
import { randomStream } from '../nat/random.ts';
import { InferenceSession } from '../nat/runtime/inference-session.ts';
import { sizeOf } from '../nat/graph/shape.ts';
import type { NamedShape } from '../nat/training-graph.ts';
import type { StoredModel } from './model-file.ts';

/** What a sound model has been seen to do. */
export interface Verification {
  readonly parameters: number;
  /** Outputs on a fixed input, all finite. */
  readonly outputs: readonly string[];
}

const BEATS = 8;

/**
 * Whether a model that could be read can be used: all weights finite, a graph that ONNX Runtime takes, and on a fixed
 * input finite outputs, probabilities between 0 and 1, the same when run again. (Checksums are checked when a file is
 * read.)
 * @throws Problem `unreadable` that says what is wrong
 */
export async function verifyModel(stored: StoredModel, threads: number): Promise<Verification> {
  const { name, model, head, layout, parameters } = stored;
  const wrong = (what: string): Problem =>
    new Problem('unreadable', `The model ${name} cannot be used: ${what}. Restore it from a backup or train it again.`);
  if (!parameters.every(Number.isFinite)) throw wrong('some of its weights are not numbers');
  const plan: InferencePlan = { model, head, windows: 1, leads: 2, beats: BEATS, layout, parameters };
  const graph = buildInferenceGraph(plan);
  const session = await InferenceSession.create(graph, { device: 'cpu', threads });
  try {
    const feeds = Object.fromEntries(graph.inputs.map((input) => [input.name, fixedValues(input)]));
    const first = await session.run(feeds);
    const second = await session.run(feeds);
    if (!isDeepStrictEqual(first, second)) throw wrong('it answers differently when asked twice');
    for (const [output, values] of Object.entries(first)) {
      if (!values.every(Number.isFinite)) throw wrong(`its ${output} are not numbers`);
    }
    if (first['probabilities']?.some((value) => value < 0 || value > 1) === true) {
      throw wrong('its probabilities are none');
    }
    return { parameters: parameters.length, outputs: Object.keys(first) };
  } finally {
    await session.release();
  }
}

/** Noise for signals, ones for what is present, the first name for every lead. */
function fixedValues({ name, shape }: NamedShape): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  if (name === 'leadPresence' || name === 'beatPresence') return values.fill(1);
  if (name === 'leadIdentity') return values.map((_, index) => (index % LEAD_NAMES.length === 0 ? 1 : 0));
  if (name === 'beatPositions') return values.map((_, index) => 200 + 250 * (index % BEATS));
  const random = randomStream(1, name);
  return values.map(() => random.normal());
}
