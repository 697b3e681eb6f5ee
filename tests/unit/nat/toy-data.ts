/** A tiny model and windows it can learn: narrow and wide beats, told apart by their shape. */
import type { BeatsHeadConfig } from '../../../src/main/nat/heads/beats.ts';
import { LEAD_NAMES, type ModelConfig } from '../../../src/main/nat/model-config.ts';
import { type RandomStream, randomStream } from '../../../src/main/nat/random.ts';
import type { Batch } from '../../../src/main/nat/runtime/training-session.ts';

export const TINY_MODEL: ModelConfig = {
  trunk: 'neighborhood',
  windowSamples: 192,
  channels: 2,
  tokenizerChannels: 6,
  levels: [
    { dim: 8, depth: 1, heads: 2, kernel: 3 },
    { dim: 12, depth: 1, heads: 2, kernel: 5 },
  ],
  expansion: 2,
  dropPath: 0,
  mixLeadsFrom: 1,
  leadNames: true,
};

export const TINY_BEATS: BeatsHeadConfig = {
  classes: ['N', 'V'],
  rhythmFeatures: 2,
  rhythmUnits: 4,
  hiddenUnits: 16,
  embedding: 8,
  featureDropout: 0.1,
  morphologyDropout: 0.1,
  leadJoin: 'features',
};

export const TOY_BEATS = 4;

/** Windows of three beats in four slots; RR features are noise. */
export function toyBeats(seed: number, windows: number, leads: number): Batch {
  const random = randomStream(seed, 'toy windows');
  const { windowSamples, channels } = TINY_MODEL;
  const signal = new Float32Array(windows * leads * channels * windowSamples);
  const leadIdentity = new Float32Array(windows * leads * LEAD_NAMES.length);
  const beatPositions = new Float32Array(windows * TOY_BEATS);
  const beatPresence = new Float32Array(windows * TOY_BEATS);
  const beatTargets = new Float32Array(windows * TOY_BEATS * 2);
  for (let lead = 0; lead < windows * leads; lead++) leadIdentity[lead * LEAD_NAMES.length + (lead % leads)] = 1;
  for (let at = 0; at < signal.length; at++) signal[at] = 0.1 * random.normal();
  for (let window = 0; window < windows; window++) {
    for (let beat = 0; beat < 3; beat++) {
      const slot = window * TOY_BEATS + beat;
      const wide = random.uniform() < 0.5;
      const position = 30 + 60 * beat + 10 * random.uniform();
      beatPositions[slot] = position;
      beatPresence[slot] = 1;
      beatTargets[2 * slot + Number(wide)] = 1;
      for (let lead = 0; lead < leads; lead++) {
        const start = (window * leads + lead) * channels * windowSamples;
        addBeat(signal.subarray(start, start + windowSamples), position, wide, random);
      }
    }
  }
  const beatRhythm = Float32Array.from({ length: 2 * windows * TOY_BEATS }, () => random.normal());
  const leadPresence = new Float32Array(windows * leads).fill(1);
  return { signal, leadPresence, leadIdentity, beatPositions, beatPresence, beatRhythm, beatTargets };
}

function addBeat(lead: Float32Array, position: number, wide: boolean, random: RandomStream): void {
  const deviation = wide ? 9 : 3;
  const height = 1 + 0.3 * random.normal();
  for (let at = 0; at < lead.length; at++) {
    lead[at] = (lead[at] ?? 0) + height * Math.exp(-(((at - position) / deviation) ** 2) / 2);
  }
}
