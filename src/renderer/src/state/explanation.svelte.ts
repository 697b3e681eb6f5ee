import type { Workstation } from '../../../shared/contract.ts';
import { toProblem } from '../../../shared/problem.ts';
import type { TraceLayers } from '../ecg/trace-layers.svelte.ts';

/** What is to be explained: a finding by its code, or the class of the beat at a sample. */
export type Explained = { readonly finding: string } | { readonly sample: number };

/** Why the model says what it says, laid over the trace on request and taken away again. */
export class Explanation {
  of = $state.raw<Explained | undefined>();
  /** The sentence to show where there is no answer. */
  problem = $state('');

  readonly #api: Workstation;
  readonly #layers: TraceLayers;
  #asking = new AbortController();

  constructor(api: Workstation, layers: TraceLayers) {
    this.#api = api;
    this.#layers = layers;
  }

  /** Whether the answer is on its way. */
  get loading(): boolean {
    return this.of !== undefined && this.#layers.saliency === undefined && this.problem === '';
  }

  explains(other: Explained): boolean {
    const { of } = this;
    if (!of) return false;
    return 'finding' in of
      ? 'finding' in other && other.finding === of.finding
      : 'sample' in other && other.sample === of.sample;
  }

  /** @param setId whose labels are shown; the latest reading when absent */
  async show(recordingId: string, explained: Explained, setId?: string): Promise<void> {
    this.clear();
    this.of = explained;
    const { signal } = (this.#asking = new AbortController());
    try {
      const saliency = await this.#api['analysis.saliency'](
        { recordingId, ...explained, ...(setId === undefined ? {} : { setId }) },
        signal,
      );
      if (!signal.aborted) this.#layers.saliency = saliency;
    } catch (thrown) {
      if (!signal.aborted) this.problem = toProblem(thrown).message;
    }
  }

  clear(): void {
    this.#asking.abort();
    this.of = undefined;
    this.problem = '';
    this.#layers.saliency = undefined;
  }
}
