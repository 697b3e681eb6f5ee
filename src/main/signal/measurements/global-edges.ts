import type { WaveBounds } from '../../../shared/contract/measurements.ts';
import { type Edge, EDGES, edgesOfBeat, type MarkedWaves } from './beat-edges.ts';
import { medianOf } from './median.ts';

/** A wave of a lead counts where it was marked in so many of the beats at least. */
const LEAST_SHARE_OF_BEATS = 0.5;
/** P waves that stand so differently before their complexes (median deviation) are not conducted, or are none. */
const LARGEST_PR_DEVIATION_SECONDS = 0.025;
/** P and T waves count where so many of the leads that show beats have them: fibrillation looks like P waves in a few. */
const LEAST_SHARE_OF_LEADS = { p: 0.5, qrs: 0.25, t: 0.25 } as const;

/**
 * How many leads must agree on an edge, and within how many seconds. The rule is that of Laguna, Jané & Caminal 1994
 * (Comput Biomed Res 27:45–60): the earliest onset, or the latest end, with enough others close to it. Numbers of leads and
 * seconds are this project's own, chosen on LUDB records 1–120.
 */
const SUPPORT = 3;
const CLOSE_SECONDS: Readonly<Record<Edge, number>> = {
  pOnset: 0.012,
  pOffset: 0.012,
  qrsOnset: 0.008,
  qrsOffset: 0.01,
  tOnset: 0.02,
  tOffset: 0.016,
};

/**
 * Where the waves of the usual beat begin and end in the leads together, in milliseconds from its mark. Lead by lead the
 * median over the beats; over the leads the earliest onset and the latest end (CSE Working Party 1985, Eur Heart J
 * 6:815–25; IEC 60601-2-51:2003, 50.101.3), where others support it.
 * @param marks of the beats, @param all of every beat, both ascending, in seconds of the stretch
 */
export function globalEdges(
  leads: readonly MarkedWaves[],
  marks: readonly number[],
  all: readonly number[],
): WaveBounds {
  const perLead = leads.map((lead) => leadEdges(lead, marks, all));
  const withBeats = perLead.filter(({ qrsOnset }) => qrsOnset !== undefined);
  const known = (edge: Edge): number[] =>
    withBeats.flatMap(({ [edge]: seconds }) => (seconds === undefined ? [] : [seconds]));
  const bounds: WaveBounds = {};
  for (const edge of EDGES) {
    const values = known(edge);
    const share = LEAST_SHARE_OF_LEADS[edge.startsWith('p') ? 'p' : edge.startsWith('t') ? 't' : 'qrs'];
    if (values.length < Math.max(1, share * withBeats.length)) continue;
    bounds[edge] = 1000 * supported(values, edge);
  }
  return inOrder(bounds);
}

/** Medians over the beats of one lead; absent where too few beats show the wave. */
export function leadEdges(
  lead: MarkedWaves,
  marks: readonly number[],
  all: readonly number[],
): Readonly<Partial<Record<Edge, number>>> {
  const columns = EDGES.map((): number[] => []);
  for (const at of marks) {
    const previous = all.findLast((other) => other < at - SAME_BEAT_SECONDS) ?? -Infinity;
    const next = all.find((other) => other > at + SAME_BEAT_SECONDS) ?? Infinity;
    for (const [edge, seconds] of edgesOfBeat(lead, at, previous, next).entries()) {
      if (!Number.isNaN(seconds)) columns[edge]!.push(seconds);
    }
  }
  const edges: Partial<Record<Edge, number>> = {};
  for (const [index, edge] of EDGES.entries()) {
    const seconds = columns[index]!;
    if (seconds.length === 0 || seconds.length < LEAST_SHARE_OF_BEATS * marks.length) continue;
    edges[edge] = medianOf(seconds);
  }
  if (edges.pOnset !== undefined && deviation(columns[EDGES.indexOf('pOnset')]!) > LARGEST_PR_DEVIATION_SECONDS) {
    delete edges.pOnset;
    delete edges.pOffset;
  }
  return edges;
}

/** Marks so near each other are of one beat: fiducial marks are moved a little from where the beat was annotated. */
const SAME_BEAT_SECONDS = 0.12;

/** Median absolute deviation from the median. */
function deviation(values: readonly number[]): number {
  const middle = medianOf([...values]);
  return medianOf(values.map((value) => Math.abs(value - middle)));
}

function supported(values: readonly number[], edge: Edge): number {
  // Where a T wave begins is not defined well enough for extremes to mean anything.
  if (edge === 'tOnset') return medianOf([...values]);
  const direction = edge.endsWith('Onset') ? 1 : -1;
  const outward = values.toSorted((a, b) => direction * (a - b));
  const support = Math.min(SUPPORT, outward.length);
  for (let i = 0; i + support <= outward.length; i++) {
    if (Math.abs(outward[i + support - 1]! - outward[i]!) <= CLOSE_SECONDS[edge]) return outward[i]!;
  }
  return medianOf([...outward]);
}

/** Without what contradicts the QRS complex or is only half there. */
function inOrder({ pOnset, pOffset, tOnset, tOffset, ...qrs }: WaveBounds): WaveBounds {
  const { qrsOnset, qrsOffset } = qrs;
  if (qrsOnset === undefined || qrsOffset === undefined || qrsOffset <= qrsOnset) return {};
  const hasP = pOnset !== undefined && pOffset !== undefined && pOnset < pOffset && pOnset < qrsOnset;
  const hasT = tOnset !== undefined && tOffset !== undefined && tOnset < tOffset && tOffset > qrsOffset;
  return {
    ...(hasP ? { pOnset, pOffset: Math.min(pOffset, qrsOnset) } : {}),
    ...qrs,
    ...(hasT ? { tOnset: Math.max(tOnset, qrsOffset), tOffset } : {}),
  };
}
