import type * as z from 'zod';
import type { DeviceVerdict } from '../../shared/contract/analysis.ts';
import { Problem } from '../../shared/problem.ts';
import { crashed, tooSlow, verdictOf } from '../inference/devices/device-verdict.ts';
import { DEVICE_WORDS } from '../inference/devices/candidates.ts';
import type { ProbeOutcome } from '../inference/devices/probe-outcome.ts';
import type { jobContract } from '../jobs/job-contract.ts';
import { isCrash, JobProcess } from '../jobs/job-process.ts';
import type { ChildHandle } from './host-facilities.ts';

/** A process for one device; one whose voice is kept is asked for its last words when the trial fails. */
export type TrialChild = Pick<ChildHandle, 'postMessage' | 'onMessage' | 'onClose' | 'kill' | 'said'>;

export interface ProbeConditions {
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
  /** After so long a device counts as one that never answers. */
  readonly milliseconds?: number;
}

/** Lines of a driver that are worth keeping. */
const MOST_LINES = 12;
/** Graphics adapters made of software compile for half a minute on a busy machine. */
const USUAL_MILLISECONDS = 90_000;

/**
 * What comes of trying a device in a process of its own, which is ended in any case: a driver that crashes or hangs
 * takes nothing else along.
 * @throws Problem `cancelled` when `signal` is aborted
 */
export async function probeInChild(
  spawn: () => TrialChild,
  request: z.input<(typeof jobContract)['job.probeDevice']['input']>,
  { log, signal, milliseconds = USUAL_MILLISECONDS }: ProbeConditions,
): Promise<DeviceVerdict> {
  const { device } = request;
  let said: TrialChild['said'];
  const child = new JobProcess(() => {
    const started = spawn();
    said = started.said;
    return started;
  });
  const failed = (words: string, detail = ''): void => {
    log(`device ${device} ${words}`);
    const lines = `${said?.() ?? ''}\n${detail}`.split('\n').filter((line) => line.trim() !== '');
    for (const line of lines.slice(-MOST_LINES)) log(`  ${line}`);
  };
  const tell = (outcome: ProbeOutcome): void => {
    if (outcome.kind === 'failed') failed('cannot run the model', outcome.detail);
    // Most computers lack most devices: that is no fault, and what drivers say of it helps nobody.
    else if (outcome.kind === 'absent') log(`device ${device} is not there: ${DEVICE_WORDS[device].absent}`);
  };
  const patience = AbortSignal.timeout(milliseconds);
  const enough = AbortSignal.any([signal, patience]);
  enough.addEventListener('abort', () => child.kill(), { once: true });
  try {
    enough.throwIfAborted();
    const outcome = await child.call((client) => client['job.probeDevice'](request));
    tell(outcome);
    return verdictOf(device, outcome);
  } catch (thrown) {
    if (signal.aborted) throw new Problem('cancelled', 'Cancelled.');
    if (patience.aborted) {
      failed('did not answer');
      return tooSlow(device, Math.round(milliseconds / 1000));
    }
    failed(`could not be tried: ${isCrash(thrown) ? 'its process ended' : 'a fault'}`);
    return crashed(device);
  } finally {
    child.kill();
  }
}
