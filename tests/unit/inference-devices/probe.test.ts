import { describe, expect, it } from 'vitest';
import { candidateDevices } from '../../../src/main/inference/devices/candidates.ts';
import type { DeviceOptions } from '../../../src/main/inference/devices/device-options.ts';
import { TOLERANCE, verdictOf } from '../../../src/main/inference/devices/device-verdict.ts';
import { fixedInput } from '../../../src/main/inference/devices/fixed-input.ts';
import { probeDevice } from '../../../src/main/inference/devices/probe-device.ts';
import { standInModel } from '../../../src/main/inference/devices/stand-in-model.ts';
import { readCheckpoint } from '../../../src/main/nat/checkpoint.ts';
import { buildInferenceGraph, type InferenceGraph } from '../../../src/main/nat/inference-graph.ts';
import { InferenceSession } from '../../../src/main/nat/runtime/inference-session.ts';
import { AAMI_CLASSES } from '../../../src/shared/annotation-codes.ts';
import type { DeviceName } from '../../../src/shared/contract/analysis.ts';
import { seededCheckpoint } from '../inference-models/seeded-model.ts';

type Outputs = Readonly<Record<string, Float32Array>>;

/** Sessions that all run on the CPU; `change` is what the device under test makes of the model's probabilities. */
const pretend =
  (change: (probabilities: Float32Array) => Float32Array) =>
  async (graph: InferenceGraph, { device, threads }: DeviceOptions) => {
    const session = await InferenceSession.create(graph, { device: 'cpu', threads });
    return {
      run: async (feeds: Outputs): Promise<Outputs> => {
        const outputs = await session.run(feeds);
        const { probabilities } = outputs;
        return device === 'cpu' || !probabilities ? outputs : { probabilities: change(probabilities.slice()) };
      },
      release: () => session.release(),
    };
  };

const checkpoint = readCheckpoint(seededCheckpoint('beats', 1), 'beats.nat');
const model = { ...checkpoint, parameters: checkpoint.state.vectors.parameters ?? new Float32Array() };
const probe = (device: DeviceName, create?: ReturnType<typeof pretend>) =>
  probeDevice({ device, model, threads: 1 }, create);

describe('trying a device', () => {
  it('finds that the CPU agrees with itself, and how fast it is', async () => {
    const outcome = await probe('cpu');
    expect(outcome).toMatchObject({ kind: 'ran', difference: 0 });
    expect(verdictOf('cpu', outcome)).toMatchObject({ device: 'cpu', verdict: 'agrees', difference: 0 });
    expect(outcome.kind === 'ran' ? outcome.windowsPerSecond : 0).toBeGreaterThan(1);
  });

  it('finds a device that is not there, and says what is missing', async () => {
    const outcome = await probe('coreml', () => Promise.reject(new Error('backend not found')));
    expect(outcome).toEqual({ kind: 'absent', detail: 'backend not found' });
    expect(verdictOf('dml', outcome)).toEqual({
      device: 'dml',
      verdict: 'absent',
      reason: 'This computer has no graphics adapter that DirectX 12 can use.',
    });
  });

  it('finds a device that starts but cannot run the model', async () => {
    const outcome = await probe(
      'webgpu',
      pretend(() => {
        throw new Error('too many buffers');
      }),
    );
    expect(outcome).toEqual({ kind: 'failed', detail: 'too many buffers' });
    expect(verdictOf('webgpu', outcome)).toMatchObject({ verdict: 'failed', reason: 'It cannot run the model.' });
  });

  it('finds a device that computes something else in one single place, and by how much', async () => {
    const outcome = await probe(
      'webgpu',
      pretend((probabilities) => {
        probabilities[7] = (probabilities[7] ?? 0) + 0.01;
        return probabilities;
      }),
    );
    expect(outcome.kind === 'ran' ? outcome.difference : 0).toBeCloseTo(0.01, 5);
    const verdict = verdictOf('webgpu', outcome);
    expect(verdict.verdict).toBe('differs');
    expect(verdict.reason).toBe('Its probabilities differ from the CPU’s by up to 0.010 (0.001 is allowed).');
  });

  it('takes rounding for agreement', async () => {
    const outcome = await probe(
      'webgpu',
      pretend((probabilities) => probabilities.map((value) => value + TOLERANCE / 2)),
    );
    expect(verdictOf('webgpu', outcome).verdict).toBe('agrees');
  });

  it('finds a device whose answers are no numbers', async () => {
    const outcome = await probe(
      'webgpu',
      pretend((probabilities) => probabilities.fill(NaN, 3, 4)),
    );
    expect(outcome).toEqual({ kind: 'no-numbers' });
    expect(verdictOf('webgpu', outcome)).toMatchObject({ verdict: 'differs', reason: 'Its answers are not numbers.' });
  });
});

describe('the input that devices are tried with', () => {
  const graph = buildInferenceGraph({ ...standInModel(), windows: 5, leads: 1, beats: 24 });

  it('is the same on every run', () => {
    expect(fixedInput(graph)).toEqual(fixedInput(graph));
  });

  it('has beats of different windows told apart, and none certain', async () => {
    const session = await InferenceSession.create(graph, { device: 'cpu', threads: 1 });
    const { probabilities = new Float32Array() } = await session.run(fixedInput(graph));
    const classes = AAMI_CLASSES.length;
    const firstBeats = [0, 1, 2, 3, 4].map((window) => [
      ...probabilities.subarray(window * 24 * classes).slice(0, classes),
    ]);
    expect(Math.max(...firstBeats.flat())).toBeLessThan(0.99);
    for (const [at, one] of firstBeats.entries()) {
      for (const other of firstBeats.slice(at + 1)) {
        expect(Math.max(...one.map((value, c) => Math.abs(value - (other[c] ?? 0))))).toBeGreaterThan(TOLERANCE);
      }
    }
  });
});

it('every platform tries the CPU and what its ONNX Runtime is built with', () => {
  expect(candidateDevices('linux', 'x64')).toEqual(['cpu', 'webgpu', 'cuda']);
  expect(candidateDevices('linux', 'arm64')).toEqual(['cpu']);
  expect(candidateDevices('win32', 'x64')).toEqual(['cpu', 'webgpu', 'dml']);
  expect(candidateDevices('darwin', 'arm64')).toEqual(['cpu', 'webgpu', 'coreml']);
});
