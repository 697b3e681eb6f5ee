import { detectBeats } from '../signal/detect-beats.ts';

/** Integer steps per unit: the detector works on integers, as devices write them. */
const STEPS = 1000;
const BLOCK_SECONDS = 30;

/** Beats the classical detector finds in leads of one rate: sample indices, ascending. */
export async function detectedBeats(leads: readonly Float32Array[], rate: number): Promise<Int32Array> {
  const found: number[] = [];
  const scales = leads.map(() => ({ gain: STEPS, baseline: 0 }));
  for await (const { sample } of detectBeats({ rate, leads: scales }, blocksOf(leads, BLOCK_SECONDS * rate))) {
    found.push(...sample);
  }
  return Int32Array.from(found);
}

function* blocksOf(leads: readonly Float32Array[], samples: number): Generator<Int32Array[], void, undefined> {
  const length = Math.max(0, ...leads.map((lead) => lead.length));
  for (let from = 0; from < length; from += samples) {
    yield leads.map((lead) =>
      Int32Array.from(lead.subarray(from, from + samples), (value) => Math.round(STEPS * value)),
    );
  }
}
