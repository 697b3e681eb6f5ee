import type { HeadConfig } from '../nat/heads/head-config.ts';
import type { ModelConfig } from '../nat/model-config.ts';
import type { StoredLayout } from '../nat/parameters/layout.ts';

/** Weights and what they belong to: what training yields and prediction needs. */
export interface TrainedModel {
  readonly model: ModelConfig;
  readonly head: HeadConfig;
  readonly layout: StoredLayout;
  readonly parameters: Float32Array;
}
