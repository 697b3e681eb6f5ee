import { Comparison } from '../../../shared/contract/learning-evaluation.ts';
import type { GateSentence } from '../../../shared/contract/learning-gate.ts';
import { Problem } from '../../../shared/problem.ts';
import type { CandidateStore } from '../../library/learning-loop/candidate-store.ts';
import { storedValue } from '../../library/learning-loop/stored-value.ts';

/** A comparison in which the gate refused a candidate, and which no later one lifts. */
export interface StandingRefusal {
  readonly incumbentId: string;
  /** ISO 8601. */
  readonly at: string;
  /** Undefined where another version of the program made it: it refuses all the same. */
  readonly comparison: Comparison | undefined;
}

/**
 * The latest comparison of a candidate. A refusal by the gate stays, whatever a later comparison on other patients or
 * beside another model says: the verdict then tells what was worse, and how to go on.
 * @throws Problem `not-found`; `unreadable` for one of another version
 */
export function keptComparison(candidates: CandidateStore, modelId: string): Comparison {
  const stored = candidates.comparison(modelId);
  if (!stored) throw notCompared(modelId);
  const comparison = parsed(stored.content);
  if (!comparison) {
    throw new Problem(
      'unreadable',
      'This comparison was made by another version of Einthoven. Compare the model anew.',
    );
  }
  if (!comparison.gate.passed) return comparison;
  const refusal = standingRefusal(candidates, modelId);
  if (!refusal) return comparison;
  const { gate } = comparison;
  const { incumbentId, at } = refusal;
  const before = refusal.comparison;
  const sentences: GateSentence[] = [
    {
      ...{ code: 'refused-before', incumbentId, at, patients: judges(comparison) },
      ...(before ? { patientsBefore: judges(before) } : {}),
    },
    ...(before?.gate.sentences.filter(({ code }) => code === 'falls' || code === 'text') ?? []),
    { code: 'go-on' },
    // That it is not worse now is said already.
    ...gate.sentences.filter(({ code }) => code !== 'not-worse'),
  ];
  return { ...comparison, gate: { ...gate, passed: false, sentences } };
}

/** The latest refusal of a candidate that stays. */
export function standingRefusal(candidates: CandidateStore, modelId: string): StandingRefusal | undefined {
  for (const { incumbentId, at, content } of candidates.refusals(modelId)) {
    const comparison = parsed(content);
    if (!comparison || stays(comparison)) return { incumbentId, at, comparison };
  }
  return undefined;
}

/** Where nothing was found to be worse and the reference set alone was missing, nobody has judged yet. */
const stays = ({ gate: { rows, sentences } }: Comparison): boolean =>
  rows.some(({ outcome }) => outcome === 'worse') || !sentences.some(({ code }) => code === 'reference-missing');

const notCompared = (modelId: string): Problem =>
  new Problem(
    'not-found',
    `There is no comparison of a model ${modelId} yet. "einthoven learn status" lists the models, and what is under way.`,
  );

const judges = ({ groups }: Comparison): number => groups.find(({ group }) => group === 'clinic')?.patients ?? 0;

function parsed(content: Uint8Array): Comparison | undefined {
  const found = Comparison.safeParse(storedValue(content));
  return found.success ? found.data : undefined;
}
