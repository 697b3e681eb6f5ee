import { kernel, type Kernel } from './kernels.ts';

/**
 * The shapes of the waves, as dipole kernels in mV along Frank's axes (x left, y feet, z back). The numbers are this
 * project's own, set by hand so that the projected 12 leads stay within the normal limits and the criteria for bundle
 * branch block and ventricular beats of Surawicz & Knilans, Chou's Electrocardiography in Clinical Practice (6th ed.).
 */
export interface BeatMorphology {
  /** Onset and end of the QRS in seconds from the beat's reference moment. */
  readonly onset: number;
  readonly end: number;
  /** QT interval in seconds at a heart rate of 60 a minute. */
  readonly referenceQt: number;
  readonly kernels: readonly Kernel[];
}

/** Times and widths of the kernels are in milliseconds: at, rise, fall, x, y, z. */
const NORMAL: BeatMorphology = {
  onset: -0.042,
  end: 0.05,
  referenceQt: 0.4,
  kernels: [
    kernel(-24, 6.5, 6.5, -0.13, 0.02, -0.34), // septum: to the right and to the front
    kernel(-9, 8, 8, 0.42, 0.12, -0.22), // apex
    kernel(2, 10, 10, 0.98, 0.78, 0.12), // free wall of the left ventricle
    kernel(15, 9, 9, 0.2, 0.22, 0.74), // its back
    kernel(30, 8, 8, -0.22, -0.16, 0.3), // base
    kernel(150, 60, 60, 0.015, 0.015, -0.03), // ST segment
    kernel(272, 56, 34, 0.34, 0.27, -0.2), // T
    kernel(450, 30, 40, 0.01, 0.01, -0.02), // U
  ],
};

const LEFT_BLOCK: BeatMorphology = {
  onset: -0.062,
  end: 0.09,
  referenceQt: 0.44,
  kernels: [
    kernel(-42, 11, 14, 0.4, 0.2, 0.04),
    kernel(-14, 17, 18, 0.78, 0.42, 0.8),
    kernel(22, 17, 18, 0.52, 0.1, 0.98),
    kernel(48, 16, 15, 0.68, 0.02, 0.46),
    kernel(68, 12, 11, 0.12, -0.06, 0.12),
    kernel(140, 50, 80, -0.13, -0.06, -0.2),
    kernel(300, 70, 42, -0.28, -0.11, -0.38),
  ],
};

const RIGHT_BLOCK: BeatMorphology = {
  onset: -0.042,
  end: 0.1,
  referenceQt: 0.42,
  kernels: [
    kernel(-24, 6.5, 6.5, -0.13, 0.02, -0.34),
    kernel(-9, 8, 8, 0.42, 0.12, -0.2),
    kernel(2, 10, 10, 0.9, 0.75, 0.12),
    kernel(14, 9, 9, 0.12, 0.18, 0.46),
    kernel(46, 16, 20, -0.46, -0.06, -0.6),
    kernel(74, 14, 12, -0.18, 0.02, -0.26),
    kernel(290, 58, 36, 0.3, 0.2, 0.14),
  ],
};

const OUTFLOW_TRACT_ECTOPIC: BeatMorphology = {
  onset: -0.075,
  end: 0.095,
  referenceQt: 0.45,
  kernels: [
    kernel(-50, 11, 13, 0.12, 0.34, -0.14), // slow spread from muscle to muscle: a slurred upstroke
    kernel(-6, 14, 15, 0.4, 1.45, 0.72),
    kernel(27, 13, 14, 0.26, 0.82, 0.86), // the other ventricle, late: a notched summit
    kernel(62, 12, 13, 0.1, 0.16, 0.3),
    kernel(150, 45, 70, -0.08, -0.22, -0.16),
    kernel(300, 62, 42, -0.22, -0.62, -0.5),
  ],
};

const LEFT_VENTRICULAR_ECTOPIC: BeatMorphology = {
  onset: -0.075,
  end: 0.1,
  referenceQt: 0.45,
  kernels: [
    kernel(-50, 12, 13, 0.1, -0.3, -0.26),
    kernel(-6, 14, 15, -0.42, -1.1, -0.9),
    kernel(28, 13, 14, -0.6, -0.66, -0.52),
    kernel(64, 13, 14, -0.3, -0.2, -0.16),
    kernel(150, 45, 70, 0.1, 0.18, 0.16),
    kernel(300, 62, 42, 0.38, 0.6, 0.4),
  ],
};

/** By the number a beat carries. */
export const BEAT_MORPHOLOGIES: readonly BeatMorphology[] = [
  NORMAL,
  LEFT_BLOCK,
  RIGHT_BLOCK,
  OUTFLOW_TRACT_ECTOPIC,
  LEFT_VENTRICULAR_ECTOPIC,
];
export const MORPHOLOGY = {
  normal: 0,
  'left-bundle-branch-block': 1,
  'right-bundle-branch-block': 2,
  'right-outflow-tract': 3,
  'left-ventricle': 4,
} as const;

/** Atrial waves, each around the middle of the P wave or the trough of the flutter wave. */
export const ATRIAL_WAVES: readonly (readonly Kernel[])[] = [
  // Sinus: right atrium to the front and down, then left atrium to the left and back.
  [kernel(-14, 15, 16, 0.03, 0.085, -0.06), kernel(14, 17, 16, 0.085, 0.06, 0.045)],
  // From low in the right atrium: upwards, so inverted in II, III and aVF.
  [kernel(-8, 16, 18, 0.03, -0.09, -0.04), kernel(14, 14, 14, 0.05, -0.05, 0.03)],
  // Typical flutter: slow descent and sharp ascent in II, III and aVF, upright in V1.
  [kernel(0, 46, 26, -0.03, -0.27, -0.15), kernel(70, 20, 30, 0.01, 0.09, 0.03)],
];
export const ATRIAL_WAVE = { sinus: 0, ectopic: 1, flutter: 2 } as const;
