import { STANDARD_LEADS, type StandardLead } from '../../shared/leads.ts';
import { Problem } from '../../shared/problem.ts';
import type { Noise, Scenario, Segment } from './scenario.ts';

export interface Preset {
  readonly id: string;
  readonly title: string;
  /** The surname of the made-up patient is `Synthetic`; this is the first name. */
  readonly patient: string;
  readonly ageYears: number;
  readonly sex: 'female' | 'male';
  readonly kind: 'resting' | 'holter';
  readonly seed: number;
  readonly segments: readonly Segment[];
  readonly noise?: Noise;
}

/** What a preset may be asked to do differently. */
export interface PresetOptions {
  readonly name?: string | undefined;
  readonly seconds?: number | undefined;
  readonly rate?: number | undefined;
  readonly leads?: readonly StandardLead[] | undefined;
  readonly seed?: number | undefined;
}

const MINUTE = 60;
const HOUR = 3600;

/** A quiet patient on good electrodes. */
const QUIET: Noise = { baselineWander: 0.02, mains: 0.003, muscle: 0.006 };
const RESTLESS: Noise = { baselineWander: 0.16, mains: 0.025, muscle: 0.03, electrodeMotionPerMinute: 18 };
const AMBULATORY: Noise = { baselineWander: 0.07, mains: 0.006, muscle: 0.014, electrodeMotionPerMinute: 0.3 };

/** Half an hour with one of each: single and paired ectopic beats, atrial fibrillation, a short ventricular run, a pause. */
const MIXED: readonly Segment[] = [
  { rhythm: 'sinus', rate: 74, seconds: 5 * MINUTE, pvcPerMinute: 2, pacPerMinute: 1 },
  { rhythm: 'ventricular-tachycardia', rate: 165, seconds: 3.2 },
  { rhythm: 'sinus', rate: 78, seconds: 4 * MINUTE, pvcPerMinute: 3, coupletsPerMinute: 0.5 },
  { rhythm: 'sinus', rate: 82, seconds: 40, pattern: 'bigeminy' },
  { rhythm: 'sinus', rate: 70, seconds: 3 * MINUTE, pacPerMinute: 4 },
  { rhythm: 'atrial-fibrillation', rate: 98, seconds: 5 * MINUTE, pvcPerMinute: 0.5 },
  { rhythm: 'sinus', rate: 64, seconds: 2 * MINUTE, pacPerMinute: 2 },
  { rhythm: 'pause', seconds: 3.1, endedBy: 'junctional-escape' },
  { rhythm: 'sinus', rate: 54, seconds: 4 * MINUTE, pvcPerMinute: 0.5 },
  { rhythm: 'sinus', rate: 76, seconds: 3 * MINUTE, pvcPerMinute: 2 },
  { rhythm: 'sinus', rate: 108, seconds: 3 * MINUTE, pvcPerMinute: 1 },
];

/** Sinus rate by hour from 8 in the morning: work, a walk, an evening, a night's sleep. */
const RATES_OF_A_DAY = [
  78, 84, 82, 80, 88, 79, 76, 98, 86, 80, 84, 76, 72, 68, 62, 57, 54, 52, 51, 52, 54, 55, 58, 70,
] as const;

const DAY: readonly Segment[] = RATES_OF_A_DAY.flatMap((rate, hour): Segment[] => [
  { rhythm: 'sinus', rate, seconds: 0.6 * HOUR, pvcPerMinute: hour < 14 ? 1.5 : 0.5, pacPerMinute: 0.3 },
  ...(hour % 6 === 2
    ? ([
        { rhythm: 'sinus', rate, seconds: 5 * MINUTE, pattern: 'bigeminy' },
        { rhythm: 'ventricular-tachycardia', rate: 170, seconds: 4 },
      ] satisfies Segment[])
    : []),
  ...(hour === 4 || hour === 11
    ? ([{ rhythm: 'atrial-fibrillation', rate: 104, seconds: 25 * MINUTE, pvcPerMinute: 0.5 }] satisfies Segment[])
    : []),
  ...(hour === 17 || hour === 20 ? ([{ rhythm: 'pause', seconds: 2.8, endedBy: 'sinus' }] satisfies Segment[]) : []),
  { rhythm: 'sinus', rate: rate + 2, seconds: 0.4 * HOUR, pvcPerMinute: 0.8, coupletsPerMinute: 0.05 },
]);

const resting = (
  id: string,
  title: string,
  patient: string,
  ageYears: number,
  sex: Preset['sex'],
  seed: number,
  segments: readonly Segment[],
  noise?: Noise,
): Preset => ({ id, title, patient, ageYears, sex, kind: 'resting', seed, segments, ...(noise ? { noise } : {}) });

