import type { FindingRow } from '../../../shared/contract/analysis.ts';
import { strings } from '../language/strings.ts';

/** What a finding is called; a code the window does not know stands for itself. */
export function findingName(code: string): string {
  const names: Readonly<Record<string, string>> = strings.findings.names;
  return names[code] ?? code;
}

/** Suggested ones first, the most probable first; what is not suggested follows. */
export const orderFindings = (findings: readonly FindingRow[]): readonly FindingRow[] =>
  findings.toSorted(
    (one, other) => Number(other.suggested) - Number(one.suggested) || other.probability - one.probability,
  );
