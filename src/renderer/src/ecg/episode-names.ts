import { EPISODE_KINDS, type EpisodeKind } from '../../../shared/contract/analysis.ts';

/** What goes on behind the episodes: shown quietly, and passed over when stepping from episode to episode. */
const BACKGROUND: ReadonlySet<EpisodeKind> = new Set(['paced', 'sinus-rhythm', 'unclassified']);

export const isBackground = (kind: EpisodeKind): boolean => BACKGROUND.has(kind);

/** Kinds that a reader should see before anything else. */
export const isUrgent = (kind: EpisodeKind): boolean =>
  EPISODE_KINDS.indexOf(kind) <= EPISODE_KINDS.indexOf('ventricular-run');
