import type { Workstation } from '../../../shared/contract.ts';

/** Why: how much each stretch of each lead speaks for (above 0) or against (below 0) what is explained. */
export type Saliency = Awaited<ReturnType<Workstation['analysis.saliency']>>;
