/** One number a clinician may see and change. */
export interface RhythmThreshold {
  /** What it decides, as a settings page says it. */
  readonly meaning: string;
  readonly unit: '/min' | 's' | 'beats' | 'times' | 'share' | 'ratio';
  readonly default: number;
  /** The smallest and largest value that make sense. */
  readonly least: number;
  readonly most: number;
  /** Paper or guideline; `own` where the value was chosen on the recordings named beside it. */
  readonly source: string;
}

const VENTRICULAR_GUIDELINE = '2017 AHA/ACC/HRS guideline on ventricular arrhythmias, doi 10.1016/j.jacc.2017.10.054';
const BRADYCARDIA_GUIDELINE = '2018 ACC/AHA/HRS guideline on bradycardia, doi 10.1016/j.jacc.2018.10.044';
const FIBRILLATION_GUIDELINE = '2020 ESC guideline on atrial fibrillation, doi 10.1093/eurheartj/ehaa612';
const SUPRAVENTRICULAR_GUIDELINE =
  '2015 ACC/AHA/HRS guideline on supraventricular tachycardia, doi 10.1161/CIR.0000000000000311';
const OWN = 'own, chosen on CinC 2017, MIT-BIH Supraventricular and the first half (DS1) of MIT-BIH Arrhythmia';

/** Every threshold rhythm episodes are told by. */
export const RHYTHM_THRESHOLDS = {
  bradycardiaRate: {
    meaning: 'Bradycardia: slower than',
    unit: '/min',
    default: 50,
    least: 30,
    most: 70,
    source: BRADYCARDIA_GUIDELINE,
  },
  tachycardiaRate: {
    meaning: 'Tachycardia of any origin: at least',
    unit: '/min',
    default: 100,
    least: 80,
    most: 140,
    source: `${SUPRAVENTRICULAR_GUIDELINE}; ${VENTRICULAR_GUIDELINE}`,
  },
  rateHysteresis: {
    meaning: 'Slow or fast rhythm ends when the rate is back by',
    unit: '/min',
    default: 5,
    least: 0,
    most: 20,
    source: 'own: a rate near the limit is no change of rhythm at every turn',
  },
  rateSeconds: {
    meaning: 'Slow or fast rhythm lasts at least',
    unit: 's',
    default: 30,
    least: 5,
    most: 300,
    source: 'own: as long as an episode of atrial fibrillation',
  },
  unseenOnsetRate: {
    meaning: 'Regular narrow rhythm whose beginning is not seen is called supraventricular, not sinus, from',
    unit: '/min',
    default: 150,
    least: 110,
    most: 220,
    source: `${SUPRAVENTRICULAR_GUIDELINE}: 2:1 flutter and re-entry are usual there, sinus rhythm at rest is not`,
  },
  pauseSeconds: {
    meaning: 'Pause: no beat for at least',
    unit: 's',
    default: 3,
    least: 1.5,
    most: 10,
    source: BRADYCARDIA_GUIDELINE,
  },
  ventricularRunBeats: {
    meaning: 'Ventricular tachycardia or idioventricular rhythm: ventricular beats in a row',
    unit: 'beats',
    default: 3,
    least: 3,
    most: 10,
    source: VENTRICULAR_GUIDELINE,
  },
  ventricularFlutterRate: {
    meaning: 'Ventricular flutter: ventricular beats at',
    unit: '/min',
    default: 240,
    least: 200,
    most: 350,
    source: `${VENTRICULAR_GUIDELINE}: about 300/min, cycle length near 200 ms`,
  },
  ventricularFlutterBeats: {
    meaning: 'Ventricular flutter: beats in a row at least',
    unit: 'beats',
    default: 6,
    least: 3,
    most: 30,
    source: 'own: shorter ones are told as tachycardia',
  },
  supraventricularRunBeats: {
    meaning: 'Supraventricular run or tachycardia: beats in a row',
    unit: 'beats',
    default: 3,
    least: 3,
    most: 20,
    source: 'EC57: a run is three beats or more',
  },
  abruptOnset: {
    meaning: 'A tachycardia begins abruptly when an interval is at most this share of those before',
    unit: 'ratio',
    default: 0.8,
    least: 0.5,
    most: 0.95,
    source: OWN,
  },
  abruptBeats: {
    meaning: 'A narrow tachycardia told by its abrupt beginning alone has at least',
    unit: 'beats',
    default: 6,
    least: 4,
    most: 60,
    source: OWN,
  },
  regularWithin: {
    meaning: 'Intervals of a regular tachycardia stay within this share of their median',
    unit: 'share',
    default: 0.12,
    least: 0.03,
    most: 0.3,
    source: OWN,
  },
  patternTimes: {
    meaning: 'Bigeminy and trigeminy: the pattern comes in a row',
    unit: 'times',
    default: 3,
    least: 2,
    most: 20,
    source: 'usual definition: three cycles',
  },
  fibrillationSeconds: {
    meaning: 'Atrial fibrillation lasts at least',
    unit: 's',
    default: 30,
    least: 10,
    most: 600,
    source: FIBRILLATION_GUIDELINE,
  },
  fibrillationIrregularity: {
    meaning: 'Atrial fibrillation begins: change from interval to interval over the share of intervals alike, at least',
    unit: 'ratio',
    default: 0.125,
    least: 0.03,
    most: 0.5,
    source: OWN,
  },
  fibrillationContinues: {
    meaning: 'Atrial fibrillation goes on while that is at least',
    unit: 'ratio',
    default: 0.08,
    least: 0.03,
    most: 0.5,
    source: OWN,
  },
  pacedShare: {
    meaning: 'Paced rhythm: share of paced beats at least',
    unit: 'share',
    default: 0.5,
    least: 0.2,
    most: 1,
    source: 'own',
  },
} as const satisfies Record<string, RhythmThreshold>;

export type RhythmThresholdName = keyof typeof RHYTHM_THRESHOLDS;
/** A value for each of `RHYTHM_THRESHOLDS`. */
export type RhythmThresholds = Readonly<Record<RhythmThresholdName, number>>;

/** Values in place of defaults; those that are absent stay. */
export type RhythmThresholdChanges = Readonly<Partial<Record<RhythmThresholdName, number | undefined>>>;

export const RHYTHM_THRESHOLD_NAMES = Object.keys(RHYTHM_THRESHOLDS) as readonly RhythmThresholdName[];

/** The defaults, with what was changed in their place. */
export const rhythmThresholds = (changed: RhythmThresholdChanges = {}): RhythmThresholds =>
  Object.fromEntries(
    RHYTHM_THRESHOLD_NAMES.map((name) => [name, changed[name] ?? RHYTHM_THRESHOLDS[name].default]),
  ) as RhythmThresholds;

export const sameThresholds = (one: RhythmThresholds, other: RhythmThresholds): boolean =>
  RHYTHM_THRESHOLD_NAMES.every((name) => one[name] === other[name]);

/** Beats and cycles are counted: between two of them there is nothing. */
export const isCounted = (name: RhythmThresholdName): boolean => {
  const { unit } = RHYTHM_THRESHOLDS[name];
  return unit === 'beats' || unit === 'times';
};

export function isPossibleThreshold(name: RhythmThresholdName, value: number): boolean {
  const { least, most } = RHYTHM_THRESHOLDS[name];
  return value >= least && value <= most && (!isCounted(name) || Number.isInteger(value));
}
