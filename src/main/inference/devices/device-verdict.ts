import type { DeviceName, DeviceVerdict } from '../../../shared/contract/analysis.ts';
import { DEVICE_WORDS } from './candidates.ts';
import type { ProbeOutcome } from './probe-outcome.ts';

/**
 * Largest difference of a probability to the CPU's at which a device is said to agree. Sums taken in another order move
 * probabilities by about 1e-6 (8e-7 was measured on WebGPU), products of half precision or TF32 by 1e-3 to 1e-2. A
 * thousandth is what the window, which shows whole per cent, cannot show, and lies between the two.
 */
export const TOLERANCE = 1e-3;

/** What is said of a device that was tried. */
export function verdictOf(device: DeviceName, outcome: ProbeOutcome): DeviceVerdict {
  switch (outcome.kind) {
    case 'absent':
      return { device, verdict: 'absent', reason: DEVICE_WORDS[device].absent };
    case 'failed':
      return { device, verdict: 'failed', reason: 'It cannot run the model.' };
    case 'no-numbers':
      return { device, verdict: 'differs', reason: 'Its answers are not numbers.' };
    case 'ran': {
      const { difference, windowsPerSecond } = outcome;
      const verdict = { device, difference, windowsPerSecond };
      if (difference <= TOLERANCE) return { ...verdict, verdict: 'agrees' };
      const apart = `by up to ${difference.toPrecision(2)} (${TOLERANCE} is allowed)`;
      return { ...verdict, verdict: 'differs', reason: `Its probabilities differ from the CPU’s ${apart}.` };
    }
  }
}

export const crashed = (device: DeviceName): DeviceVerdict => ({
  device,
  verdict: 'failed',
  reason: 'The process that tried it ended unexpectedly.',
});

export const tooSlow = (device: DeviceName, seconds: number): DeviceVerdict => ({
  device,
  verdict: 'failed',
  reason: `It did not answer within ${seconds} s.`,
});

export const notProbed = (device: DeviceName): DeviceVerdict => ({ device, verdict: 'not-probed' });
