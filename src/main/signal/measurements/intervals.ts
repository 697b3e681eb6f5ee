import type { CorrectedQt, WaveBounds } from '../../../shared/contract/measurements.ts';

/** Global intervals in milliseconds; absent where a wave was not marked. */
export interface Intervals {
  readonly p?: number;
  readonly pr?: number;
  readonly qrs?: number;
  readonly qt?: number;
}

/**
 * P from its onset to its end, PR from P onset to QRS onset, QRS from its onset to its end, QT from QRS onset to the end of T
 * (IEC 60601-2-51:2003, 50.101.3; CSE Working Party 1985).
 */
export function intervalsOf({ pOnset, pOffset, qrsOnset, qrsOffset, tOffset }: WaveBounds): Intervals {
  return {
    ...between('p', pOnset, pOffset),
    ...between('pr', pOnset, qrsOnset),
    ...between('qrs', qrsOnset, qrsOffset),
    ...between('qt', qrsOnset, tOffset),
  };
}

function between<K extends keyof Intervals>(
  name: K,
  from: number | undefined,
  to: number | undefined,
): Partial<Record<K, number>>;
function between(name: string, from: number | undefined, to: number | undefined): Record<string, number> {
  return from === undefined || to === undefined ? {} : { [name]: to - from };
}

/**
 * QT corrected for the heart rate, in milliseconds. Bazett 1920 (Heart 7:353–70): QT / √RR; Fridericia 1920 (Acta Med Scand
 * 53:469–86): QT / ∛RR; Framingham, Sagie et al. 1992 (Am J Cardiol 70:797–801): QT + 0.154 (1 − RR); Hodges et al. 1983 (J
 * Am Coll Cardiol 1:694): QT + 1.75 (rate − 60). RR in seconds. Rautaharju et al. 2009 (AHA/ACCF/HRS part IV, doi
 * 10.1161/CIRCULATIONAHA.108.191096) advise against Bazett's, and a linear one or Fridericia's instead.
 */
export function correctedQt(qt: number, rrMilliseconds: number): CorrectedQt {
  const rr = rrMilliseconds / 1000;
  return {
    bazett: qt / Math.sqrt(rr),
    fridericia: qt / Math.cbrt(rr),
    framingham: qt + 154 * (1 - rr),
    hodges: qt + 1.75 * (60 / rr - 60),
  };
}
