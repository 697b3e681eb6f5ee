/** A state that holds from a sample until the next: WFDB's rhythm (`+`) and signal quality (`~`) annotations. */
export interface StateChange {
  readonly sample: number;
  /** What holds from here, as the auxiliary text says it. */
  readonly state: string;
}

export interface Painting {
  /** Samples [from, to). */
  readonly from: number;
  readonly to: number;
  /** Length of the recording: nothing is said of what follows it. */
  readonly samples: number;
  /** What holds before the first change. */
  readonly initial: string;
  /** The new state of a stretch: of what it was, and of what holds just before `from`. */
  readonly paint: (state: string, before: string) => string;
}

/**
 * The changes from `from` to `to`, both included, after a stretch has been painted. What held at `to` goes on there, and a
 * change that changes nothing is left out; changes elsewhere are as they were.
 */
export function paintInterval(changes: readonly StateChange[], painting: Painting): StateChange[] {
  const { from, to, samples, initial, paint } = painting;
  const before = changes.findLast(({ sample }) => sample < from)?.state ?? initial;
  const atFrom = changes.findLast(({ sample }) => sample <= from)?.state ?? initial;
  const atTo = changes.findLast(({ sample }) => sample <= to)?.state ?? initial;
  const painted: StateChange[] = [
    { sample: from, state: paint(atFrom, before) },
    ...changes
      .filter(({ sample }) => sample > from && sample < to)
      .map(({ sample, state }) => ({ sample, state: paint(state, before) })),
    ...(to < samples ? [{ sample: to, state: atTo }] : []),
  ];
  let held = before;
  return painted.filter(({ state }) => {
    const changesIt = state !== held;
    held = state;
    return changesIt;
  });
}

const BITS_OF_LEADS = 4;
const LETTERS = { clean: 'c', noisy: 'n', unreadable: 'u' } as const;

/**
 * Signal quality as a letter a lead (c clean, n noisy, u unreadable), from a `~` row: from its text where it has one, else
 * from WFDB's subtype, whose lower four bits say noisy and upper four unreadable, lead by lead; −1 is no signal at all.
 */
export function qualityLetters(aux: string | undefined, subtype: number, leads: number): string {
  if (aux !== undefined && aux.length === leads && /^[cnu]+$/.test(aux)) return aux;
  return Array.from({ length: leads }, (_, lead) => {
    if (subtype === -1) return LETTERS.unreadable;
    if (lead >= BITS_OF_LEADS) return LETTERS.clean;
    if ((subtype >> (lead + BITS_OF_LEADS)) & 1) return LETTERS.unreadable;
    return (subtype >> lead) & 1 ? LETTERS.noisy : LETTERS.clean;
  }).join('');
}

/** The subtype for the first four leads. An unreadable lead is noisy as well, as WFDB's own files have it. */
export function qualitySubtype(letters: string): number {
  let bits = 0;
  for (let lead = 0; lead < Math.min(BITS_OF_LEADS, letters.length); lead++) {
    if (letters[lead] === LETTERS.unreadable) bits |= (1 | (1 << BITS_OF_LEADS)) << lead;
    else if (letters[lead] === LETTERS.noisy) bits |= 1 << lead;
  }
  return (bits << 24) >> 24;
}

/** The letters with some leads, or all, at another level. */
export const withLevel = (letters: string, level: keyof typeof LETTERS, leads?: readonly number[]): string =>
  Array.from(letters, (letter, lead) => (leads === undefined || leads.includes(lead) ? LETTERS[level] : letter)).join(
    '',
  );
