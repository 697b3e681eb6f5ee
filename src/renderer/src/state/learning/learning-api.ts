import type { LearningContract } from '../../../../shared/contract/learning.ts';
import type { Client } from '../../../../shared/rpc/contract.ts';

/** The part of the workstation that learns. */
export type LearningApi = Client<LearningContract>;

/** What the learning loop's states need of the window around them. */
export interface LearningSurroundings {
  readonly api: LearningApi;
  /** Resolves with whether there is a name to decide under; asks for it where there is none. */
  readonly named: () => Promise<boolean>;
  readonly tell: (text: string) => void;
  readonly tellProblem: (thrown: unknown) => void;
}
