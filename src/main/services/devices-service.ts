import { availableParallelism } from 'node:os';
import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { DeviceName, DevicesInfo, DeviceVerdict } from '../../shared/contract/analysis.ts';
import { Problem } from '../../shared/problem.ts';
import { candidateDevices } from '../inference/devices/candidates.ts';
import {
  chooseDevice,
  type ChosenDevice,
  chosenDevice,
  type Circumstances,
  DEVICE_CHOICE_SETTING,
  DEVICE_VERDICTS_SETTING,
  type DeviceChoice,
  deviceWish,
  knownVerdicts,
  type SavedVerdicts,
} from '../inference/devices/choose-device.ts';
import { notProbed, TOLERANCE } from '../inference/devices/device-verdict.ts';
import { runtimeVersion } from '../inference/devices/runtime-version.ts';
import type { Library } from '../library/open-library.ts';
import type { ModelsService } from './models-service.ts';
import { probeInChild, type TrialChild } from './probe-in-child.ts';

export type DevicesHandlers = Pick<WorkstationHandlers, 'devices.list' | 'devices.probe' | 'devices.choose'>;

export interface DevicesServiceParts {
  readonly library: { readonly settings: Pick<Library['settings'], 'get' | 'save'> } & Pick<Library, 'whenFree'>;
  readonly models: Pick<ModelsService, 'preferred'>;
  /** Starts a process for one device. */
  readonly spawn: () => TrialChild;
  /** The program's. */
  readonly version: string;
  readonly log: (line: string) => void;
  /** What is tried; what this kind of computer may have unless given. */
  readonly candidates?: readonly DeviceName[];
}

const QUIET_MILLISECONDS = 15_000;

/** Which devices there are, which agree with the CPU, and which is used. */
export class DevicesService {
  readonly handlers: DevicesHandlers;
  private readonly parts: DevicesServiceParts;
  private readonly candidates: readonly DeviceName[];
  private readonly closing = new AbortController();
  private probing: Promise<void> | undefined;
  private quiet: NodeJS.Timeout | undefined;

  constructor(parts: DevicesServiceParts) {
    this.parts = parts;
    this.candidates = parts.candidates ?? candidateDevices();
    this.handlers = {
      'devices.list': () => this.info(),
      'devices.probe': async () => {
        await this.probe();
        return this.info();
      },
      'devices.choose': async ({ device }) => {
        await this.choose(device);
        return this.info();
      },
    };
  }

  /** Where a reading that begins now computes; the CPU until devices have been tried. */
  chosen(): ChosenDevice {
    return chosenDevice(this.parts.library.settings, this.circumstances());
  }

  /** A device that took a process with it is not used again until it is tried anew. */
  async lost(device: DeviceName): Promise<void> {
    const reason = 'It stopped working in the middle of a reading. Check the devices again to give it another try.';
    const verdicts = (this.known() ?? this.candidates.map(notProbed)).map((known): DeviceVerdict => {
      return known.device === device ? { device, verdict: 'failed', reason } : known;
    });
    await this.save(DEVICE_VERDICTS_SETTING, { circumstances: this.circumstances(), verdicts } satisfies SavedVerdicts);
  }

  /**
   * Tries the devices if that has not been done with this program, model and computer: some seconds of work, best when
   * nothing is being read. Never rejects.
   */
  async probeIfDue(): Promise<void> {
    if (this.known() || this.closing.signal.aborted) return;
    await this.probe().catch(() => this.parts.log('devices were not tried'));
  }

  /** The same in a while; asked again, the while begins anew: for whoever has nothing left to read. */
  probeWhenQuiet(milliseconds = QUIET_MILLISECONDS): void {
    clearTimeout(this.quiet);
    if (!this.closing.signal.aborted) this.quiet = setTimeout(() => void this.probeIfDue(), milliseconds).unref();
  }

  async close(): Promise<void> {
    clearTimeout(this.quiet);
    this.closing.abort();
    await this.probing?.catch(() => undefined);
  }

  private info(): DevicesInfo {
    const { settings } = this.parts.library;
    return {
      devices: [...(this.known() ?? this.candidates.map(notProbed))],
      chosen: deviceWish(settings),
      used: this.chosen().device,
      tolerance: TOLERANCE,
    };
  }

  /** @throws Problem `unsupported` for a device that cannot be used; the choice of before then stays */
  private async choose(device: DeviceChoice): Promise<void> {
    if (device !== 'auto' && device !== 'cpu') {
      await this.probeIfDue();
      const { notice } = chooseDevice(this.known() ?? this.candidates.map(notProbed), device);
      if (notice !== undefined) throw new Problem('unsupported', notice);
    }
    await this.save(DEVICE_CHOICE_SETTING, device);
  }

  /** All devices anew, one after the other; whoever asks meanwhile waits for the same. */
  private probe(): Promise<void> {
    this.probing ??= this.probeAll().finally(() => (this.probing = undefined));
    return this.probing;
  }

  private async probeAll(): Promise<void> {
    const { models, spawn, log } = this.parts;
    const circumstances = this.circumstances();
    const model = models.preferred();
    const verdicts: DeviceVerdict[] = [];
    for (const device of this.candidates) {
      const request = {
        device,
        threads: availableParallelism(),
        ...(model ? { model: { folder: model.folder, origin: model.origin } } : {}),
      };
      verdicts.push(await probeInChild(spawn, request, { log, signal: this.closing.signal }));
    }
    await this.save(DEVICE_VERDICTS_SETTING, { circumstances, verdicts } satisfies SavedVerdicts);
  }

  private known(): readonly DeviceVerdict[] | undefined {
    return knownVerdicts(this.parts.library.settings, this.circumstances());
  }

  private circumstances(): Circumstances {
    return {
      program: this.parts.version,
      model: this.parts.models.preferred()?.id ?? 'none',
      runtime: runtimeVersion(),
      platform: `${process.platform}-${process.arch}`,
    };
  }

  private async save(name: string, value: unknown): Promise<void> {
    const { library } = this.parts;
    await library.whenFree(() => library.settings.save(name, value));
  }
}
