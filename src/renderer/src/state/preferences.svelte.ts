import type { Workstation } from '../../../shared/contract.ts';
import type { Preferences } from '../../../shared/contract/system.ts';

/** Changes are saved together this long after the last one, in milliseconds. */
export const SAVE_DELAY = 400;

/** What the window remembers. A change holds at once and is saved soon after. */
export class PreferencesState {
  #value = $state.raw<Preferences>() as Preferences;
  readonly #api: Workstation;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Workstation, saved: Preferences) {
    this.#api = api;
    this.#value = saved;
  }

  get value(): Preferences {
    return this.#value;
  }

  change(part: Partial<Preferences>): void {
    const next: Preferences = { ...this.#value, ...part };
    if (JSON.stringify(next) === JSON.stringify(this.#value)) return;
    this.#value = next;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), SAVE_DELAY);
  }

  /** Saves what is not saved yet; called when the window goes as well. */
  async save(): Promise<void> {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#api['system.savePreferences'](this.#value);
  }
}
