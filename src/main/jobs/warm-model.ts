import { availableParallelism } from 'node:os';
import { type DeviceOptions } from '../inference/devices/device-options.ts';
import { findModel } from '../inference/models/find-model.ts';
import { modelPlaces, type Settings, wantedModels } from '../inference/models/model-registry.ts';
import type { UsableModel } from '../inference/models/read-model.ts';
import { OpenModel } from '../inference/reading/open-model.ts';

/** The model that readings use, and what has to be said about it. */
export interface FoundModel {
  readonly model: OpenModel | undefined;
  readonly notice: string | undefined;
}

/** Keeps one model open from one reading to the next, as long as no other one or device is wanted. */
export class WarmModel {
  #key = '';
  /** Which models it was looked for among, whatever device it was opened for. */
  #among = '';
  #found: Promise<FoundModel> | undefined;

  /** @param shipped the folder of the program's models */
  async find(
    shipped: string | undefined,
    library: { readonly folder: string; readonly settings: Settings },
    device: DeviceOptions,
  ): Promise<FoundModel> {
    const wanted = wantedModels(library.settings);
    const among = amongOf(shipped, library.folder, wanted);
    const key = JSON.stringify([among, device.device, device.threads]);
    if (!this.#found || key !== this.#key) {
      const before = this.#found;
      this.#key = key;
      this.#among = among;
      this.#found = open(shipped, library.folder, wanted, device);
      await closed(before);
    }
    const opening = this.#found;
    // What failed, for lack of memory say, is tried again by the next recording.
    opening.catch(() => this.#forget(opening));
    const found = await opening;
    // One that is lacking may be put right at any time.
    if (!found.model) this.#forget(opening);
    return found;
  }

  #forget(found: Promise<FoundModel>): void {
    if (this.#found === found) this.#found = undefined;
  }

  /**
   * The model as it was read, for one that opens sessions of its own: what a reading has open is left alone, although
   * another device was chosen since.
   */
  async usable(
    shipped: string | undefined,
    library: { readonly folder: string; readonly settings: Settings },
    device: DeviceOptions,
  ): Promise<UsableModel | undefined> {
    if (!this.#found) return (await this.find(shipped, library, device)).model?.usable;
    const wanted = wantedModels(library.settings);
    const isOpen = this.#among === amongOf(shipped, library.folder, wanted);
    const open = isOpen ? (await this.#found).model?.usable : undefined;
    return open ?? (await findModel(modelPlaces(shipped, library.folder), wanted)).model;
  }
}

/** One that could not be opened has nothing to be closed. */
async function closed(before: Promise<FoundModel> | undefined): Promise<void> {
  const found = await before?.catch(() => undefined);
  await found?.model?.close();
}

const amongOf = (...places: readonly unknown[]): string => JSON.stringify(places);

async function open(
  shipped: string | undefined,
  libraryFolder: string,
  wanted: readonly string[],
  device: DeviceOptions,
): Promise<FoundModel> {
  const { model, notice } = await findModel(modelPlaces(shipped, libraryFolder), wanted);
  return { model: model && new OpenModel(model, device), notice };
}

/** One for the process: its sessions stay warm from one recording to the next. */
export const warmModel = new WarmModel();

/** Where models run unless something else is said. */
export const usualDevice = (): DeviceOptions => ({ device: 'cpu', threads: availableParallelism() });
