export type { TrainedModel } from '../nat/trained-model.ts';
