import type { Episode } from '../../shared/contract/analysis.ts';
import { Problem } from '../../shared/problem.ts';
import type { RhythmThresholdChanges } from '../../shared/rhythm-thresholds.ts';
import { retellEpisodes } from '../inference/reading/retell-episodes.ts';
import type { Library } from '../library/open-library.ts';

/** The rhythm of a finished reading by other thresholds; its annotations stay as they are. @throws Problem `not-found` */
export function episodesAnew(
  library: Library,
  { setId, thresholds }: { readonly setId: string; readonly thresholds: RhythmThresholdChanges },
): { episodes: Episode[] } {
  const { recordingId, origin } = library.annotations.set(setId);
  const result = library.readings.result(setId);
  if (!result) throw new Problem('not-found', 'Nothing but the annotations of this reading was kept.');
  const { rate, samples } = library.signals.recording(recordingId);
  const kept = {
    rate,
    samples,
    origin: origin === 'model' ? origin : ('rules' as const),
    annotations: library.annotations.read(setId),
    episodes: result.episodes,
    quality: result.quality,
    findings: result.findings,
  };
  return { episodes: retellEpisodes(kept, thresholds) };
}
