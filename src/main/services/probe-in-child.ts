import type * as z from 'zod';
import type { DeviceVerdict } from '../../shared/contract/analysis.ts';
import { Problem } from '../../shared/problem.ts';
import { crashed, tooSlow, verdictOf } from '../inference/devices/device-verdict.ts';
import type { jobContract } from '../jobs/job-contract.ts';
import { isCrash, type JobChild, JobProcess } from '../jobs/job-process.ts';

export interface ProbeConditions {
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
  /** After so long a device counts as one that never answers. */
  readonly milliseconds?: number;
}

/** Graphics adapters made of software compile for half a minute on a busy machine. */
const USUAL_MILLISECONDS = 90_000;

/**
 * What comes of trying a device in a process of its own, which is ended in any case: a driver that crashes or hangs
 * takes nothing else along.
 * @throws Problem `cancelled` when `signal` is aborted
 */
export async function probeInChild(
  spawn: () => JobChild,
  request: z.input<(typeof jobContract)['job.probeDevice']['input']>,
  { log, signal, milliseconds = USUAL_MILLISECONDS }: ProbeConditions,
): Promise<DeviceVerdict> {
  const { device } = request;
  const child = new JobProcess(spawn);
  const patience = AbortSignal.timeout(milliseconds);
  const enough = AbortSignal.any([signal, patience]);
  enough.addEventListener('abort', () => child.kill(), { once: true });
  try {
    enough.throwIfAborted();
    const outcome = await child.call((client) => client['job.probeDevice'](request));
    if ('detail' in outcome) log(`device ${device} ${outcome.kind}: ${outcome.detail}`);
    return verdictOf(device, outcome);
  } catch (thrown) {
    if (signal.aborted) throw new Problem('cancelled', 'Cancelled.');
    if (patience.aborted) return tooSlow(device, Math.round(milliseconds / 1000));
    log(`device ${device} could not be tried: ${isCrash(thrown) ? 'its process ended' : 'a fault'}`);
    return crashed(device);
  } finally {
    child.kill();
  }
}
