/*
 * Every threshold of the first reading that a clinician may ask about, with its source. Weights of the ventricular score
 * are in `ventricular-score.ts`. Those without a source were chosen on the first half (DS1) of the MIT-BIH Arrhythmia
 * Database, the Supraventricular one and simulated recordings.
 */

/** An RR interval of at most this share of the usual one is premature. Our choice, on the databases named above. */
export const PREMATURE = 0.85;
/** It also stands out from the rhythm by so many times the median distance of its intervals from the usual one. */
export const PREMATURE_SPREADS = 2.5;
/** A premature beat follows an interval at most this share of the one before, so that sinus arrhythmia is none. */
export const ABRUPT = 0.87;
/** A beat conducted as usual looks like its neighbours: least correlation of its shape with theirs. */
export const CONDUCTED_CORRELATION = 0.75;
/** Fewer beats than this tell no usual shape: only what is beyond doubt is called ventricular. */
export const FEWEST_BEATS = 5;
/** Log-odds from which a beat is called ventricular: a wrong V costs more than a missed one. */
export const VENTRICULAR_SCORE = 0.4;
export const VENTRICULAR_SCORE_WHEN_FEW = 3;

/**
 * A beat of odd shape that comes when the next one is due is a normal one under an artefact, and what the detector is not
 * sure of is an artefact alone, unless more beats than this look like it.
 */
export const ARTEFACT_BEATS = 3;
export const LEAST_DETECTION = 0.75;
/** So many octaves earlier, or so many behind it to the next, and a beat did not come when it was due. */
export const DUE_BEFORE = 0.1;
export const DUE_BEHIND = 0.15;

/** Atrial fibrillation by the RR–ΔRR map (Lian, Wang & Muessig 2011, doi 10.1016/j.amjcard.2011.01.028): side of a cell, seconds. */
export const MAP_CELL_SECONDS = 0.025;
/** Intervals to a map, as there; and the cells they must at least fall into. */
export const MAP_INTERVALS = 64;
export const MAP_CELLS = 40;
/** Shorter recordings are judged by what they hold, from so many intervals on and at this share of filled cells. */
export const MAP_FEWEST_INTERVALS = 8;
export const MAP_SHORT_SHARE = 0.75;
/** Root mean square of successive differences over the mean interval (Dash et al. 2009, doi 10.1007/s10439-009-9740-z), at least. */
export const LEAST_VARIABILITY = 0.1;
/**
 * No more than this share of the intervals lie within 10 % of each other: frequent atrial ectopy fills the map too, but
 * its rhythm stays regular in between. Chosen on the MIT-BIH Arrhythmia and Supraventricular databases.
 */
export const MOST_ALIKE = 0.35;
export const MOST_ALIKE_SHORT = 0.42;
export const ALIKE_WITHIN = 1.1;
/** An episode lasts 30 s or the whole recording (2020 ESC, doi 10.1093/eurheartj/ehaa612). */
export const FIBRILLATION_SECONDS = 30;

/** A rhythm of a recording that is shorter than that lasts this share of it. */
export const MOSTLY = 0.7;
