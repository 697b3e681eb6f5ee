import { Problem } from '../../shared/problem.ts';
import { STANDARD_LEADS, type StandardLead } from '../../shared/leads.ts';
import type { Sex } from '../../shared/recording.ts';

export type Conduction = 'normal' | 'left-bundle-branch-block' | 'right-bundle-branch-block';
/** Where premature ventricular beats arise: it decides their axis and whether they look like a left or right block. */
export type VentricularFocus = 'right-outflow-tract' | 'left-ventricle';

interface SegmentBase {
  readonly seconds: number;
  /** Mean ventricular rate in beats a minute. */
  readonly rate: number;
}

export interface SinusSegment extends SegmentBase {
  readonly rhythm: 'sinus';
  readonly conduction?: Conduction;
  /** Mean number of single premature ventricular beats, of ventricular couplets and of premature atrial beats a minute. */
  readonly pvcPerMinute?: number;
  readonly coupletsPerMinute?: number;
  readonly pacPerMinute?: number;
  /** A premature ventricular beat after every one or two sinus beats; `pvcPerMinute` is then of no account. */
  readonly pattern?: 'bigeminy' | 'trigeminy';
  readonly focus?: VentricularFocus;
  /** 1 is a healthy adult at rest; 0 a metronome. */
  readonly variability?: number;
}

export interface AtrialFibrillationSegment extends SegmentBase {
  readonly rhythm: 'atrial-fibrillation';
  readonly conduction?: Conduction;
  readonly pvcPerMinute?: number;
  readonly focus?: VentricularFocus;
}

/** Typical flutter of about 300 a minute; `rate` is rounded to a conduction ratio (150 is 2:1, 75 is 4:1). */
export interface AtrialFlutterSegment extends SegmentBase {
  readonly rhythm: 'atrial-flutter';
  readonly conduction?: Conduction;
}

/** Monomorphic, with the atria going on at their own rate. */
export interface VentricularTachycardiaSegment extends SegmentBase {
  readonly rhythm: 'ventricular-tachycardia';
  readonly focus?: VentricularFocus;
}

/** Sinus arrest: nothing for `seconds` after the last beat; ended by the sinus node or by a junctional escape beat. */
export interface PauseSegment {
  readonly rhythm: 'pause';
  readonly seconds: number;
  readonly endedBy?: 'sinus' | 'junctional-escape';
}

export type Segment =
  SinusSegment | AtrialFibrillationSegment | AtrialFlutterSegment | VentricularTachycardiaSegment | PauseSegment;

/** All of it is added at the electrodes, so noise obeys Einthoven's law as well. Amplitudes are root mean squares in mV. */
export interface Noise {
  readonly baselineWander?: number;
  readonly mains?: number;
  readonly mainsHertz?: 50 | 60;
  readonly muscle?: number;
  /** Loose-electrode artefacts a minute, each of some tenths of a millivolt, over all electrodes together. */
  readonly electrodeMotionPerMinute?: number;
}

/** The script of a synthetic recording. */
export interface Scenario {
  /** The record's name: letters, digits, `-` and `_`. */
  readonly name: string;
  readonly patient: { readonly id: string; readonly name: string; readonly ageYears?: number; readonly sex?: Sex };
  readonly seconds: number;
  /** Samples per second, 100 to 1000. */
  readonly rate: number;
  readonly leads: readonly StandardLead[];
  /** Integer steps per millivolt. */
  readonly gain: number;
  /** Played in order and repeated until `seconds` are full. */
  readonly segments: readonly Segment[];
  readonly noise: Noise;
  readonly seed: number;
  /** Local, ISO 8601 without offset. */
  readonly start?: string;
}

const LONGEST_SECONDS = 14 * 86_400;

/** Beats a minute that a rhythm can be asked for. */
const RATES: Readonly<Record<Exclude<Segment['rhythm'], 'pause'>, readonly [number, number]>> = {
  sinus: [25, 180],
  'atrial-fibrillation': [45, 150],
  'atrial-flutter': [60, 150],
  'ventricular-tachycardia': [100, 240],
};

function requireWithin(field: string, value: number, low: number, high: number): void {
  if (Number.isFinite(value) && value >= low && value <= high) return;
  throw new Problem('bad-input', `The simulator cannot use ${field} = ${value}; give a number from ${low} to ${high}.`);
}

/** @throws Problem `bad-input` naming the field and what it may be. */
export function checkScenario(scenario: Scenario): void {
  if (!/^[A-Za-z0-9_-]+$/.test(scenario.name))
    throw new Problem('bad-input', 'A simulated record needs a name of letters, digits, “-” and “_”.');
  requireWithin('seconds', scenario.seconds, 1, LONGEST_SECONDS);
  requireWithin('rate', scenario.rate, 100, 1000);
  requireWithin('gain', scenario.gain, 50, 10_000);
  requireWithin('seed', scenario.seed, 0, Number.MAX_SAFE_INTEGER);
  if (scenario.leads.length === 0) throw new Problem('bad-input', 'A simulated record needs at least one lead.');
  if (new Set(scenario.leads).size < scenario.leads.length)
    throw new Problem('bad-input', 'A lead is named twice for the simulated record; name each lead once.');
  for (const lead of scenario.leads) {
    if (!STANDARD_LEADS.includes(lead))
      throw new Problem('bad-input', `The simulator knows no lead “${lead}”; use ${STANDARD_LEADS.join(', ')}.`);
  }
  if (scenario.segments.length === 0) throw new Problem('bad-input', 'A simulated record needs at least one segment.');
  for (const segment of scenario.segments) checkSegment(segment);
  const { noise } = scenario;
  requireWithin('noise.baselineWander', noise.baselineWander ?? 0, 0, 2);
  requireWithin('noise.mains', noise.mains ?? 0, 0, 2);
  requireWithin('noise.muscle', noise.muscle ?? 0, 0, 2);
  requireWithin('noise.electrodeMotionPerMinute', noise.electrodeMotionPerMinute ?? 0, 0, 120);
}

function checkSegment(segment: Segment): void {
  if (segment.rhythm === 'pause') {
    requireWithin('seconds of a pause', segment.seconds, 1.5, 10);
    return;
  }
  requireWithin(`seconds of ${segment.rhythm}`, segment.seconds, 1, LONGEST_SECONDS);
  const [low, high] = RATES[segment.rhythm];
  requireWithin(`rate of ${segment.rhythm}`, segment.rate, low, high);
  if (segment.rhythm === 'sinus') {
    requireWithin('variability', segment.variability ?? 1, 0, 3);
    requireWithin('pacPerMinute', segment.pacPerMinute ?? 0, 0, 40);
    requireWithin('coupletsPerMinute', segment.coupletsPerMinute ?? 0, 0, 20);
  }
  if (segment.rhythm === 'sinus' || segment.rhythm === 'atrial-fibrillation')
    requireWithin('pvcPerMinute', segment.pvcPerMinute ?? 0, 0, 40);
}
