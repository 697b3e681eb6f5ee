import { EPISODE_KINDS, type EpisodeKind } from '../../../shared/contract/analysis.ts';

/** What a kind of episode is called in a list, and on the trace where there is no room for more. */
export const EPISODE_NAMES: Readonly<Record<EpisodeKind, { readonly name: string; readonly short: string }>> = {
  'ventricular-flutter': { name: 'Ventricular flutter or fibrillation', short: 'VF' },
  'ventricular-tachycardia': { name: 'Ventricular tachycardia', short: 'VT' },
  pause: { name: 'Pause', short: 'Pause' },
  idioventricular: { name: 'Idioventricular rhythm', short: 'IVR' },
  'atrial-fibrillation': { name: 'Atrial fibrillation', short: 'AF' },
  'atrial-flutter': { name: 'Atrial flutter', short: 'AFL' },
  'supraventricular-tachycardia': { name: 'Supraventricular tachycardia', short: 'SVT' },
  'ventricular-run': { name: 'Ventricular run', short: 'V run' },
  'supraventricular-run': { name: 'Supraventricular run', short: 'S run' },
  bradycardia: { name: 'Bradycardia', short: 'Brady' },
  tachycardia: { name: 'Tachycardia', short: 'Tachy' },
  'ventricular-bigeminy': { name: 'Ventricular bigeminy', short: 'V big' },
  'ventricular-trigeminy': { name: 'Ventricular trigeminy', short: 'V trig' },
  'supraventricular-bigeminy': { name: 'Supraventricular bigeminy', short: 'S big' },
  'supraventricular-trigeminy': { name: 'Supraventricular trigeminy', short: 'S trig' },
  'ventricular-couplet': { name: 'Ventricular couplet', short: 'V cpl' },
  'supraventricular-couplet': { name: 'Supraventricular couplet', short: 'S cpl' },
  paced: { name: 'Paced rhythm', short: 'Paced' },
  'sinus-rhythm': { name: 'Sinus rhythm', short: 'Sinus' },
  unclassified: { name: 'Rhythm not classified', short: '?' },
};

/** What goes on behind the episodes: shown quietly, and passed over when stepping from episode to episode. */
const BACKGROUND: ReadonlySet<EpisodeKind> = new Set(['paced', 'sinus-rhythm', 'unclassified']);

export const isBackground = (kind: EpisodeKind): boolean => BACKGROUND.has(kind);

/** Kinds that a reader should see before anything else. */
export const isUrgent = (kind: EpisodeKind): boolean =>
  EPISODE_KINDS.indexOf(kind) <= EPISODE_KINDS.indexOf('ventricular-run');
