import { randomStream, type RandomStream } from '../../nat/random.ts';
import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import type { Batch } from '../../nat/runtime/training-session.ts';
import { type AugmentationStrength, disturb, USUAL_AUGMENTATION } from '../beats/augmentation.ts';
import { shuffle } from '../label-fraction.ts';
import { CHANNELS, type LeadBatch, leadBatch, leadFeeds, placeWindow, slotStart } from '../../nat/inputs/lead-batch.ts';
import { FINDINGS, type FindingsRecord } from './findings-sets.ts';

export interface FindingsPlan {
  /** Probability of a record from each set. */
  readonly setShare: Readonly<Record<string, number>>;
  /** Share of windows drawn among the records with a finding picked at random; the rest are drawn anywhere. */
  readonly focused: number;
  /** Share of windows that show only some of their leads: the model must serve recordings with fewer than twelve. */
  readonly fewerLeads: number;
  readonly augmentation: AugmentationStrength;
}

export const FINDINGS_PLAN: FindingsPlan = {
  setShare: { ptbxl: 0.85, cinc2017: 0.15 },
  focused: 0.5,
  fewerLeads: 0.25,
  augmentation: { ...USUAL_AUGMENTATION, timeScale: 0, recordedNoise: 0 },
};

/** Draws windows of records with their findings; the batch of a step depends on seed and step alone. */
export class FindingsSampler {
  readonly #sets: ReadonlyMap<string, readonly FindingsRecord[]>;
  readonly #plan: FindingsPlan;
  readonly #seed: number;
  readonly #batch: LeadBatch;
  readonly #targets: Float32Array;
  readonly #known: Float32Array;

  constructor(
    records: readonly FindingsRecord[],
    plan: FindingsPlan,
    shape: { readonly windows: number; readonly leads: number; readonly seed: number },
  ) {
    this.#sets = Map.groupBy(records, ({ set }) => set);
    this.#plan = plan;
    this.#seed = shape.seed;
    this.#batch = leadBatch(shape.windows, shape.leads);
    this.#targets = new Float32Array(shape.windows * FINDINGS.length);
    this.#known = new Float32Array(shape.windows * FINDINGS.length);
  }

  batch(step: number): Batch {
    const random = randomStream(this.#seed, `findings ${step}`);
    for (let window = 0; window < this.#batch.windows; window++) this.#place(window, this.#draw(random), random);
    return { ...leadFeeds(this.#batch), findingTargets: this.#targets, findingKnown: this.#known };
  }

  #draw(random: RandomStream): FindingsRecord {
    const sets = [...this.#sets].map(([set, records]) => ({ records, share: this.#plan.setShare[set] ?? 0.1 }));
    let point = random.uniform() * sets.reduce((sum, { share }) => sum + share, 0);
    const chosen = sets.find(({ share }) => (point -= share) < 0) ?? sets.at(-1);
    const records = chosen?.records ?? [];
    if (random.uniform() < this.#plan.focused) {
      const finding = Math.floor(random.uniform() * FINDINGS.length);
      const own = records.filter(({ targets }) => targets[finding] === 1);
      if (own.length > 0) return own[Math.floor(random.uniform() * own.length)]!;
    }
    return records[Math.floor(random.uniform() * records.length)]!;
  }

  #place(window: number, record: FindingsRecord, random: RandomStream): void {
    const batch = this.#batch;
    const spare = (record.leads[0]?.length ?? 0) - WINDOW_SAMPLES;
    const from = spare > 0 ? Math.floor(random.uniform() * (spare + 1)) : 0;
    placeWindow(batch, window, record, from, leadsShown(record, batch.leads, this.#plan.fewerLeads, random), 'window');
    for (let slot = 0; slot < batch.leads; slot++) {
      if (batch.presence[window * batch.leads + slot] === 0) continue;
      const at = slotStart(batch, window, slot);
      disturb(batch.signal, at, random, this.#plan.augmentation, []);
      // What was added to the residual, which is not known here, is taken back.
      batch.signal.fill(0, at + WINDOW_SAMPLES, at + CHANNELS * WINDOW_SAMPLES);
    }
    placeTargets(record, window, this.#targets, this.#known);
  }
}

/** Lead of each slot: all in their order, or a few at random. */
export function leadsShown(
  { leads }: Pick<FindingsRecord, 'leads'>,
  slots: number,
  fewer: number,
  random: RandomStream,
): number[] {
  const order = leads.map((_, lead) => lead);
  const some = random.uniform() < fewer;
  if (!some && order.length <= slots) return order;
  shuffle(order, random);
  return order.slice(0, some ? 1 + Math.floor(random.uniform() * Math.min(slots, order.length)) : slots);
}

/** Targets and what is known of them; NaN is not known. */
export function placeTargets(
  { targets }: Pick<FindingsRecord, 'targets'>,
  window: number,
  out: Float32Array,
  known: Float32Array,
): void {
  for (let finding = 0; finding < targets.length; finding++) {
    const value = targets[finding]!;
    out[window * targets.length + finding] = Number.isNaN(value) ? 0 : value;
    known[window * targets.length + finding] = Number.isNaN(value) ? 0 : 1;
  }
}
