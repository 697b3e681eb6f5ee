import type { SnapshotInfo } from '../../../../shared/contract/learning.ts';

/** The model a snapshot trains further and the one in use, where those are two. */
export function parentNotInUse(
  snapshot: Pick<SnapshotInfo, 'parentModel'> | undefined,
  inUse: string | undefined,
): { readonly parent: string; readonly inUse: string } | undefined {
  if (!snapshot || inUse === undefined || snapshot.parentModel === inUse) return undefined;
  return { parent: snapshot.parentModel, inUse };
}
