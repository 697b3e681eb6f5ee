import * as z from 'zod';

/** What trying a device led to; `detail` is the runtime's own words, for the log. */
export const ProbeOutcome = z.discriminatedUnion('kind', [
  /** `difference`: the largest of a probability to the CPU's. */
  z.object({ kind: z.literal('ran'), difference: z.number(), windowsPerSecond: z.number() }),
  z.object({ kind: z.literal('no-numbers') }),
  z.object({ kind: z.literal('absent'), detail: z.string() }),
  z.object({ kind: z.literal('failed'), detail: z.string() }),
]);
export type ProbeOutcome = z.infer<typeof ProbeOutcome>;
