import { createHash } from 'node:crypto';
import { MISSING_SAMPLE } from '../../../shared/recording.ts';

/** Samples to a segment: about a second, so that most hold a beat. */
const SEGMENT_SAMPLES = 256;
/** With fewer segments that say something, a flat or empty lead would look like any other. */
const FEWEST_SEGMENTS = 8;

/**
 * What a lead's signal is known by, whatever its file, its name, its gain or its format: where in each segment the
 * smallest and the largest sample lie. Another gain, baseline or unit moves none of these places.
 * @returns SHA-256, hexadecimal; undefined where the signal is too short or too flat to be told from another
 */
export function signalMark(samples: Int32Array): string | undefined {
  const segments = Math.floor(samples.length / SEGMENT_SAMPLES);
  const places = new Uint8Array(2 * segments);
  let telling = 0;
  for (let segment = 0; segment < segments; segment++) {
    const start = segment * SEGMENT_SAMPLES;
    let lowest = -1;
    let highest = -1;
    for (let at = start; at < start + SEGMENT_SAMPLES; at++) {
      const value = samples[at]!;
      if (value === MISSING_SAMPLE) continue;
      if (lowest < 0 || value < samples[lowest]!) lowest = at;
      if (highest < 0 || value > samples[highest]!) highest = at;
    }
    if (lowest === highest) continue;
    places[2 * segment] = lowest - start;
    places[2 * segment + 1] = highest - start;
    telling++;
  }
  return telling < FEWEST_SEGMENTS ? undefined : createHash('sha256').update(places).digest('hex');
}
