import { mnemonicOf } from '../../../shared/annotation-codes.ts';
import { type BeatStore, DETECTED, PROVISIONAL } from './beat-store.svelte.ts';
import { strings } from '../language/strings.ts';

/** What is known of one beat. */
export interface BeatFacts {
  readonly sample: number;
  /** How it is written on the trace; empty while its kind is not known. */
  readonly letter: string;
  readonly description: string;
  /** 0–1; undefined where the annotator gives none. */
  readonly confidence: number | undefined;
  readonly stage: 'detected' | 'provisional' | 'final';
  /** Its label is kept from sight until it is answered. */
  readonly blind: boolean;
  readonly hollow: boolean;
  /** What the source says of it, where a reader says otherwise. */
  readonly source: string | undefined;
  /** Inserted by a reader: the source has no beat here. */
  readonly inserted: boolean;
  /** Initials of the other reader whose label it is. */
  readonly whose: string | undefined;
  /** Mnemonic it had before a second pass corrected it a short while ago. */
  readonly before: string | undefined;
  /** From the beat before, in milliseconds; undefined for the first. */
  readonly interval: number | undefined;
}

export function beatFacts(beats: BeatStore, index: number, rate: number): BeatFacts {
  const sample = beats.sample[index]!;
  const code = beats.code[index]!;
  const confidence = beats.confidence[index]!;
  const stage = beats.stage[index]!;
  const before = beats.corrections.before(sample);
  const interval = (1000 * beats.interval(index)) / rate;
  const known = stage !== DETECTED;
  const blind = beats.isBlind(index);
  const sourceCode = beats.sourceCode[index]!;
  const whose = beats.initials[beats.standing[index]!];
  return {
    sample,
    letter: known ? mnemonicOf(code) : '',
    description: known ? strings.codes.describe(code) : blind ? strings.editing.blind : strings.codes.unclassified,
    confidence: Number.isNaN(confidence) ? undefined : confidence,
    stage: stage === DETECTED ? 'detected' : stage === PROVISIONAL ? 'provisional' : 'final',
    blind,
    hollow: beats.isUnconfirmed(index),
    source: sourceCode !== 0 && sourceCode !== code ? mnemonicOf(sourceCode) : undefined,
    inserted: known && sourceCode === 0 && beats.origin === 'reader',
    whose: whose === '' ? undefined : whose,
    before: before === undefined ? undefined : mnemonicOf(before),
    interval: interval > 0 ? Math.round(interval) : undefined,
  };
}
