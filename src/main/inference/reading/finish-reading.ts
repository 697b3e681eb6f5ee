import { AAMI_CLASSES, codeOfMnemonic } from '../../../shared/annotation-codes.ts';
import type { Episode, FindingRow, SignalQuality } from '../../../shared/contract/analysis.ts';
import type { AnnotationColumns } from '../../../shared/recording.ts';
import {
  type RhythmThresholdChanges,
  type RhythmThresholds,
  rhythmThresholds,
} from '../../../shared/rhythm-thresholds.ts';
import { QUALITY } from '../../signal/quality/signal-quality.ts';
import { unreadableStretches } from '../../signal/quality/unreadable-stretches.ts';
import { rhythmAnnotations } from '../../signal/rhythm/rhythm-annotations.ts';
import { rhythmEpisodes } from '../../signal/rhythm/rhythm-episodes.ts';
import type { Block } from '../blocks/block-plan.ts';
import { secondsOf } from '../blocks/prepare-block.ts';
import { modelRhythm } from '../findings/finding-rows.ts';
import { codesOf } from './beat-codes.ts';
import type { BlockPart } from './reading-step.ts';
import type { EcgLead, RecordingSource } from './recording-source.ts';

const RHYTHM_CHANGE = codeOfMnemonic('+')?.code ?? 28;

/** A block with what was read of it. */
export interface ReadBlock {
  readonly block: Block;
  readonly part: BlockPart;
}

/** The quality of some blocks that follow each other. */
export function qualityOf(blocks: readonly ReadBlock[], leads: readonly EcgLead[]): SignalQuality {
  const spans = blocks.map(({ block }) => secondsOf(block));
  const fromSecond = spans[0]?.from ?? 0;
  const seconds = Math.max(0, (spans.at(-1)?.to ?? 0) - fromSecond);
  const values = new Uint8Array(leads.length * seconds).fill(QUALITY.unknown);
  for (const [index, { part }] of blocks.entries()) {
    const { from, to } = spans[index]!;
    for (let row = 0; row < leads.length; row++) {
      const own = part.quality.subarray(row * (to - from), (row + 1) * (to - from));
      values.set(own, row * seconds + from - fromSecond);
    }
  }
  return { fromSecond, seconds, leads: leads.map(({ index }) => index), values };
}

export interface WholeReading {
  readonly annotations: AnnotationColumns & { readonly confidence: Float32Array };
  readonly probabilities: Float32Array;
  readonly leads: readonly number[];
  readonly episodes: Episode[];
  readonly thresholds: RhythmThresholds;
  readonly quality: SignalQuality;
}

/**
 * Puts all blocks together: the beats, the rhythm told from them, and both as annotations.
 * @param findings what the model says of the recording as a whole, its rhythm among it
 * @param beatLead index among `leads` of the lead that each beat was placed by
 */
export function wholeReading(
  source: RecordingSource,
  leads: readonly EcgLead[],
  blocks: readonly ReadBlock[],
  beatLead: Uint8Array,
  findings: readonly FindingRow[],
  thresholds: RhythmThresholdChanges | undefined,
): WholeReading {
  const { rate, samples } = source;
  const count = blocks.reduce((sum, { part }) => sum + part.sample.length, 0);
  const sample = new Int32Array(count);
  const probabilities = new Float32Array(count * AAMI_CLASSES.length);
  let at = 0;
  for (const { part } of blocks) {
    sample.set(part.sample, at);
    probabilities.set(part.probabilities, at * AAMI_CLASSES.length);
    at += part.sample.length;
  }
  const { code, confidence } = codesOf(probabilities);
  const quality = qualityOf(blocks, leads);
  const unreadable = unreadableStretches(quality, { rate, samples });
  const beats = { rate, samples, sample, code, probabilities, unreadable };
  const episodes = rhythmEpisodes(beats, { thresholds, model: modelRhythm(findings) });
  const channel = Uint8Array.from(beatLead, (lead) => leads[lead]?.index ?? 0);
  return {
    annotations: withRhythm({ sample, code, confidence, channel }, episodes),
    probabilities,
    leads: [...new Set(blocks.flatMap(({ part }) => [...part.leads]))].sort((a, b) => a - b),
    episodes,
    thresholds: rhythmThresholds(thresholds),
    quality,
  };
}

interface BeatColumns {
  readonly sample: Int32Array;
  readonly code: Uint8Array;
  readonly confidence: Float32Array;
  readonly channel: Uint8Array;
}

/** Beats and rhythm changes in order of time; a change comes before the beat it stands at. */
export function withRhythm(
  beats: BeatColumns,
  episodes: readonly Episode[],
): AnnotationColumns & { readonly confidence: Float32Array } {
  const rhythm = rhythmAnnotations(episodes);
  const length = beats.sample.length + rhythm.sample.length;
  const columns = {
    sample: new Int32Array(length),
    code: new Uint8Array(length),
    subtype: new Int8Array(length),
    channel: new Uint8Array(length),
    num: new Int8Array(length),
    confidence: new Float32Array(length),
  };
  const aux = new Map<number, string>();
  let beat = 0;
  let change = 0;
  for (let row = 0; row < length; row++) {
    const isChange =
      change < rhythm.sample.length && (beat >= beats.sample.length || rhythm.sample[change]! <= beats.sample[beat]!);
    columns.sample[row] = isChange ? rhythm.sample[change]! : beats.sample[beat]!;
    columns.channel[row] = beats.channel[Math.min(beat, beats.channel.length - 1)] ?? 0;
    if (isChange) {
      columns.code[row] = RHYTHM_CHANGE;
      columns.confidence[row] = Number.NaN;
      aux.set(row, rhythm.aux[change++]!);
    } else {
      columns.code[row] = beats.code[beat]!;
      columns.confidence[row] = beats.confidence[beat++]!;
    }
  }
  return { ...columns, aux };
}
