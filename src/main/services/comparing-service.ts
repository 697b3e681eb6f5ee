import type { WorkstationHandlers } from '../../shared/contract.ts';
import { CHOICE, type Disagreements } from '../../shared/contract/comparing.ts';
import { STANDING } from '../../shared/contract/editing.ts';
import { Problem } from '../../shared/problem.ts';
import { outdated } from '../library/annotation-change.ts';
import { codesById } from '../library/editing/edit-rows.ts';
import { heldChoices, planAdjudication } from '../library/editing/plan-adjudication.ts';
import type { Library } from '../library/open-library.ts';
import type { ReaderSet } from '../library/reader-sets.ts';
import type { AdjudicatedChoice } from '../library/review-store.ts';
import { beatDisagreements } from '../signal/beat-disagreements.ts';
import type { EditDesk } from './editing/edit-desk.ts';
import { readerName } from './editing/reader.ts';

export type ComparingHandlers = Pick<WorkstationHandlers, Extract<keyof WorkstationHandlers, `compare.${string}`>>;

interface Pair {
  readonly recordingId: string;
  readonly first: string;
  readonly second: string;
}

/** Where two readings of a recording differ, and who is right. */
export const comparingHandlers = (library: Library, desk: EditDesk): ComparingHandlers => ({
  'compare.sets': (pair) => disagreements(library, desk, pair),
  'compare.decide': ({ recordingId, first, second, revision, ...decisions }) => {
    requirePair(library, { recordingId, first, second });
    return library.whenFree(() => {
      const author = desk.reader();
      const there = library.readerSets.adjudication(author, first, second);
      const base = there?.id ?? first;
      if (revision !== (there && library.annotations.revision(there.id))) throw outdated();
      const { plan, choices } = planAdjudication(
        {
          first: desk.sets.rows(first),
          second: desk.sets.rows(second),
          state: desk.asAdjudicated(base, there),
          chosen: there ? library.reviews.choices(there.id) : [],
          nextId: library.annotations.nextId(base),
        },
        decisions,
      );
      return desk.adjudicate({ recordingId, author, first, second, there }, plan, choices);
    });
  },
});

function disagreements(library: Library, desk: EditDesk, pair: Pair): Disagreements {
  requirePair(library, pair);
  const { rate, samples } = library.signals.recording(pair.recordingId);
  const first = desk.sets.rows(pair.first);
  const second = desk.sets.rows(pair.second);
  const { kind, sample, firstRow, secondRow, agreed, notCounted } = beatDisagreements(
    first,
    second,
    { rate, samples },
    (a, b) => first.standing[a] !== STANDING.otherReader && second.standing[b] !== STANDING.otherReader,
  );
  const firstId = firstRow.map((row) => first.id[row] ?? -1);
  const secondId = secondRow.map((row) => second.id[row] ?? -1);
  const there = library.readerSets.adjudication(readerName(library) ?? '', pair.first, pair.second);
  const choice = new Uint8Array(kind.length);
  if (there) {
    const codes = { first: codesById(first), second: codesById(second) };
    const expected = (each: AdjudicatedChoice): number => {
      if (each.choice === CHOICE.noBeat) return 0;
      if (each.choice === CHOICE.first) return codes.first[each.firstId] ?? 0;
      const ofSecond = codes.second[each.secondId] ?? 0;
      return each.choice === CHOICE.second ? ofSecond : codes.first[each.firstId] || ofSecond;
    };
    const held = heldChoices(desk.sets.rows(there.id), library.reviews.choices(there.id), expected);
    for (let row = 0; row < choice.length; row++) choice[row] = held(firstId[row] ?? -1, secondId[row] ?? -1);
  }
  return {
    kind,
    sample,
    firstId,
    secondId,
    firstCode: Uint8Array.from(firstRow, (row) => first.code[row] ?? 0),
    secondCode: Uint8Array.from(secondRow, (row) => second.code[row] ?? 0),
    choice,
    agreed,
    notCounted,
    ...adjudicated(library, there),
  };
}

const adjudicated = (
  library: Library,
  there: ReaderSet | undefined,
): Pick<Disagreements, 'adjudicatedSetId' | 'adjudicatedRevision'> =>
  there ? { adjudicatedSetId: there.id, adjudicatedRevision: library.annotations.revision(there.id) } : {};

function requirePair(library: Library, { recordingId, first, second }: Pair): void {
  if (first === second) throw new Problem('bad-input', 'A reading is compared with another one. Choose two.');
  for (const setId of [first, second]) {
    if (library.annotations.set(setId).recordingId !== recordingId) {
      throw new Problem('bad-input', 'These annotations are of another recording.');
    }
  }
}
