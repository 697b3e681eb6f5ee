import type { DeviceName } from '../../../shared/contract/analysis.ts';

/** What an inference process is told of where to compute. */
export interface DeviceOptions {
  readonly device: DeviceName;
  /** Threads of one operator on the CPU. */
  readonly threads: number;
}

/**
 * Windows of one batch: enough to keep a device busy, few enough to answer soon. A graph has one size of batch, so this
 * decides which rounding errors a result has: on the CPU it must not change between a reading and its resumption.
 */
export const windowsAtOnce = (device: DeviceName): number => (device === 'cpu' ? 16 : 64);
