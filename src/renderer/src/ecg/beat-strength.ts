import { DETECTED, PROVISIONAL } from './beat-store.svelte.ts';
import { FAINT, FULL, MEDIUM } from './paper-colours.ts';

/** From here on a calibrated probability is drawn one step stronger. In steps, so that nothing shimmers as it is refined. */
const SURE = 0.9;
const LIKELY = 0.7;

/** How strongly a beat is drawn: FAINT, MEDIUM or FULL. What is provisional is never drawn in full. */
export function beatStrength(stage: number, confidence: number): number {
  if (stage === DETECTED) return FAINT;
  // No annotator but a model gives a probability: a person is sure.
  const strength = Number.isNaN(confidence) || confidence >= SURE ? FULL : confidence >= LIKELY ? MEDIUM : FAINT;
  return stage === PROVISIONAL && strength > FAINT ? strength - 1 : strength;
}
