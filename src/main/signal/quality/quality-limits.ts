/*
 * Limits of signal quality. The measures are those of the literature on signal quality indices: flat lines and missing
 * signal (Clifford et al. 2012, doi 10.1088/0967-3334/33/9/1419), power in the QRS band against the rest and agreement of
 * a lead with the beats (Li, Mark & Clifford 2008, doi 10.1088/0967-3334/29/1/002; Behar et al. 2013, doi
 * 10.1109/TBME.2013.2240452). The limits themselves were chosen on records 101, 118, 119, 122, 209 and 230 of the MIT-BIH
 * Arrhythmia Database with noise of the first quarter of an hour of `ma` and `bw` added.
 */

/** More of a second missing than this, and it cannot be judged. */
export const MISSING_SHARE = 0.5;
export const MISSING_POOR = 0.1;

/** A lead that does not move for so long is off, in seconds; a shorter standstill may be one of the heart. */
export const FLAT_SECONDS = 10;
/** What moves no more than this is flat, in millivolts and in steps of the converter, whichever is more. */
export const FLAT_MILLIVOLTS = 0.01;
export const FLAT_STEPS = 1.5;

/** So long at the end of the converter's range, so far from the middle (mV), and the signal is cut off. */
export const RAIL_SECONDS = 0.3;
export const RAIL_POOR_SECONDS = 0.06;
export const RAIL_MILLIVOLTS = 1.5;

/** No QRS complex deflects as far in its band, in millivolts. */
export const IMPLAUSIBLE_MILLIVOLTS = 10;

/**
 * Fine noise (12–40 Hz) between the QRS complexes, over their height in their own band and `LEAST_LEVEL_MILLIVOLTS`: small
 * complexes in the noise of every converter are small, not noisy.
 */
export const LEAST_LEVEL_MILLIVOLTS = 0.1;
export const NOISE_UNREADABLE = 0.115;
export const NOISE_POOR = 0.05;
/** Ventricular flutter and fibrillation fill the time between too, but with smooth waves: noise has as much that is fine. */
export const NOISE_FINE_SHARE = 0.6;
/** The same for mains hum, which the model's band does not hold: it never makes a second unreadable. */
export const HUM_POOR = 0.25;

/** How far the baseline moves within a second over the height of the QRS complexes, and at least in millivolts. */
export const SWING_UNREADABLE = 8;
export const SWING_UNREADABLE_MILLIVOLTS = 4;
export const SWING_POOR = 2.5;
export const SWING_POOR_MILLIVOLTS = 1;

/** Beats stand out of a lead when they are so many times as high as what is usual between them … */
export const BEAT_PROMINENCE = 2;
/** … and the lead shows them when this share of at least so many stands out. */
export const BEAT_SHARE = 0.5;
export const FEWEST_BEATS = 3;
/** A lead that deflects no more than this where the others show beats is off, in millivolts. */
export const OFF_MILLIVOLTS = 0.03;
