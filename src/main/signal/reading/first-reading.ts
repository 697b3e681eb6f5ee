import { codeOfMnemonic } from '../../../shared/annotation-codes.ts';
import type { AnnotationColumns } from '../../../shared/recording.ts';
import { beatCodes } from './beat-codes.ts';
import type { BeatMorphology } from './beat-morphology.ts';
import { RHYTHM_TEXTS, rhythmOfBeats } from './rhythm-episodes.ts';

const RHYTHM_CHANGE = codeOfMnemonic('+')?.code ?? 28;

/** Annotations with how sure each is, 0 … 1. */
export type FirstReading = AnnotationColumns & { readonly confidence: Float32Array };

/**
 * The first reading of a recording: rules alone, no learnt model. Beats are normal (N), ventricular (V) or atrial
 * premature (A); a `+` one sample before the first beat of each rhythm says which it is.
 *
 *     const morphology = new BeatMorphology(input);
 *     for await (const batch of detectBeats(input, morphology.watch(blocks))) morphology.add(batch);
 *     firstReading(morphology, channels);
 *
 * @param channels The recording's own index of each lead that was analysed.
 */
export function firstReading(morphology: BeatMorphology, channels: readonly number[]): FirstReading {
  const { columns, rate } = morphology;
  const { count } = columns;
  const beats = beatCodes(columns, rate);
  const rhythm = rhythmOfBeats(beats.rr, beats.ventricular, beats.fibrillating);
  let changes = 0;
  for (let row = 0; row < count; row++) if (row === 0 || rhythm[row] !== rhythm[row - 1]) changes++;

  const length = count + changes;
  const sample = new Int32Array(length);
  const code = new Uint8Array(length);
  const channel = new Uint8Array(length);
  const confidence = new Float32Array(length);
  const aux = new Map<number, string>();
  let at = 0;
  for (let row = 0; row < count; row++) {
    const lead = channels[columns.lead[row]!] ?? 0;
    if (row === 0 || rhythm[row] !== rhythm[row - 1]) {
      // Two annotations of one channel must not share a sample in a WFDB file.
      sample[at] = Math.max(0, columns.sample[row]! - 1);
      code[at] = RHYTHM_CHANGE;
      channel[at] = lead;
      confidence[at] = beats.confidence[row]!;
      aux.set(at, RHYTHM_TEXTS[rhythm[row]!]!);
      at++;
    }
    sample[at] = columns.sample[row]!;
    code[at] = beats.code[row]!;
    channel[at] = lead;
    confidence[at] = beats.confidence[row]!;
    at++;
  }
  return { sample, code, subtype: new Int8Array(length), channel, num: new Int8Array(length), aux, confidence };
}
