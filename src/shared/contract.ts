import { analysisContract } from './contract/analysis.ts';
import { clustersContract } from './contract/clusters.ts';
import { comparingContract } from './contract/comparing.ts';
import { editingContract } from './contract/editing.ts';
import { learningContract } from './contract/learning.ts';
import { libraryContract } from './contract/library.ts';
import { measurementsContract } from './contract/measurements.ts';
import { readingsContract } from './contract/readings.ts';
import { reviewContract } from './contract/review.ts';
import { reviewQueueContract } from './contract/review-queue.ts';
import { signalContract } from './contract/signal.ts';
import { signingContract } from './contract/signing.ts';
import { systemContract } from './contract/system.ts';
import type { Client, Handlers } from './rpc/contract.ts';

/** Everything the window may ask of the workstation. Server and client types are derived from this, never repeated. */
export const contract = {
  ...systemContract,
  ...libraryContract,
  ...signalContract,
  ...reviewContract,
  ...analysisContract,
  ...editingContract,
  ...signingContract,
  ...comparingContract,
  ...reviewQueueContract,
  ...clustersContract,
  ...learningContract,
  ...measurementsContract,
  ...readingsContract,
} as const;

export type WorkstationContract = typeof contract;
export type Workstation = Client<WorkstationContract>;
export type WorkstationHandlers = Handlers<WorkstationContract>;
