/** Slower than one sample in a quarter of an hour, no signal is a recording: the field is damaged. */
export const MIN_RATE = 0.001;
/** No ECG is sampled faster: a rate beyond it is a damaged field. */
export const MAX_RATE = 1_000_000;
/**
 * Steps per physical unit lie far inside these, whatever the unit; a value outside would make samples of ordinary size
 * infinite or nothing.
 */
const [MIN_GAIN, MAX_GAIN] = [1e-12, 1e12];

/** @param rate samples per second */
export const isPlausibleRate = (rate: number): boolean => rate >= MIN_RATE && rate <= MAX_RATE;
/** @param gain steps per physical unit; negative where a signal is stored upside down */
export const isPlausibleGain = (gain: number): boolean => Math.abs(gain) >= MIN_GAIN && Math.abs(gain) <= MAX_GAIN;
