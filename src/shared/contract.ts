import { analysisContract } from './contract/analysis.ts';
import { libraryContract } from './contract/library.ts';
import { reviewContract } from './contract/review.ts';
import { signalContract } from './contract/signal.ts';
import { systemContract } from './contract/system.ts';
import type { Client, Handlers } from './rpc/contract.ts';

/** Everything the window may ask of the workstation. Server and client types are derived from this, never repeated. */
export const contract = {
  ...systemContract,
  ...libraryContract,
  ...signalContract,
  ...reviewContract,
  ...analysisContract,
} as const;

export type WorkstationContract = typeof contract;
export type Workstation = Client<WorkstationContract>;
export type WorkstationHandlers = Handlers<WorkstationContract>;
