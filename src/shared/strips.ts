/**
 * Strips and bookmarks for the report as WFDB can hold them: a comment (`"`) of this subtype whose text begins with what a
 * program needs, `[strip 2880 0,1] onset`: length in samples (0 for a bookmark) and indices of leads, none for all.
 */
export const STRIP_SUBTYPE = 1;

export interface Strip {
  /** In samples; 0 for a bookmark. */
  readonly length: number;
  /** Indices of leads; empty for all. */
  readonly leads: readonly number[];
  readonly text: string;
}

export function stripText({ length, leads, text }: Strip): string {
  const head = leads.length > 0 ? `[strip ${length} ${leads.join(',')}]` : `[strip ${length}]`;
  return text === '' ? head : `${head} ${text}`;
}

/** Undefined for the text of any other comment. */
export function stripOf(aux: string): Strip | undefined {
  const match = /^\[strip (\d{1,10})(?: (\d+(?:,\d+)*))?\] ?(.*)$/s.exec(aux);
  if (!match) return undefined;
  const [, length, leads, text] = match;
  return { length: Number(length), leads: leads === undefined ? [] : leads.split(',').map(Number), text: text ?? '' };
}
