import { availableParallelism } from 'node:os';
import * as z from 'zod';
import { DeviceName, DeviceVerdict } from '../../../shared/contract/analysis.ts';
import { candidateDevices, DEVICE_WORDS } from './candidates.ts';
import type { DeviceOptions } from './device-options.ts';
import { notProbed } from './device-verdict.ts';

/** The reader's wish. */
export const DeviceChoice = z.union([z.literal('auto'), DeviceName]);
export type DeviceChoice = z.infer<typeof DeviceChoice>;

/** What verdicts hold for; with any of it changed, devices have to be tried anew. */
export const Circumstances = z.object({
  program: z.string(),
  /** Id of the model they were tried with. */
  model: z.string(),
  /** Version of ONNX Runtime. */
  runtime: z.string(),
  /** `linux-x64`. */
  platform: z.string(),
});
export type Circumstances = z.infer<typeof Circumstances>;

/** Names of the settings in which a library remembers them. */
export const DEVICE_CHOICE_SETTING = 'device';
export const DEVICE_VERDICTS_SETTING = 'device-verdicts';
export const SavedVerdicts = z.object({ circumstances: Circumstances, verdicts: z.array(DeviceVerdict) });
export type SavedVerdicts = z.infer<typeof SavedVerdicts>;

/** Where settings are read, such as a library's. */
interface Settings {
  get(name: string): unknown;
}

export interface ChosenDevice extends DeviceOptions {
  /** Why it is not the one the reader wished for. */
  readonly notice?: string | undefined;
}

/** The fastest device that agrees with the CPU, or the one wished for if it does; else the CPU, and why. */
export function chooseDevice(
  verdicts: readonly DeviceVerdict[],
  wish: DeviceChoice,
): Pick<ChosenDevice, 'device' | 'notice'> {
  if (wish === 'auto') {
    const [fastest] = verdicts
      .filter(({ verdict }) => verdict === 'agrees')
      .sort((a, b) => (b.windowsPerSecond ?? 0) - (a.windowsPerSecond ?? 0));
    return { device: fastest?.device ?? 'cpu' };
  }
  const verdict = verdicts.find(({ device }) => device === wish) ?? notOffered(wish);
  return wish === 'cpu' || verdict.verdict === 'agrees'
    ? { device: wish }
    : { device: 'cpu', notice: refusal(verdict) };
}

/** Why a device is not used, for the reader who wished for it. */
function refusal({ device, reason }: DeviceVerdict): string {
  const { name } = DEVICE_WORDS[device];
  return `${name} is not used: ${reason ?? 'It has not been tried on this computer yet.'} The CPU is used instead.`;
}

const notOffered = (device: DeviceName): DeviceVerdict => ({
  device,
  verdict: 'absent',
  reason: 'There is none on this kind of computer.',
});

export function deviceWish(settings: Settings): DeviceChoice {
  const saved = DeviceChoice.safeParse(settings.get(DEVICE_CHOICE_SETTING));
  return saved.success ? saved.data : 'auto';
}

/**
 * What is known of the devices of this computer.
 * @param now verdicts of other circumstances do not count; absent where the caller cannot know them
 */
export function knownVerdicts(settings: Settings, now?: Circumstances): readonly DeviceVerdict[] | undefined {
  const saved = SavedVerdicts.safeParse(settings.get(DEVICE_VERDICTS_SETTING));
  if (!saved.success || (now && !same(saved.data.circumstances, now))) return undefined;
  return saved.data.verdicts;
}

/** Where to compute, of what a library's settings say; the CPU while nothing has been tried. */
export function chosenDevice(settings: Settings, now?: Circumstances): ChosenDevice {
  const verdicts = knownVerdicts(settings, now) ?? candidateDevices().map(notProbed);
  return { ...chooseDevice(verdicts, deviceWish(settings)), threads: availableParallelism() };
}

const same = (a: Circumstances, b: Circumstances): boolean =>
  a.program === b.program && a.model === b.model && a.runtime === b.runtime && a.platform === b.platform;
