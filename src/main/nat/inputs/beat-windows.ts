import { WINDOW_SAMPLES } from '../model-config.ts';

/** Slots for beats in a window that is read, not trained on: 288 beats a minute. */
export const BEAT_SLOTS = 48;
/** Every beat is scored with at least 2 s of signal on both sides, except at the recording's ends. */
export const CONTEXT_SAMPLES = 500;
/** The windows of a recording start so far apart: each says what the beats in its middle are. */
export const WINDOW_STRIDE = WINDOW_SAMPLES - 2 * CONTEXT_SAMPLES;
