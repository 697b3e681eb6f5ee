/** What a pair of calipers measures; `march` repeats its interval along the trace. */
export const CALIPER_TOOLS = ['time', 'amplitude', 'both', 'march'] as const;
export type CaliperTool = (typeof CALIPER_TOOLS)[number];

/** A point of a trace: a base-rate sample of the recording, and microvolts of the lead as it is drawn. */
export interface TracePoint {
  readonly sample: number;
  readonly microvolts: number;
}

export type CaliperEnd = 'from' | 'to';

/** A measurement on a trace. Anchored in samples and microvolts, so scroll and zoom cannot move it off what it measures. */
export interface Caliper {
  readonly id: number;
  readonly tool: CaliperTool;
  /** Name of the lead as it stands on the page. */
  readonly lead: string;
  /** Row it was set on: a page may show a lead twice. */
  readonly row: number;
  readonly from: TracePoint;
  readonly to: TracePoint;
}

/** What a caliper reads out; absent where its tool does not measure it, or where there is nothing to divide by. */
export interface CaliperReading {
  readonly milliseconds?: number;
  readonly perMinute?: number;
  /** From the first end to the second, so that a depression is negative. */
  readonly millivolts?: number;
}

const measuresTime = (tool: CaliperTool): boolean => tool !== 'amplitude';
const measuresAmplitude = (tool: CaliperTool): boolean => tool === 'amplitude' || tool === 'both';
/** Both ends of these are at one height: moving one up or down moves the other along. */
export const isLevel = (tool: CaliperTool): boolean => tool === 'time' || tool === 'march';

/** @param rate base rate of the recording in Hz */
export function readingOf({ tool, from, to }: Pick<Caliper, 'tool' | 'from' | 'to'>, rate: number): CaliperReading {
  const milliseconds = (1000 * Math.abs(to.sample - from.sample)) / rate;
  return {
    ...(measuresTime(tool) ? { milliseconds } : {}),
    ...(measuresTime(tool) && milliseconds > 0 ? { perMinute: 60_000 / milliseconds } : {}),
    ...(measuresAmplitude(tool) ? { millivolts: (to.microvolts - from.microvolts) / 1000 } : {}),
  };
}

/** One end put elsewhere. */
export function withEnd(caliper: Caliper, end: CaliperEnd, point: TracePoint): Caliper {
  const moved = { ...caliper, [end]: point };
  if (!isLevel(caliper.tool)) return moved;
  const { microvolts } = point;
  return { ...moved, from: { ...moved.from, microvolts }, to: { ...moved.to, microvolts } };
}

/** The whole of it moved by samples and microvolts. */
export const shifted = (caliper: Caliper, samples: number, microvolts: number): Caliper => ({
  ...caliper,
  from: { sample: caliper.from.sample + samples, microvolts: caliper.from.microvolts + microvolts },
  to: { sample: caliper.to.sample + samples, microvolts: caliper.to.microvolts + microvolts },
});

/** Samples at which a march-out has its marks within `[first, last]`, ends included; none where the interval is 0. */
export function marchOf({ from, to }: Pick<Caliper, 'from' | 'to'>, first: number, last: number): number[] {
  const interval = Math.abs(to.sample - from.sample);
  if (interval === 0) return [];
  const marks: number[] = [];
  const before = Math.ceil((first - from.sample) / interval);
  for (let at = from.sample + before * interval; at <= last; at += interval) marks.push(at);
  return marks;
}
