import { FINDINGS_HEAD, type FindingsHeadConfig } from '../../nat/heads/findings.ts';
import type { ModelConfig } from '../../nat/model-config.ts';
import { recogniseFindings } from '../../nat/objectives/recognise-findings.ts';
import { type FreshModel, type Pace, trainModel, type TrainOptions } from '../train-model.ts';
import { FINDINGS_PLAN, type FindingsPlan, FindingsSampler } from './findings-sampler.ts';
import { FINDINGS, type FindingsRecord } from './findings-sets.ts';

export interface FindingsRecipe extends Pace {
  readonly model: ModelConfig;
  readonly head: FindingsHeadConfig;
  readonly plan: FindingsPlan;
}

/** A starting point, not yet tuned. */
export const FINDINGS_RECIPE: Omit<FindingsRecipe, 'model'> = {
  head: { ...FINDINGS_HEAD, findings: FINDINGS },
  plan: FINDINGS_PLAN,
  windows: 8,
  leads: 12,
  steps: 600,
  learningRate: 1e-3,
  warmUpSteps: 60,
  weightDecay: 0.05,
  layerDecay: 1,
};

/** Trains the findings head and its trunk. @throws Problem as `trainModel` does */
export function trainFindings(
  { model, head, plan, ...pace }: FindingsRecipe,
  records: readonly FindingsRecord[],
  options: TrainOptions,
): Promise<FreshModel> {
  const sampler = new FindingsSampler(records, plan, { ...pace, seed: options.seed });
  return trainModel(
    { model, objective: recogniseFindings(head), pace },
    { batch: (step) => sampler.batch(step) },
    options,
  );
}
