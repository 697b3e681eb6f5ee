import { EditSummary } from '../../../shared/contract/editing.ts';
import type { EventHead } from '../../library/annotation-log.ts';

const Stored = EditSummary.omit({ words: true });

/** What an event's summary says; an event of a newer version that this one cannot read is a change of no rows. */
export function storedSummary({ summary }: Pick<EventHead, 'summary'>): Omit<EditSummary, 'words'> {
  const parsed = Stored.safeParse(summary);
  return parsed.success ? parsed.data : { kind: 'relabel', count: 0, from: 0, to: 0 };
}
