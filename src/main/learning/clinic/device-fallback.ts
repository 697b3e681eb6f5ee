import { Problem } from '../../../shared/problem.ts';
import type { Device } from '../../nat/runtime/devices.ts';

/**
 * Trains on a device and, where that is absent or lost on the way, goes on with the CPU from the last checkpoint.
 * @param train from wherever the checkpoint is
 * @param onLost told the sentence to show
 * @throws what the training on the CPU throws, and a person's own stopping
 */
export async function trainOnDevice<T>(
  device: Device,
  train: (device: Device) => Promise<T>,
  onLost: (sentence: string) => void,
): Promise<T> {
  if (device === 'cpu') return train('cpu');
  try {
    return await train(device);
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.code !== 'unsupported') throw thrown;
    onLost(
      `The device ${device} was lost or is not there. The training goes on with the CPU from its last checkpoint; ` +
        'nothing was lost, it takes longer.',
    );
    return train('cpu');
  }
}
