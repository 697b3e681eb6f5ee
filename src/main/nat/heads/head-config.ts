import type { ReconstructionHeadConfig } from './reconstruction.ts';
import type { BeatsHeadConfig } from './beats.ts';
import type { FindingsHeadConfig } from './findings.ts';
import type { WavesHeadConfig } from './waves.ts';

/** A head and its settings, as checkpoints remember it. */
export type HeadConfig =
  | ({ readonly kind: 'beats' } & BeatsHeadConfig)
  | ({ readonly kind: 'findings' } & FindingsHeadConfig)
  | ({ readonly kind: 'waves' } & WavesHeadConfig)
  | ({ readonly kind: 'reconstruction' } & ReconstructionHeadConfig);
