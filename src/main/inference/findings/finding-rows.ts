import type { FindingRow } from '../../../shared/contract/analysis.ts';
import type { ModelRhythm } from '../../signal/rhythm/rhythm-episodes.ts';
import { type Calibration, calibrateStatements } from '../models/calibration.ts';

/** PTB-XL's diagnostic superclasses (Wagner et al. 2020, doi 10.1038/s41597-020-0495-6); the other findings are rhythms. */
const SUPERCLASSES: ReadonlySet<string> = new Set(['NORM', 'MI', 'STTC', 'CD', 'HYP']);

/** What is suggested from, unless a model's card says otherwise. */
const USUAL_THRESHOLD = 0.5;

/** How a model's card reads its findings. */
export interface FindingsReading {
  /** Names in the order of the model's outputs. */
  readonly findings: readonly string[];
  readonly calibration: Calibration;
  /** Calibrated probability from which a finding is suggested, by name. */
  readonly thresholds: Readonly<Record<string, number>>;
}

/** What the findings say of the rhythm, in PTB-XL's names of statements. */
export function modelRhythm(findings: readonly FindingRow[]): ModelRhythm {
  const of = (name: string): number | undefined => findings.find(({ finding }) => finding === name)?.probability;
  return { fibrillation: of('AFIB'), flutter: of('AFLT'), paced: of('PACE') };
}

/** Probabilities of a recording as rows for a reader: calibrated, superclasses first, each group the most probable first. */
export function findingRows(
  probabilities: Float32Array,
  { findings, calibration, thresholds }: FindingsReading,
): FindingRow[] {
  const calibrated = probabilities.slice();
  calibrateStatements(calibrated, findings.length, calibration);
  const rows = findings.map((finding, index): FindingRow => {
    const probability = calibrated[index] ?? 0;
    return {
      finding,
      group: SUPERCLASSES.has(finding) ? 'superclass' : 'rhythm',
      probability,
      suggested: probability >= (thresholds[finding] ?? USUAL_THRESHOLD),
    };
  });
  const rank = ({ group, probability }: FindingRow): number => (group === 'superclass' ? 2 : 0) + probability;
  return rows.sort((a, b) => rank(b) - rank(a));
}
