import { type EditRows, STANDING } from '../../../shared/contract/editing.ts';
import type { BeatStore } from './beat-store.svelte.ts';

/** One beat as it is, and as it will be when its label is given or confirmed. */
export interface LabelChange {
  readonly before: EditRows;
  readonly after: EditRows;
}

/**
 * What giving a beat a label comes to, known before anybody is asked; undefined for what cannot be known here: no beat, a
 * label kept from sight, a code that makes it no beat.
 * @param code undefined: the label stands
 */
export function labelChange(beats: BeatStore, id: number, code: number | undefined): LabelChange | undefined {
  const beat = beats.rowOf(id);
  if (beat < 0 || beats.isBlind(beat)) return undefined;
  const row = (given: number, standing: number, confidence: number): EditRows => ({
    id: Int32Array.of(id),
    sample: Int32Array.of(beats.sample[beat]!),
    code: Uint8Array.of(given),
    subtype: new Int8Array(1),
    channel: Uint8Array.of(beats.channel[beat]!),
    num: new Int8Array(1),
    confidence: Float32Array.of(confidence),
    standing: Uint8Array.of(standing),
    sourceCode: Uint8Array.of(beats.sourceCode[beat]!),
    auxRow: new Int32Array(0),
    auxText: [],
  });
  const was = beats.code[beat]!;
  const confidence = beats.confidence[beat]!;
  return {
    before: row(was, beats.standing[beat]!, confidence),
    after: row(code ?? was, STANDING.reader, code === undefined ? confidence : Number.NaN),
  };
}
