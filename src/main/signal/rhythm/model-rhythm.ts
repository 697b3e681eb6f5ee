/** What a model says of the rhythm of a whole recording: probabilities; what it has not learnt is absent. */
export interface ModelRhythm {
  readonly fibrillation?: number | undefined;
  readonly flutter?: number | undefined;
  readonly paced?: number | undefined;
}
