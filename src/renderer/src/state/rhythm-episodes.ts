import { codeOfMnemonic } from '../../../shared/annotation-codes.ts';
import type { AnnotationWindow } from '../../../shared/contract/review.ts';
import { rhythmCode } from '../../../shared/rhythm-codes.ts';
import { strings } from '../language/strings.ts';

/** A stretch of one rhythm, in samples [from, to). */
export interface RhythmEpisode {
  readonly code: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const RHYTHM_CHANGE = codeOfMnemonic('+')?.code;

/** Episodes in time order: each rhythm holds until the next change, the last one to the end of the recording. */
export function rhythmEpisodes(annotations: AnnotationWindow, samples: number): readonly RhythmEpisode[] {
  const starts: { code: string; from: number }[] = [];
  annotations.auxRow.forEach((row, i) => {
    if (annotations.code[row] !== RHYTHM_CHANGE) return;
    const code = rhythmCode(annotations.auxText[i] ?? '');
    const from = annotations.sample[row];
    if (code !== undefined && from !== undefined && starts.at(-1)?.code !== code) starts.push({ code, from });
  });
  return starts.map(({ code, from }, i) => ({
    code,
    name: strings.codes.rhythm(code),
    from,
    to: starts[i + 1]?.from ?? samples,
  }));
}
