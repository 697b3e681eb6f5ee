/** Waves of one lead as they were marked: columns of equal length in the order of time. */
export interface MarkedWaves {
  /** 1 P, 2 QRS, 3 T. */
  readonly wave: Uint8Array;
  /** In seconds from the beginning of the stretch. */
  readonly onset: Float64Array;
  readonly offset: Float64Array;
}

export const EDGES = ['pOnset', 'pOffset', 'qrsOnset', 'qrsOffset', 'tOnset', 'tOffset'] as const;
export type Edge = (typeof EDGES)[number];

/** Edges of one beat in one lead in seconds from its mark; NaN for what was not marked. In the order of EDGES. */
export type BeatEdges = Float64Array;

const P = 1;
const QRS = 2;
const T = 3;
/** A QRS complex belongs to the beat whose mark it holds, or nearly. */
const QRS_SLACK_SECONDS = 0.06;
/** A P wave that begins longer before the QRS complex does not belong to it: more than the longest PR usually seen. */
const LONGEST_PR_SECONDS = 0.42;
/** Edges of neighbouring waves are marked independently of each other and may overlap a little. */
const OVERLAP_SECONDS = 0.02;
/** A T wave that begins later after the QRS complex is none of its own. */
const LATEST_T_SECONDS = 0.45;
/** Two T waves no further apart are the halves of one of two phases. */
const TWO_PHASES_SECONDS = 0.08;

/**
 * The waves of one beat among those marked in a lead.
 * @param at mark of the beat, @param previous and @param next those of its neighbours, in seconds of the stretch
 */
export function edgesOfBeat(marked: MarkedWaves, at: number, previous: number, next: number): BeatEdges {
  const edges = new Float64Array(EDGES.length).fill(Number.NaN);
  const qrs = qrsAt(marked, at);
  if (qrs === undefined) return edges;
  const set = (edge: Edge, seconds: number): void => {
    edges[EDGES.indexOf(edge)] = seconds - at;
  };
  const begin = marked.onset[qrs]!;
  const end = marked.offset[qrs]!;
  set('qrsOnset', begin);
  set('qrsOffset', end);
  const p = lastP(marked, qrs, Math.max(previous, begin - LONGEST_PR_SECONDS));
  if (p !== undefined) {
    set('pOnset', marked.onset[p]!);
    set('pOffset', marked.offset[p]!);
  }
  const t = firstT(marked, qrs, Math.min(next, end + LATEST_T_SECONDS));
  if (t !== undefined) {
    set('tOnset', marked.onset[t]!);
    set('tOffset', marked.offset[endOfT(marked, t, next)]!);
  }
  return edges;
}

function qrsAt({ wave, onset, offset }: MarkedWaves, at: number): number | undefined {
  let best: number | undefined;
  let nearest = QRS_SLACK_SECONDS;
  for (let i = 0; i < wave.length; i++) {
    if (wave[i] !== QRS) continue;
    const distance = Math.max(onset[i]! - at, at - offset[i]!, 0);
    if (distance > nearest || (best !== undefined && distance === nearest)) continue;
    best = i;
    nearest = distance;
  }
  return best;
}

/** The P wave just before a QRS complex, if it begins after a moment. */
function lastP({ wave, onset, offset }: MarkedWaves, qrs: number, earliest: number): number | undefined {
  for (let i = qrs - 1; i >= 0 && wave[i] !== QRS; i--) {
    if (wave[i] !== P) continue;
    return onset[i]! > earliest && offset[i]! <= onset[qrs]! + OVERLAP_SECONDS ? i : undefined;
  }
  return undefined;
}

/** The first T wave after a QRS complex, if it begins before a moment. */
function firstT({ wave, onset, offset }: MarkedWaves, qrs: number, latest: number): number | undefined {
  for (let i = qrs + 1; i < wave.length && wave[i] !== QRS; i++) {
    if (wave[i] !== T) continue;
    return onset[i]! < latest && onset[i]! >= offset[qrs]! - OVERLAP_SECONDS ? i : undefined;
  }
  return undefined;
}

function endOfT({ wave, onset, offset }: MarkedWaves, first: number, next: number): number {
  const second = first + 1;
  const continues =
    wave[second] === T && onset[second]! - offset[first]! <= TWO_PHASES_SECONDS && offset[second]! < next;
  return continues ? second : first;
}
