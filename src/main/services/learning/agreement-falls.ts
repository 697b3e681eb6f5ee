interface Answers {
  readonly asked: number;
  readonly agreed: number;
}
const NOTHING: Answers = { asked: 0, agreed: 0 };

/** Answers of one kind in one week. */
export interface CountedWeek extends Answers {
  /** The Monday, `2026-11-16`. */
  readonly week: string;
}

/** Weeks of one kind of answers in which readers agreed less than before, by more than chance. */
export interface Fall {
  /** Places of the first week and of the last one in the series. */
  readonly from: number;
  readonly to: number;
  /** Whether nothing since then says that it is over. */
  readonly lasts: boolean;
  readonly before: Answers;
  readonly since: Answers;
  /** The probability of such a fall or a deeper one where nothing has changed. */
  readonly chance: number;
}

/** The latest so many weeks together are held against all before them. */
const WINDOWS = [1, 2, 4, 8];
/** Fewer answers before say nothing of what is usual, and fewer in the latest weeks nothing of a fall. */
const FEWEST_BEFORE = 30;
const FEWEST_LATEST = 20;
/** False alarms of a whole page in half a year, and the looks of one kind in that time. */
const FALSE_ALARMS = 0.05;
const LOOKS = 26;

/**
 * Finds where agreement of one kind fell by more than chance, oldest first. The latest one, two, four and eight weeks are
 * held against all weeks before, outside of earlier falls, by Fisher's exact test, one-sided (Fisher 1935, "The logic of
 * inductive inference"; both sides are counted, so that an uncertain "before" does not pass as a known one). What is less
 * likely than 5 % divided by all looks of half a year, 26 weeks of each kind (Bonferroni; the windows overlap and are not
 * divided by), is a fall. It lasts until as many answers as it was told by are nearer to what was usual.
 *
 * Measured with made-up answers of constant agreement (0.8 to 0.99; 10 to 400 answers a week, half of them blind, five
 * classes in the shares 55, 17, 20, 5 and 3 %; 400 pages of 52 weeks each): 0.3 to 4.0 % of the pages told of a fall in
 * half a year. A fall of all classes from 95 to 80 % was told after 2 weeks (median; nine of ten after 3 to 4) with 30
 * blind answers a week and as many open ones, after 3 to 4 (nine of ten after 7 to 8) with 15 of each.
 *
 * Answers count as independent of each other: many beats of one odd recording can still raise an alarm of their own, which
 * is why an alarm leads to the answers.
 * @param weeks oldest first, weeks without an answer left out
 * @param kinds how many kinds of answers are looked at beside each other
 */
export function fallsOf(weeks: readonly CountedWeek[], kinds: number): Fall[] {
  const level = FALSE_ALARMS / (LOOKS * Math.max(1, kinds));
  const falls: Fall[] = [];
  const sums = sumsOf(weeks, [...weeks.keys()]);
  /** Weeks that tell what is usual, and the answers up to each of them. */
  let usual: number[] = [];
  let known = sumsOf(weeks, usual);
  let open: Fall | undefined;
  let told = { place: 0, answers: 0 };
  for (const [place, { asked, agreed }] of weeks.entries()) {
    if (open) {
      const fall: Fall = { ...open, to: place, since: between(sums, open.from, place + 1) };
      if (isOver(weeks, fall, told)) {
        falls.push({ ...open, lasts: false });
        usual = [...usual.filter((one) => one < fall.from), ...range(told.place + 1, place + 1)];
        known = sumsOf(weeks, usual);
        open = undefined;
      } else open = fall;
      continue;
    }
    usual.push(place);
    const latest = known.at(-1) ?? NOTHING;
    known.push({ asked: latest.asked + asked, agreed: latest.agreed + agreed });
    open = fallAt(usual, known, level);
    if (open) told = { place, answers: open.since.asked };
  }
  return open ? [...falls, open] : falls;
}

/** The least likely of the windows that end here, where that is unlikely enough. */
function fallAt(usual: readonly number[], known: readonly Answers[], level: number): Fall | undefined {
  let found: Fall | undefined;
  for (const window of WINDOWS) {
    const first = usual.length - window;
    const from = usual[first];
    if (from === undefined) break;
    const before = between(known, 0, first);
    const since = between(known, first, usual.length);
    if (before.asked < FEWEST_BEFORE) break;
    if (since.asked < FEWEST_LATEST || since.agreed * before.asked >= before.agreed * since.asked) continue;
    const chance = chanceOfFewer(since.agreed, since.asked, before.agreed, before.asked);
    if (chance >= level || (found && chance >= found.chance)) continue;
    found = { from, to: usual.at(-1) ?? from, lasts: true, before, since, chance };
  }
  return found;
}

/** Whether the latest answers, as many as the fall was told by, are nearer to what was usual than to the fall. */
function isOver(
  weeks: readonly CountedWeek[],
  { before, since, to }: Fall,
  told: { readonly place: number; readonly answers: number },
): boolean {
  const middle = (before.agreed / before.asked + since.agreed / since.asked) / 2;
  let asked = 0;
  let agreed = 0;
  for (let place = to; place > told.place; place--) {
    asked += weeks[place]?.asked ?? 0;
    agreed += weeks[place]?.agreed ?? 0;
    if (asked >= told.answers) return agreed / asked >= middle;
  }
  return false;
}

/** The probability of so few agreements or fewer in the latest answers, all agreements being spread at random. */
export function chanceOfFewer(agreed: number, asked: number, agreedBefore: number, askedBefore: number): number {
  const [all, hits] = [asked + askedBefore, agreed + agreedBefore];
  const least = Math.max(0, hits - askedBefore);
  let sum = 0;
  for (let k = agreed; k >= least; k--) {
    const term = Math.exp(logChoose(hits, k) + logChoose(all - hits, asked - k) - logChoose(all, asked));
    sum += term;
    if (term < sum * 1e-9) break;
  }
  return sum;
}

/** Logarithms of factorials, as far as they were needed. */
const logFactorials = [0];
function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push((logFactorials[i - 1] ?? 0) + Math.log(i));
  return logFactorials[n] ?? 0;
}
const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

/** Answers before each of these weeks, and of all of them at the end. */
function sumsOf(weeks: readonly CountedWeek[], places: readonly number[]): Answers[] {
  const sums: Answers[] = [NOTHING];
  let sum = NOTHING;
  for (const place of places) {
    const { asked = 0, agreed = 0 } = weeks[place] ?? {};
    sum = { asked: sum.asked + asked, agreed: sum.agreed + agreed };
    sums.push(sum);
  }
  return sums;
}

function between(sums: readonly Answers[], from: number, to: number): Answers {
  const [first = NOTHING, last = NOTHING] = [sums[from], sums[to]];
  return { asked: last.asked - first.asked, agreed: last.agreed - first.agreed };
}
