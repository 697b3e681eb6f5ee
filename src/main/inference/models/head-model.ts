import type { HeadConfig } from '../../nat/heads/head-config.ts';
import type { ModelConfig } from '../../nat/model-config.ts';
import type { StoredLayout } from '../../nat/parameters/layout.ts';

/** One head with its trunk, as an inference graph is built from it. */
export interface HeadModel<K extends HeadConfig['kind'] = HeadConfig['kind']> {
  readonly model: ModelConfig;
  readonly head: Extract<HeadConfig, { kind: K }>;
  readonly layout: StoredLayout;
  readonly parameters: Float32Array;
}
