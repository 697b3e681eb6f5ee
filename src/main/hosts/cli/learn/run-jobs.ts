import type { LearningJob } from '../../../../shared/contract/learning.ts';
import { jobNoticeWords } from '../../../../shared/learning-words.ts';
import { Problem, type ProblemCode, PROBLEM_CODES } from '../../../../shared/problem.ts';
import type { LearningService } from '../../../services/learning-service.ts';
import type { CommandContext } from '../command.ts';

/**
 * Runs a job to its end and shows how it gets on; jobs that wait before it are run first. Ctrl-C keeps it for later.
 * @throws Problem as the job ends with one
 */
export async function runJob(context: CommandContext, { queue }: LearningService, jobId: string): Promise<LearningJob> {
  const said = new Set<string>();
  queue.resume();
  for await (const event of queue.watch(jobId, context.signal)) {
    if (event.kind !== 'job') continue;
    const { stage, fraction, step, steps, losses, windowsPerSecond, secondsLeft, notices, state } = event.job;
    for (const notice of notices.map(jobNoticeWords)) {
      if (!said.has(notice)) context.note(notice);
      said.add(notice);
    }
    if (stage === 'training') {
      const speed = `${windowsPerSecond.toPrecision(3)} windows/s`;
      const total = (losses['total'] ?? Number.NaN).toFixed(3);
      context.progress(`step ${step} of ${steps}, loss ${total}, ${speed}`, step / Math.max(1, steps), secondsLeft);
    } else if (state === 'running') context.progress(stage, fraction);
    if (state === 'paused') break;
  }
  const job = queue.info(jobId);
  if (job.state === 'done') return job;
  if (job.problem) throw new Problem(codeOf(job.problem.code), job.problem.text);
  throw new Problem('cancelled', 'The training is kept. "einthoven learn resume" goes on where it was.');
}

const codeOf = (code: string): ProblemCode => PROBLEM_CODES.find((one) => one === code) ?? 'failed';
