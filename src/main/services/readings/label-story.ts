import * as z from 'zod';
import { STANDING } from '../../../shared/contract/editing.ts';
import type { LabelMaker, LabelStory } from '../../../shared/contract/readings.ts';
import { Problem } from '../../../shared/problem.ts';
import type { EventHead } from '../../library/annotation-log.ts';
import { undoneSequences } from '../../library/editing/edit-log.ts';
import type { Library } from '../../library/open-library.ts';
import type { ReaderSet } from '../../library/reader-sets.ts';
import type { SetCache } from '../editing/set-cache.ts';
import { storedSummary } from '../editing/stored-summary.ts';

/** What an adaptation writes beside its change. */
const MadeBy = z.object({ madeBy: z.string() });

/**
 * Who or what gave a label, and who has let it stand: told by the log alone, so it holds whatever was read, trained or
 * taken into use since.
 * @throws Problem `not-found`
 */
export function labelStory(library: Library, sets: SetCache, setId: string, id: number): LabelStory {
  const rows = sets.rows(setId);
  const row = rows.id.indexOf(id);
  const code = rows.code[row];
  if (code === undefined) throw new Problem('not-found', 'This label is not there any more. Open the study again.');
  const reader = library.readerSets.find(setId);
  if (!reader) return { ...makerOfSet(library, setId), code };
  const sourceCode = sets.sourceCodes(reader.sourceId)[id] ?? 0;
  const found = madeIn(library, reader, id, rows.sample[row] ?? 0);
  const stands = rows.standing[row] !== STANDING.source;
  const asCopied = { by: reader.author, at: library.annotations.set(setId).createdAt };
  const source = sourceCode === 0 ? undefined : makerOfSet(library, reader.sourceId);
  // A row without an event of its own is the source's, or was taken over by an adjudication that goes on.
  const made = found.made ?? source ?? { kind: 'reader' as const, madeBy: asCopied.by, at: asCopied.at };
  const confirmed = found.confirmed ?? (stands && made.kind !== 'reader' ? asCopied : undefined);
  const isSources = found.made === undefined && source !== undefined;
  return {
    ...made,
    code,
    ...(confirmed ? { confirmed } : {}),
    ...(source && !isSources ? { source: { ...source, code: sourceCode } } : {}),
  };
}

interface Found {
  readonly made?: LabelMaker;
  readonly confirmed?: { readonly by: string; readonly at: string };
}

/** The change that gave a row its label, in the reader's set or in those it began as; and the latest look at it since. */
function madeIn(library: Library, reader: ReaderSet, id: number, sample: number): Found {
  const { annotations, readerSets } = library;
  let confirmed: Found['confirmed'];
  let at = sample;
  let until: string | undefined;
  for (let set: ReaderSet | undefined = reader; set; set = readerSets.find(set.copiedId)) {
    const all = annotations.eventHeads(set.id, set.firstSequence);
    const before = until;
    const heads = before === undefined ? all : all.filter((head) => head.at <= before);
    const undone = undoneSequences(heads);
    for (const head of heads.toReversed()) {
      if (head.undoes !== undefined || undone.has(head.sequence) || !mayTouch(head, at)) continue;
      const event = annotations.event(set.id, head.sequence);
      const now = event.after.id.indexOf(id);
      if (now < 0) continue;
      const then = event.before.id.indexOf(id);
      const isNew = then < 0 && storedSummary(head).kind !== 'restore';
      if (isNew || (then >= 0 && event.before.code[then] !== event.after.code[now])) {
        return { made: makerOfChange(head), ...(confirmed ? { confirmed } : {}) };
      }
      if (event.after.standing[now] === STANDING.reader) confirmed ??= { by: head.author, at: head.at };
      // Earlier changes were of the place where it was before.
      at = event.before.sample[then] ?? at;
    }
    until = annotations.set(set.id).createdAt;
  }
  return confirmed ? { confirmed } : {};
}

function mayTouch(head: EventHead, sample: number): boolean {
  const { count, from, to } = storedSummary(head);
  return count === 0 || (from <= sample && sample <= to);
}

function makerOfChange({ author, at, summary }: EventHead): LabelMaker {
  const adapted = MadeBy.safeParse(summary);
  return adapted.success
    ? { kind: 'adapted', madeBy: adapted.data.madeBy, at }
    : { kind: 'reader', madeBy: author, at };
}

function makerOfSet(library: Library, setId: string): LabelMaker {
  const { origin, madeBy, createdAt } = library.annotations.set(setId);
  return { kind: origin, madeBy, at: createdAt };
}
