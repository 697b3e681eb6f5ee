import type { DeviceName } from '../../../shared/contract/analysis.ts';

/** What ONNX Runtime's package for Node can compute on; whether a machine has it is found out by trying. */
export function candidateDevices(
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): readonly DeviceName[] {
  switch (platform) {
    case 'win32':
      return ['cpu', 'webgpu', 'dml'];
    case 'darwin':
      return ['cpu', 'webgpu', 'coreml'];
    default:
      // No WebGPU and no CUDA in the package's library for 64-bit ARM.
      return arch === 'x64' ? ['cpu', 'webgpu', 'cuda'] : ['cpu'];
  }
}

interface Words {
  /** In a sentence: `the CPU`. */
  readonly name: string;
  /** Why there is none on a machine. */
  readonly absent: string;
}

export const DEVICE_WORDS: Readonly<Record<DeviceName, Words>> = {
  cpu: { name: 'the CPU', absent: 'ONNX Runtime could not be started.' },
  webgpu: { name: 'WebGPU', absent: 'This computer has no graphics adapter that WebGPU can use.' },
  cuda: {
    name: 'CUDA',
    absent: 'NVIDIA’s CUDA 12 and cuDNN 9 with ONNX Runtime’s library for them are not installed.',
  },
  dml: { name: 'DirectML', absent: 'This computer has no graphics adapter that DirectX 12 can use.' },
  coreml: { name: 'CoreML', absent: 'This version of macOS offers no CoreML.' },
};
