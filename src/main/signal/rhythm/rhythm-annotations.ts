import { EPISODE_KINDS, type Episode, type EpisodeKind } from '../../../shared/contract/analysis.ts';

/**
 * The auxiliary text of a WFDB rhythm annotation (PhysioNet's table; `(NOISE` as in the MIT-BIH Malignant Ventricular
 * Arrhythmia Database). Kinds without one change no rhythm.
 */
export const RHYTHM_AUX: Readonly<Partial<Record<EpisodeKind, string>>> = {
  'ventricular-flutter': '(VFL',
  'ventricular-tachycardia': '(VT',
  idioventricular: '(IVR',
  'atrial-fibrillation': '(AFIB',
  'atrial-flutter': '(AFL',
  'supraventricular-tachycardia': '(SVTA',
  bradycardia: '(SBR',
  tachycardia: '(N',
  'ventricular-bigeminy': '(B',
  'ventricular-trigeminy': '(T',
  'supraventricular-bigeminy': '(AB',
  paced: '(P',
  'sinus-rhythm': '(N',
  unclassified: '(NOISE',
};

/** The underlying rhythm, lowest of all; of events the more urgent one is told where several hold. */
const UNDERLYING: ReadonlySet<EpisodeKind> = new Set<EpisodeKind>([
  'atrial-fibrillation',
  'atrial-flutter',
  'bradycardia',
  'tachycardia',
  'paced',
  'sinus-rhythm',
  'unclassified',
]);
const rankOf = (kind: EpisodeKind): number =>
  EPISODE_KINDS.indexOf(kind) + (UNDERLYING.has(kind) ? EPISODE_KINDS.length : 0);

/** `+` annotations, in order: each holds until the next. */
export interface RhythmAnnotations {
  readonly sample: Int32Array;
  readonly aux: readonly string[];
}

/**
 * Episodes as WFDB rhythm changes. A change stands one sample before the beat the rhythm begins with, because two
 * annotations of one channel must not share a sample; after an event the rhythm below is named again.
 * @param episodes in order of time, as `rhythmEpisodes` gives them
 */
export function rhythmAnnotations(episodes: readonly Episode[]): RhythmAnnotations {
  const told = episodes.filter(({ kind }) => RHYTHM_AUX[kind] !== undefined);
  const bounds = Float64Array.from(told.flatMap(({ kind, from, to }) => [from, endOf(kind, to)])).sort();
  const sample: number[] = [];
  const aux: string[] = [];
  let open: Episode[] = [];
  let next = 0;
  let last = -1;
  for (const bound of bounds) {
    if (bound === last) continue;
    last = bound;
    open = open.filter(({ kind, to }) => endOf(kind, to) > bound);
    while (next < told.length && told[next]!.from <= bound) open.push(told[next++]!);
    const highest = open.reduce<Episode | undefined>(
      (best, each) => (best === undefined || rankOf(each.kind) < rankOf(best.kind) ? each : best),
      undefined,
    );
    const text = highest && RHYTHM_AUX[highest.kind];
    if (text === undefined || text === aux.at(-1)) continue;
    sample.push(Math.max(0, bound - 1));
    aux.push(text);
  }
  return { sample: Int32Array.from(sample), aux };
}

/** An event lasts until just behind its last beat: that beat is one of it. */
const endOf = (kind: EpisodeKind, to: number): number => (UNDERLYING.has(kind) ? to : to + 2);
