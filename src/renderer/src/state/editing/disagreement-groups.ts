import { CHOICE } from '../../../../shared/contract/comparing.ts';

/** A disagreement as the list shows it. */
export interface Disagreement {
  readonly row: number;
  /** See `DISAGREEMENT`. */
  readonly kind: number;
  readonly sample: number;
  /** 0 where that side has no beat. */
  readonly firstCode: number;
  readonly secondCode: number;
  /** See `CHOICE`. */
  readonly choice: number;
}

/** Disagreements of one kind: the same two labels, or a beat that only one side has. */
export interface DisagreementGroup {
  readonly firstCode: number;
  readonly secondCode: number;
  readonly count: number;
  /** Not decided yet. */
  readonly open: number;
}

/** Most frequent first. */
export function groupsOf(list: readonly Disagreement[]): readonly DisagreementGroup[] {
  const groups = new Map<number, { firstCode: number; secondCode: number; count: number; open: number }>();
  for (const { firstCode, secondCode, choice } of list) {
    const key = 256 * firstCode + secondCode;
    const group = groups.get(key) ?? { firstCode, secondCode, count: 0, open: 0 };
    group.count++;
    if (choice === CHOICE.open) group.open++;
    groups.set(key, group);
  }
  return [...groups.values()].sort((one, other) => other.count - one.count);
}
