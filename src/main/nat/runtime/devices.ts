import { env, type InferenceSession } from 'onnxruntime-node';

// What goes wrong is thrown; the lines ONNX Runtime would write of it name paths of the machine.
env.logLevel = 'fatal';

/** Where a graph runs. `cpu` always exists; the others depend on the platform and are to be probed. */
export type Device = 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml';

export interface RuntimeOptions {
  readonly device: Device;
  /** Threads of one operator on the CPU; the number of cores is best. */
  readonly threads: number;
}

/** Session options that were measured to be the fastest, and the same for training and use. */
export function sessionOptions({ device, threads }: RuntimeOptions): InferenceSession.SessionOptions {
  return {
    executionProviders: [device],
    intraOpNumThreads: threads,
    // Memory patterns cost more than they save (431 against 383 ms a step).
    enableMemPattern: false,
    // Threads that spin while they wait starve whatever else runs (1380 against 821 ms a step beside other work).
    // Hidden scores leave denormal weights behind, on which processors are ten times slower (1.3 times, of a step).
    // The first session of a process decides for its main thread.
    extra: { session: { intra_op: { allow_spinning: '0' }, set_denormal_as_zero: '1' } },
    // Beyond 'basic', products are fused into operators that WebGPU leaves to the CPU.
    graphOptimizationLevel: device === 'webgpu' ? 'basic' : 'all',
    logSeverityLevel: 4,
  };
}
