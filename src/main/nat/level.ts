import type { Tensor } from './graph/graph.ts';

/** One resolution of an encoder's output. */
export interface Level {
  /** [windows · leads, length, dim], every token with zero mean and unit variance. */
  readonly tokens: Tensor;
  /** Samples of the window that one token stands for; token t is centred on sample (t + ½) · this − ½. */
  readonly samplesPerToken: number;
}

/** What an encoder is given. */
export interface EncoderInput {
  /** [windows · leads, channels, samples]: the lead, scaled, and optionally its residual. */
  readonly signal: Tensor;
  /** [windows, leads]: 1 for a lead that exists, 0 for one that fills the batch. */
  readonly presence: Tensor;
  /** [windows, leads, LEAD_NAMES.length], one-hot; only for models that know lead names. */
  readonly identity?: Tensor | undefined;
  /** [windows · leads, coarsest tokens], 1 where the signal was blanked for masked reconstruction. */
  readonly blanked?: Tensor | undefined;
}
