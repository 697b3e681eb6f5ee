import { Problem } from '../../../shared/problem.ts';
import type { Device } from '../../nat/runtime/devices.ts';

/**
 * Trains on a device and, where that is absent or lost on the way, goes on with the CPU from the last checkpoint.
 * @param train from wherever the checkpoint is
 * @param onLost told the device that is gone
 * @throws what the training on the CPU throws, and whatever is no fault of the device
 */
export async function trainOnDevice<T>(
  device: Device,
  train: (device: Device) => Promise<T>,
  onLost: (device: Device) => void,
): Promise<T> {
  if (device === 'cpu') return train('cpu');
  try {
    return await train(device);
  } catch (thrown) {
    if (!isOfDevice(thrown)) throw thrown;
    onLost(device);
    return train('cpu');
  }
}

/** Words of ONNX Runtime and of drivers; they have no codes of their own. */
const DEVICE_WORDS =
  /device|adapter|gpu|cuda|cudnn|cublas|d3d12|dxgi|directml|\bdml|metal|coreml|vulkan|execution ?provider|backend|onnxruntime|\bort\b/i;

/**
 * Whether an error came from the device. Those of the file system bear a code, those of a mistake in the program a name of
 * their own (TypeError); a computation on the CPU would only meet them again, later.
 */
function isOfDevice(thrown: unknown): boolean {
  if (thrown instanceof Problem) return thrown.code === 'unsupported' && isOfDevice(thrown.cause);
  return (
    thrown instanceof Error && thrown.name === 'Error' && !('errno' in thrown) && DEVICE_WORDS.test(thrown.message)
  );
}
