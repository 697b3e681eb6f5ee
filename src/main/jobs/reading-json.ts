import { AAMI_CLASSES, isBeatCode, mnemonicOf } from '../../shared/annotation-codes.ts';
import { durationSeconds, type RecordingHeader } from '../../shared/recording.ts';
import type { FinishedReading } from '../inference/reading/reading-step.ts';
import { QUALITY } from '../signal/quality/signal-quality.ts';
import type { FileSummary } from './file-reading-contract.ts';

/**
 * Everything a reading says of a recording, as JSON on one line: a table of a day's beats printed a number a line could
 * not be looked at. Numbers that are not known are null.
 */
export function readingJson(
  header: RecordingHeader,
  reading: FinishedReading,
  summary: FileSummary,
  warnings: readonly string[],
): string {
  const { leads } = header;
  const nameOf = (index: number): string => leads[index]?.name ?? '';
  return JSON.stringify({
    ...summary,
    device: reading.device ?? null,
    rate: header.rate,
    samples: header.samples,
    durationSeconds: durationSeconds(header),
    leads: reading.leads.map(nameOf),
    beats: beatsOf(reading),
    episodes: reading.episodes.map((episode) => ({ ...episode, confidence: rounded(episode.confidence) })),
    thresholds: reading.thresholds,
    findings: reading.findings.map((row) => ({ ...row, probability: rounded(row.probability) })),
    quality: qualityOf(reading, nameOf),
    warnings,
  });
}

/** Columns of the same length: where each beat is, what it is, and the probability of every class. */
function beatsOf({ annotations, probabilities }: FinishedReading) {
  const { sample, code, confidence } = annotations;
  const rows = [...code.keys()].filter((row) => isBeatCode(code[row] ?? 0));
  const classes = AAMI_CLASSES.length;
  return {
    sample: rows.map((row) => sample[row]),
    code: rows.map((row) => mnemonicOf(code[row] ?? 0)),
    confidence: rows.map((row) => rounded(confidence[row])),
    probabilities: probabilities
      ? Object.fromEntries(
          AAMI_CLASSES.map((name, index) => [
            name,
            rows.map((_, beat) => rounded(probabilities[beat * classes + index])),
          ]),
        )
      : null,
  };
}

/** For each second of each lead 0 (unreadable), 1 (poor), 2 (good) or null (missing or not looked at). */
function qualityOf({ quality }: FinishedReading, nameOf: (lead: number) => string) {
  const { seconds, values } = quality;
  return quality.leads.map((index, row) => ({
    lead: nameOf(index),
    seconds: Array.from(values.subarray(row * seconds, (row + 1) * seconds), (value) =>
      value === QUALITY.unknown ? null : value,
    ),
  }));
}

/** Four decimals are more than any calibration holds. */
const rounded = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : Math.round(value * 1e4) / 1e4;
