import { isLabelCode } from '../../../shared/annotation-codes.ts';
import type { BeatStore } from './beat-store.svelte.ts';

/** A label that can be edited: a beat, or a mark that says there is none. */
export interface Label {
  readonly id: number;
  readonly sample: number;
  /** 0 while it is kept from sight. */
  readonly code: number;
  readonly standing: number;
}

const ofBeat = ({ id, sample, code, standing }: BeatStore, beat: number): Label => ({
  id: id[beat]!,
  sample: sample[beat]!,
  code: code[beat]!,
  standing: standing[beat]!,
});

/** The label at exactly this sample; a beat before a mark. */
export function labelAt(beats: BeatStore, sample: number): Label | undefined {
  const beat = beats.lowerBound(sample);
  if (beat < beats.count && beats.sample[beat] === sample) return ofBeat(beats, beat);
  return beats.marks.find((mark) => mark.sample === sample && isLabelCode(mark.code));
}

/** The label of an id, wherever it has moved to. */
export function labelOfId(beats: BeatStore, id: number): Label | undefined {
  const beat = beats.rowOf(id);
  return beat >= 0 ? ofBeat(beats, beat) : beats.marks.find((mark) => mark.id === id && isLabelCode(mark.code));
}

/** The first label after `sample`, or, `direction` −1, the last before it, that `isSought`. */
export function nextLabel(
  beats: BeatStore,
  sample: number,
  direction: 1 | -1,
  isSought: (code: number, standing: number) => boolean = () => true,
): Label | undefined {
  let found: Label | undefined;
  const start = direction === 1 ? beats.lowerBound(sample + 1) : beats.lowerBound(sample) - 1;
  for (let beat = start; beat >= 0 && beat < beats.count && !found; beat += direction) {
    if (isSought(beats.code[beat]!, beats.standing[beat]!)) found = ofBeat(beats, beat);
  }
  const isCandidate = ({ code, standing }: Label): boolean => isLabelCode(code) && isSought(code, standing);
  const mark =
    direction === 1
      ? beats.marks.find((each) => each.sample > sample && isCandidate(each))
      : beats.marks.findLast((each) => each.sample < sample && isCandidate(each));
  if (!mark || !found) return mark ?? found;
  return direction * (mark.sample - found.sample) < 0 ? mark : found;
}
