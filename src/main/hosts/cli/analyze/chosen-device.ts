import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { DEVICE_NAMES, type DeviceName, type DeviceVerdict } from '../../../../shared/contract/analysis.ts';
import { candidateDevices } from '../../../inference/devices/candidates.ts';
import { chooseDevice, type DeviceChoice } from '../../../inference/devices/choose-device.ts';
import type { ModelFolder } from '../../../inference/models/model-registry.ts';
import { probeInChild, type TrialChild } from '../../../services/probe-in-child.ts';
import { choice } from '../arguments.ts';
import type { CommandContext } from '../command.ts';

/** Signal of some hours: what takes the CPU longer than trying the other devices does. */
const LARGE_BYTES = 32 * 1024 * 1024;

export interface DeviceQuestion {
  readonly files: readonly string[];
  readonly model: ModelFolder | undefined;
  /** Starts a process for one device. */
  readonly spawn: () => TrialChild;
}

/**
 * `--device auto|cpu|webgpu|…`. `auto` tries what this kind of computer may have where a recording is large, and takes the
 * fastest that agrees with the CPU; a device that is named is tried in any case, and must agree too.
 */
export async function chosenDevice(
  context: Pick<CommandContext, 'values' | 'signal' | 'note'>,
  { files, model, spawn }: DeviceQuestion,
): Promise<DeviceName> {
  const wish: DeviceChoice = choice(context, 'device', ['auto', ...DEVICE_NAMES]) ?? 'auto';
  const others = candidateDevices().filter((device) => device !== 'cpu');
  const tried = wish === 'auto' ? (files.some(isLarge) ? others : []) : others.filter((device) => device === wish);
  const verdicts: DeviceVerdict[] = [];
  const attempt = async (device: DeviceName): Promise<void> => {
    const request = { device, threads: availableParallelism(), ...(model ? { model } : {}) };
    verdicts.push(await probeInChild(spawn, request, { log: () => undefined, signal: context.signal }));
  };
  for (const device of tried) await attempt(device);
  // How fast the CPU is matters only where it has company.
  if (wish === 'auto' && verdicts.some(({ verdict }) => verdict === 'agrees')) await attempt('cpu');
  const { device, notice } = chooseDevice(verdicts, wish);
  if (notice !== undefined) context.note(`einthoven: ${notice}`);
  return device;
}

/** By the file itself, or the signal file that WFDB usually keeps beside a header. */
const isLarge = (path: string): boolean =>
  [path, path.replace(/\.hea$/i, '.dat')].some(
    (each) => (statSync(each, { throwIfNoEntry: false })?.size ?? 0) > LARGE_BYTES,
  );
