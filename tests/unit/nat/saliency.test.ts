import { describe, expect, it } from 'vitest';
import { classifyBeats } from '../../../src/main/nat/objectives/classify-beats.ts';
import { initialParameters } from '../../../src/main/nat/parameters/layout.ts';
import { buildInferenceGraph } from '../../../src/main/nat/inference-graph.ts';
import { InferenceSession } from '../../../src/main/nat/runtime/inference-session.ts';
import { buildSaliencyGraph } from '../../../src/main/nat/saliency-graph.ts';
import { trainingLayout } from '../../../src/main/nat/training-graph.ts';
import { TINY_BEATS, TINY_MODEL, TOY_BEATS, toyBeats } from './toy-data.ts';

const CPU = { device: 'cpu', threads: 1 } as const;

describe('the saliency of a decision', () => {
  it('is, sample by sample, what the decision changes when the signal is scaled there', async () => {
    const objective = classifyBeats({ head: TINY_BEATS, beats: TOY_BEATS, contrastive: false });
    const layout = trainingLayout({ model: TINY_MODEL, objective, windows: 1, leads: 2 });
    const parameters = initialParameters(layout, 3);
    const plan = { model: TINY_MODEL, head: objective.head, windows: 1, leads: 2, beats: TOY_BEATS, layout };
    const model = await InferenceSession.create(buildInferenceGraph({ ...plan, parameters }), CPU);
    const why = await InferenceSession.create(buildSaliencyGraph(plan), CPU);
    const batch = toyBeats(4, 1, 2);
    const { signal = new Float32Array(), ...others } = batch;
    const selected = new Float32Array(2 * TOY_BEATS);
    selected.set([-1, 1], 2);
    const { saliency = new Float32Array() } = await why.run({ ...batch, parameters, selected });
    const decision = async (values: Float32Array): Promise<number> => {
      const { logits = new Float32Array() } = await model.run({ ...others, signal: values });
      return (logits[3] ?? NaN) - (logits[2] ?? NaN);
    };
    // Stretches of 16 samples around and far from the second beat, in both leads.
    for (const start of [80, 96, 2 * 192 + 88, 170]) {
      const [more, less] = [signal.slice(), signal.slice()];
      for (let at = start; at < start + 16; at++) {
        more[at] = 1.02 * (signal[at] ?? 0);
        less[at] = 0.98 * (signal[at] ?? 0);
      }
      const change = ((await decision(more)) - (await decision(less))) / 0.04;
      const stated = saliency.subarray(start, start + 16).reduce((a, b) => a + b, 0);
      expect(Math.abs(change - stated)).toBeLessThan(1e-3);
    }
    expect(Math.max(...saliency.map(Math.abs))).toBeGreaterThan(0.003);
    await model.release();
    await why.release();
  });
});
