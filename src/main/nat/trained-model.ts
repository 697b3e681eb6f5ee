import type { HeadConfig } from './heads/head-config.ts';
import type { ModelConfig } from './model-config.ts';
import type { StoredLayout } from './parameters/layout.ts';

/** Weights and what they belong to: what training yields and prediction needs. */
export interface TrainedModel {
  readonly model: ModelConfig;
  readonly head: HeadConfig;
  readonly layout: StoredLayout;
  readonly parameters: Float32Array;
}
