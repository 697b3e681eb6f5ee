import { codeOfMnemonic } from '../../../shared/annotation-codes.ts';
import { rhythmCode } from '../../../shared/rhythm-codes.ts';
import type { Mark } from '../ecg/marks.ts';
import { strings } from '../language/strings.ts';

/** A stretch of one rhythm, in samples [from, to). */
export interface RhythmEpisode {
  readonly code: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const RHYTHM_CHANGE = codeOfMnemonic('+')?.code;

/**
 * Episodes in time order: each rhythm holds until the next change, the last one to the end of the recording. A change that
 * names no rhythm ends the one before.
 */
export function rhythmEpisodes(
  marks: readonly Pick<Mark, 'sample' | 'code' | 'aux'>[],
  samples: number,
): readonly RhythmEpisode[] {
  const starts: { code: string | undefined; from: number }[] = [];
  for (const { sample, code, aux } of marks) {
    if (code !== RHYTHM_CHANGE) continue;
    const rhythm = rhythmCode(aux);
    if (rhythm === undefined && aux !== '') continue;
    if (starts.at(-1)?.code !== rhythm) starts.push({ code: rhythm, from: sample });
  }
  return starts.flatMap(({ code, from }, i) =>
    code === undefined ? [] : [{ code, name: strings.codes.rhythm(code), from, to: starts[i + 1]?.from ?? samples }],
  );
}
