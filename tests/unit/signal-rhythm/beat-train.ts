import { codeOfMnemonic } from '../../../src/shared/annotation-codes.ts';
import type { Episode, EpisodeKind } from '../../../src/shared/contract/analysis.ts';
import type { BeatSequence } from '../../../src/main/signal/rhythm/rhythm-episodes.ts';
import { seeded } from '../signal/synthetic-ecg.ts';

export const RATE = 250;

/** Beats one after the other: mnemonics, and seconds before each. */
export class BeatTrain {
  private readonly codes: number[] = [];
  private readonly samples: number[] = [];
  private seconds = 0;

  add(mnemonics: string, interval: number | ((beat: number) => number)): this {
    Array.from(mnemonics).forEach((mnemonic, beat) => {
      this.seconds += typeof interval === 'number' ? interval : interval(beat);
      this.codes.push(codeOfMnemonic(mnemonic)?.code ?? 0);
      this.samples.push(Math.round(this.seconds * RATE));
    });
    return this;
  }

  /** `times` repetitions of beats with an interval each. */
  repeat(times: number, mnemonics: string, intervals: readonly number[]): this {
    for (let k = 0; k < times; k++) this.add(mnemonics, (beat) => intervals[beat] ?? 1);
    return this;
  }

  /** Where the last beat stands. */
  get last(): number {
    return this.samples.at(-1) ?? 0;
  }

  get sequence(): BeatSequence {
    return {
      rate: RATE,
      samples: this.last + RATE,
      sample: Int32Array.from(this.samples),
      code: Uint8Array.from(this.codes),
    };
  }
}

export const sinus = (beats: number, interval = 0.8): BeatTrain => new BeatTrain().add('N'.repeat(beats), interval);

/** Intervals of atrial fibrillation: every one by itself between 0.4 and 1 s. */
export function irregular(seed = 1): () => number {
  const random = seeded(seed);
  return () => 0.4 + 0.6 * random();
}

export const kindsOf = (episodes: readonly Episode[]): EpisodeKind[] => episodes.map(({ kind }) => kind);
export const only = (episodes: readonly Episode[], kind: EpisodeKind): Episode[] =>
  episodes.filter((episode) => episode.kind === kind);
