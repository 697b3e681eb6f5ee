import type { Workstation } from '../../../shared/contract.ts';
import type { DeviceName, DevicesInfo, ModelInfo } from '../../../shared/contract/analysis.ts';
import { toProblem } from '../../../shared/problem.ts';

/** What computes the readings: devices with their checks, and the models that are installed. */
export class AnalysisSettingsState {
  devices = $state.raw<DevicesInfo | undefined>();
  models = $state.raw<readonly ModelInfo[] | undefined>();
  probing = $state(false);
  /** The sentence to show where the workstation could not answer. */
  problem = $state('');

  readonly #api: Workstation;
  readonly #leaving = new AbortController();

  constructor(api: Workstation) {
    this.#api = api;
  }

  async load(): Promise<void> {
    await this.#attempt(async (signal) => {
      const [devices, { models }] = await Promise.all([
        this.#api['devices.list']({}, signal),
        this.#api['models.list']({}, signal),
      ]);
      this.devices = devices;
      this.models = models;
    });
  }

  /** Checks every device anew; some seconds. */
  async probe(): Promise<void> {
    this.probing = true;
    await this.#attempt(async (signal) => {
      this.devices = await this.#api['devices.probe']({}, signal);
    });
    this.probing = false;
  }

  async choose(device: 'auto' | DeviceName): Promise<void> {
    await this.#attempt(async (signal) => {
      this.devices = await this.#api['devices.choose']({ device }, signal);
    });
  }

  close(): void {
    this.#leaving.abort();
  }

  async #attempt(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#leaving;
    try {
      await work(signal);
      this.problem = '';
    } catch (thrown) {
      if (!signal.aborted) this.problem = toProblem(thrown).message;
    }
  }
}
