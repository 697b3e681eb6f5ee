import type { Block } from '../blocks/block-plan.ts';
import { type PreparedBlock, requestBlock } from '../blocks/prepare-block.ts';
import { beatLeads } from './beat-leads.ts';
import type { FoundBeats } from './found-beats.ts';
import type { ReadingModel } from './open-model.ts';
import type { EcgLead, RecordingSource } from './recording-source.ts';
import type { SignalWork } from './signal-work.ts';

/** Leads a block is classified by, and its signal in the model's band. */
interface Preparation {
  readonly leads: readonly EcgLead[];
  readonly prepared: Promise<PreparedBlock>;
}

/** Blocks on their way into the model's band: the next one is prepared while the model reads the one before. */
export class PreparedBlocks {
  readonly #source: RecordingSource;
  readonly #leads: readonly EcgLead[];
  readonly #rule: ReadingModel['beatLeads'];
  readonly #found: FoundBeats;
  readonly #work: SignalWork;
  readonly #begun = new Map<number, Preparation>();

  constructor(
    source: RecordingSource,
    leads: readonly EcgLead[],
    rule: ReadingModel['beatLeads'],
    found: FoundBeats,
    work: SignalWork,
  ) {
    this.#source = source;
    this.#leads = leads;
    this.#rule = rule;
    this.#found = found;
    this.#work = work;
  }

  /** The beats of the block and beside it are known. */
  begin(block: Block): Preparation {
    const known = this.#begun.get(block.index);
    if (known) return known;
    const leads = beatLeads(this.#leads, this.#found.weightsOf(block.index), this.#rule);
    const request = requestBlock(this.#source, leads, this.#leads, block, this.#found.sample);
    const prepared = this.#work.prepare(request);
    prepared.catch(() => undefined); // told where it is awaited, if it still is
    const made = { leads, prepared };
    this.#begun.set(block.index, made);
    return made;
  }

  /** The block once it is prepared; it is kept no longer. */
  async take(block: Block): Promise<{ readonly leads: readonly EcgLead[]; readonly prepared: PreparedBlock }> {
    const { leads, prepared } = this.begin(block);
    const ready = await prepared;
    this.#begun.delete(block.index);
    return { leads, prepared: ready };
  }
}