/** The recordings the simulator makes by name. */
export const PRESETS: readonly Preset[] = [
  resting('sinus', 'Normal sinus rhythm', 'Sinus', 41, 'female', 1, [{ rhythm: 'sinus', rate: 68, seconds: HOUR }]),
  resting('bradycardia', 'Sinus bradycardia', 'Bradycardia', 29, 'male', 2, [
    { rhythm: 'sinus', rate: 46, seconds: HOUR },
  ]),
  resting('tachycardia', 'Sinus tachycardia', 'Tachycardia', 34, 'female', 3, [
    { rhythm: 'sinus', rate: 124, seconds: HOUR },
  ]),
  resting(
    'noisy-tachycardia',
    'Sinus tachycardia with noise',
    'Noise',
    57,
    'male',
    4,
    [{ rhythm: 'sinus', rate: 112, seconds: HOUR }],
    RESTLESS,
  ),
  resting('atrial-fibrillation', 'Atrial fibrillation', 'Fibrillation', 72, 'male', 5, [
    { rhythm: 'atrial-fibrillation', rate: 88, seconds: HOUR },
  ]),
  resting('atrial-flutter', 'Atrial flutter, variable conduction', 'Flutter', 69, 'male', 6, [
    { rhythm: 'atrial-flutter', rate: 75, seconds: HOUR },
  ]),
  resting('ventricular-ectopy', 'Premature ventricular contractions', 'Ventricular', 63, 'male', 13, [
    { rhythm: 'sinus', rate: 74, seconds: HOUR, pvcPerMinute: 14 },
  ]),
  resting('atrial-ectopy', 'Premature atrial contractions', 'Atrial', 55, 'female', 8, [
    { rhythm: 'sinus', rate: 66, seconds: HOUR, pacPerMinute: 16 },
  ]),
  resting('bigeminy', 'Ventricular bigeminy', 'Bigeminy', 66, 'female', 14, [
    { rhythm: 'sinus', rate: 78, seconds: HOUR, pattern: 'bigeminy' },
  ]),
  resting('trigeminy', 'Ventricular trigeminy', 'Trigeminy', 61, 'male', 10, [
    { rhythm: 'sinus', rate: 76, seconds: HOUR, pattern: 'trigeminy', focus: 'left-ventricle' },
  ]),
  resting('left-bundle-branch-block', 'Left bundle branch block', 'Leftblock', 70, 'female', 11, [
    { rhythm: 'sinus', rate: 70, seconds: HOUR, conduction: 'left-bundle-branch-block' },
  ]),
  resting('right-bundle-branch-block', 'Right bundle branch block', 'Rightblock', 59, 'male', 12, [
    { rhythm: 'sinus', rate: 72, seconds: HOUR, conduction: 'right-bundle-branch-block' },
  ]),
  resting('ventricular-tachycardia', 'Run of ventricular tachycardia', 'Run', 64, 'male', 13, [
    { rhythm: 'sinus', rate: 80, seconds: 3.5, pvcPerMinute: 2 },
    { rhythm: 'ventricular-tachycardia', rate: 170, seconds: 3 },
    { rhythm: 'sinus', rate: 84, seconds: 5 },
  ]),
  resting('pause', 'Sinus arrest with junctional escape', 'Pause', 77, 'female', 14, [
    { rhythm: 'sinus', rate: 62, seconds: 4 },
    { rhythm: 'pause', seconds: 2.8, endedBy: 'junctional-escape' },
    { rhythm: 'sinus', rate: 62, seconds: 5 },
  ]),
  {
    id: 'holter',
    title: 'Ambulatory recording, mixed rhythms',
    patient: 'Holter',
    ageYears: 67,
    sex: 'female',
    kind: 'holter',
    seed: 15,
    segments: MIXED,
    noise: AMBULATORY,
  },
  {
    id: 'day',
    title: 'Ambulatory recording of a day and a night',
    patient: 'Day',
    ageYears: 62,
    sex: 'male',
    kind: 'holter',
    seed: 16,
    segments: DAY,
    noise: AMBULATORY,
  },
];

const DEFAULTS = {
  resting: { seconds: 10, rate: 500, gain: 1000, leads: STANDARD_LEADS },
  holter: { seconds: 30 * MINUTE, rate: 250, gain: 200, leads: ['II', 'V1', 'V5'] },
} as const satisfies Record<Preset['kind'], Pick<Scenario, 'seconds' | 'rate' | 'gain' | 'leads'>>;

const START = '2026-01-01T08:00:00';

/** @throws Problem `not-found` when there is no such preset; the sentence lists those there are. */
export function presetScenario(id: string, options: PresetOptions = {}): Scenario {
  const index = PRESETS.findIndex((preset) => preset.id === id);
  const preset = PRESETS[index];
  if (!preset) {
    const known = PRESETS.map((entry) => entry.id).join(', ');
    throw new Problem('not-found', `The simulator has no recording “${id}”. It can make: ${known}.`);
  }
  const usual = DEFAULTS[preset.kind];
  return {
    name: options.name ?? id,
    patient: {
      id: `SYN-${String(index + 1).padStart(3, '0')}`,
      name: `Synthetic, ${preset.patient}`,
      ageYears: preset.ageYears,
      sex: preset.sex,
    },
    seconds: options.seconds ?? (id === 'day' ? 24 * HOUR : usual.seconds),
    rate: options.rate ?? usual.rate,
    gain: usual.gain,
    leads: options.leads ?? usual.leads,
    segments: preset.segments,
    noise: preset.noise ?? QUIET,
    seed: options.seed ?? preset.seed,
    start: START,
  };
}
