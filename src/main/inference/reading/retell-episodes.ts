import { AAMI_CLASSES, annotationCode, isBeatCode } from '../../../shared/annotation-codes.ts';
import type { Episode, FindingRow, SignalQuality } from '../../../shared/contract/analysis.ts';
import type { RhythmThresholdChanges } from '../../../shared/rhythm-thresholds.ts';
import { unreadableStretches } from '../../signal/quality/unreadable-stretches.ts';
import { rhythmEpisodes } from '../../signal/rhythm/rhythm-episodes.ts';
import { modelRhythm } from '../findings/finding-rows.ts';

/** What is kept of a reading, as far as rhythm is told from it. */
export interface KeptReading {
  readonly rate: number;
  /** Length of the recording in samples. */
  readonly samples: number;
  readonly origin: 'model' | 'rules';
  /** Beats and rhythm changes in order of time. */
  readonly annotations: {
    readonly sample: Int32Array;
    readonly code: Uint8Array;
    readonly confidence?: Float32Array | undefined;
  };
  readonly episodes: readonly Episode[];
  readonly quality: SignalQuality;
  readonly findings: readonly FindingRow[];
}

/**
 * The rhythm of a finished reading by other thresholds. Of a beat the probability of its own class alone is kept: the
 * confidence of an episode that was not there before is told from that and is, if anything, too low; one that was there
 * keeps its own.
 */
export function retellEpisodes(kept: KeptReading, thresholds: RhythmThresholdChanges): Episode[] {
  const { rate, samples, origin, quality, annotations } = kept;
  const rows = [...annotations.code.keys()].filter((row) => isBeatCode(annotations.code[row]!));
  const code = Uint8Array.from(rows, (row) => annotations.code[row]!);
  const { confidence } = annotations;
  const episodes = rhythmEpisodes(
    {
      rate,
      samples,
      sample: Int32Array.from(rows, (row) => annotations.sample[row]!),
      code,
      probabilities:
        origin === 'model' && confidence
          ? ownProbabilities(
              code,
              Float32Array.from(rows, (row) => confidence[row]!),
            )
          : undefined,
      unreadable: unreadableStretches(quality, { rate, samples }),
    },
    { thresholds, model: modelRhythm(kept.findings) },
  );
  const known = new Map(kept.episodes.map((episode) => [placeOf(episode), episode.confidence]));
  return episodes.map((episode) => ({ ...episode, confidence: known.get(placeOf(episode)) ?? episode.confidence }));
}

const placeOf = ({ kind, from, to }: Episode): string => `${kind} ${from} ${to}`;

/** Beats × AAMI_CLASSES, of which only that of the beat's own class is known. */
function ownProbabilities(code: Uint8Array, confidence: Float32Array): Float32Array {
  const probabilities = new Float32Array(code.length * AAMI_CLASSES.length);
  for (const [beat, each] of code.entries()) {
    const own = AAMI_CLASSES.findIndex((name) => name === annotationCode(each)?.aami);
    if (own >= 0) probabilities[beat * AAMI_CLASSES.length + own] = confidence[beat]!;
  }
  return probabilities;
}
