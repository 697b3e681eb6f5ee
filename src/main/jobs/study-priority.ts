import type { Episode, EpisodeKind } from '../../shared/contract/analysis.ts';

/**
 * How soon somebody should look, by what was found: 3 at once, 2 soon, 1 before routine. An order of work, not a
 * diagnosis: this project's own grading of the contract's order of urgency.
 */
const PRIORITY: Readonly<Partial<Record<EpisodeKind, number>>> = {
  'ventricular-flutter': 3,
  'ventricular-tachycardia': 3,
  pause: 3,
  idioventricular: 2,
  'atrial-fibrillation': 2,
  'atrial-flutter': 2,
  'supraventricular-tachycardia': 2,
  'ventricular-run': 2,
  'supraventricular-run': 1,
  bradycardia: 1,
  tachycardia: 1,
  'ventricular-bigeminy': 1,
  'ventricular-trigeminy': 1,
  'ventricular-couplet': 1,
};

/** That of the most urgent episode; 0 where there is none. */
export const priorityOf = (episodes: readonly Pick<Episode, 'kind'>[]): number =>
  episodes.reduce((most, { kind }) => Math.max(most, PRIORITY[kind] ?? 0), 0);
