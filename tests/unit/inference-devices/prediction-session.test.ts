import { describe, expect, it } from 'vitest';
import type { DeviceOptions } from '../../../src/main/inference/devices/device-options.ts';
import { type Feeds, PredictionSession } from '../../../src/main/inference/devices/prediction-session.ts';
import type { DeviceName } from '../../../src/shared/contract/analysis.ts';

const graph = { bytes: new Uint8Array(), inputs: [], outputs: [] };

/** Sessions that double what they are fed; those of the GPU do so until `lost` says otherwise. */
class Sessions {
  readonly made: DeviceName[] = [];
  readonly released: DeviceName[] = [];
  /** What a run on the GPU does instead, from the moment it is set. */
  lost: (() => Feeds) | undefined;
  /** Whether the CPU refuses as well. */
  broken = false;

  readonly create = ({ device }: DeviceOptions) => {
    this.made.push(device);
    return Promise.resolve({
      run: ({ signal }: Feeds) => {
        if (device === 'cpu' && this.broken) return Promise.reject(new Error('signal is missing'));
        if (device !== 'cpu' && this.lost) return Promise.resolve().then(this.lost);
        return Promise.resolve({ probabilities: Float32Array.from(signal ?? [], (value) => 2 * value) });
      },
      release: () => {
        this.released.push(device);
        return Promise.resolve();
      },
    });
  };
}

const refuse = (): never => {
  throw new Error('the device was removed');
};

async function onGpu(sessions: Sessions) {
  const notices: string[] = [];
  const session = await PredictionSession.create(graph, {
    device: 'webgpu',
    threads: 1,
    onFallback: (notice) => notices.push(notice),
    create: (_, options) => sessions.create(options),
  });
  const run = async (value: number) => [
    ...((await session.run({ signal: Float32Array.of(value) }))['probabilities'] ?? []),
  ];
  return { session, notices, run };
}

describe('a session on a device', () => {
  it('stays there while all is well', async () => {
    const sessions = new Sessions();
    const { session, notices, run } = await onGpu(sessions);
    expect(await run(0.25)).toEqual([0.5]);
    expect(session.device).toBe('webgpu');
    expect(sessions.made).toEqual(['webgpu']);
    expect(notices).toEqual([]);
  });

  it.each<[string, () => Feeds]>([
    ['refuses', refuse],
    ['answers what are no numbers', () => ({ probabilities: Float32Array.of(NaN) })],
    ['answers nothing but zeros', () => ({ probabilities: Float32Array.of(0) })],
  ])('that %s in the middle runs the same batch and all others on the CPU, and says so once', async (_, lost) => {
    const sessions = new Sessions();
    const { session, notices, run } = await onGpu(sessions);
    expect(await run(0.125)).toEqual([0.25]);
    sessions.lost = lost;
    expect(await run(0.25)).toEqual([0.5]);
    expect(await run(0.375)).toEqual([0.75]);
    expect(session.device).toBe('cpu');
    expect(sessions.made).toEqual(['webgpu', 'cpu']);
    expect(sessions.released).toEqual(['webgpu']);
    expect(notices).toEqual(['WebGPU stopped working; the reading goes on on the CPU, and nothing is lost.']);
    await session.release();
    expect(sessions.released).toEqual(['webgpu', 'cpu']);
  });

  it('loses no batch of several under way when it is lost', async () => {
    const sessions = new Sessions();
    const { notices, run } = await onGpu(sessions);
    sessions.lost = refuse;
    expect(await Promise.all([run(0.125), run(0.25), run(0.375)])).toEqual([[0.25], [0.5], [0.75]]);
    expect(sessions.made).toEqual(['webgpu', 'cpu']);
    expect(notices).toHaveLength(1);
  });

  it('that cannot be had begins on the CPU, and says so', async () => {
    const notices: string[] = [];
    const sessions = new Sessions();
    const session = await PredictionSession.create(graph, {
      device: 'cuda',
      threads: 1,
      onFallback: (notice) => notices.push(notice),
      create: (_, options) => (options.device === 'cuda' ? Promise.reject(new Error()) : sessions.create(options)),
    });
    expect(session.device).toBe('cpu');
    expect(notices).toEqual(['CUDA could not be started; the CPU is used.']);
  });

  it('is not blamed for what the CPU cannot run either', async () => {
    const sessions = new Sessions();
    const { session, notices, run } = await onGpu(sessions);
    sessions.lost = refuse;
    sessions.broken = true;
    await expect(run(0.25)).rejects.toThrow('signal is missing');
    expect(session.device).toBe('webgpu');
    expect(notices).toEqual([]);
  });
});
