/**
 * Run in a process of its own, with Vulkan pointed at a software renderer: trains a tiny model for a few steps on the
 * device named by the first argument and prints losses and parameters as JSON. A fault of the driver then ends this
 * process, not the tests.
 */
import { classifyBeats } from '../../../src/main/nat/objectives/classify-beats.ts';
import type { Device } from '../../../src/main/nat/runtime/devices.ts';
import { seededState, TrainingSession } from '../../../src/main/nat/runtime/training-session.ts';
import { buildTrainingGraph } from '../../../src/main/nat/training-graph.ts';
import { TINY_BEATS, TINY_MODEL, TOY_BEATS, toyBeats } from './toy-data.ts';

const device: Device = process.argv[2] === 'webgpu' ? 'webgpu' : 'cpu';
const objective = classifyBeats({ head: TINY_BEATS, beats: TOY_BEATS, contrastive: true });
const graph = buildTrainingGraph({ model: TINY_MODEL, objective, windows: 4, leads: 2, averaged: true });
const session = await TrainingSession.create(graph, { device, threads: 1, seed: 5, state: seededState(graph, 3) });
const losses: number[] = [];
const train = async (step: number): Promise<void> => {
  const report = await session.train(toyBeats(step, 4, 2));
  losses.push(report.losses['total'] ?? NaN);
};
await train(0);
// After one step the first moment is the gradient itself, times a number.
const gradient = (await session.state()).vectors.firstMoment;
await train(1);
const { vectors } = await session.state();
const lists = Object.entries({ gradient, ...vectors }).map(([name, values]) => [name, Array.from(values ?? [])]);
const text = JSON.stringify({ losses, ...Object.fromEntries(lists) });
process.stdout.write(text, () => process.exit(0));
