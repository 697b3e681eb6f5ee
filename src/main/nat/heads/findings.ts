/** The head for rhythm and findings of a whole window: several may be true at once. */
import type { Tensor } from '../graph/graph.ts';
import { concat, reshape } from '../graph/operations.ts';
import { activation } from '../layers/activation.ts';
import { attentionPooling } from '../layers/attention-pooling.ts';
import { attendOverLeads, meanOverLeads, placeByName } from '../layers/lead-join.ts';
import { linear } from '../layers/linear.ts';
import type { EncoderInput, Level } from '../level.ts';
import type { Scope } from '../parameters/scope.ts';

export interface FindingsHeadConfig {
  /** Names of the findings in the order of the logits. */
  readonly findings: readonly string[];
  /** Learnt means over time that are taken of every lead. */
  readonly queries: number;
  readonly hiddenUnits: number;
  /** Channels each named lead is reduced to before the leads are laid side by side; 0 leaves that part out. */
  readonly perLeadUnits: number;
  readonly dropout: number;
}

export const FINDINGS_HEAD: Omit<FindingsHeadConfig, 'findings'> = {
  queries: 4,
  hiddenUnits: 128,
  perLeadUnits: 24,
  dropout: 0.2,
};

/**
 * Attention pooling over the coarsest level, then over leads in three ways: a mean, a learnt mean and, where names
 * are known, side by side (where a change stands tells an anterior from an inferior infarction).
 * @returns logits [windows, findings], before the sigmoid
 */
export function findingsHead(
  root: Scope,
  levels: readonly Level[],
  { presence, identity }: Pick<EncoderInput, 'presence' | 'identity'>,
  config: FindingsHeadConfig,
): Tensor {
  const scope = root.within('findings');
  const coarsest = levels.at(-1);
  if (!coarsest) throw new Error('a model without levels has nothing to pool');
  const windows = presence.shape[0] ?? 1;
  const pooled = attentionPooling(scope.within('pooling'), coarsest.tokens, config.queries);
  const [leadCount = 1, width = 1] = pooled.shape;
  const attended = attendOverLeads(scope.within('leads'), reshape(pooled, [leadCount, 1, width]), presence);
  const parts = [meanOverLeads(pooled, presence), reshape(attended, [windows, width])];
  if (identity && config.perLeadUnits > 0) {
    const reduced = activation(linear(scope.within('perLead'), pooled, config.perLeadUnits));
    const placed = placeByName(reduced, identity, presence);
    parts.push(reshape(placed, [windows, (placed.shape[1] ?? 1) * config.perLeadUnits]));
  }
  const kept = scope.drop(concat(parts, 1), config.dropout);
  const hidden = activation(linear(scope.within('hidden'), kept, config.hiddenUnits));
  return linear(scope.within('classes'), hidden, config.findings.length);
}
