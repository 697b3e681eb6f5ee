import type { WaveBounds } from '../../../shared/contract/measurements.ts';
import type { BeatLead } from './limb-leads.ts';
import { meanOf } from './representative-beat.ts';

/** Mean vectors smaller than this, in millivolts, have no direction worth telling: about the noise of a recording. */
const SMALLEST = { p: 0.01, qrs: 0.02, t: 0.015 } as const;

export interface FrontalAxes {
  readonly p?: number;
  readonly qrs?: number;
  readonly t?: number;
}

/**
 * Directions of the waves in the frontal plane in degrees, −180 … 180, 0° to the left and 90° to the feet: of the net areas
 * in leads I and aVF, the latter times 2/√3 as an augmented lead is shorter (Malmivuo & Plonsey, Bioelectromagnetism 1995,
 * §15.4). P and QRS from the level before them, T from that before the QRS complex.
 */
export function frontalAxes(
  leads: readonly BeatLead[],
  bounds: WaveBounds,
  place: (milliseconds: number) => number,
): FrontalAxes {
  const one = leads.find(({ name }) => name === 'I')?.values;
  const foot = leads.find(({ name }) => name === 'aVF')?.values;
  if (!one || !foot) return {};
  const { pOnset, pOffset, qrsOnset, qrsOffset, tOnset, tOffset } = bounds;
  const axis = (
    wave: keyof FrontalAxes,
    from: number | undefined,
    to: number | undefined,
    levelledAt: number | undefined,
  ): FrontalAxes => {
    if (from === undefined || to === undefined || levelledAt === undefined) return {};
    const net = (values: Float32Array): number => {
      const level = levelBefore(values, place(levelledAt), place(0) - place(-LEVEL_MILLISECONDS));
      return meanOf(values, place(from), place(to) + 1) - level;
    };
    const x = net(one);
    const y = (2 / Math.sqrt(3)) * net(foot);
    // Also where either is unknown.
    if (!(Math.hypot(x, y) >= SMALLEST[wave])) return {};
    return { [wave]: (180 / Math.PI) * Math.atan2(y, x) };
  };
  return {
    ...axis('p', pOnset, pOffset, pOnset),
    ...axis('qrs', qrsOnset, qrsOffset, qrsOnset),
    ...axis('t', tOnset, tOffset, qrsOnset),
  };
}

/** The level a wave is measured from is the mean of so long before it: what is steady enough and no part of the wave. */
export const LEVEL_MILLISECONDS = 16;

/** Mean of the `span` columns that end at a column. */
export const levelBefore = (values: Float32Array, at: number, span: number): number => meanOf(values, at - span, at);
