import { resolve } from 'node:path';
import type { LearningJob } from '../../../../shared/contract/learning.ts';
import { LearningScope } from '../../../../shared/contract/learning-data.ts';
import { DEVICE_NAMES } from '../../../../shared/contract/analysis.ts';
import { keyReplacedWords, OBSTACLE_WORDS } from '../../../../shared/learning-words.ts';
import { Problem } from '../../../../shared/problem.ts';
import { replaceFile } from '../../../learning/replace-file.ts';
import type { LearningService } from '../../../services/learning-service.ts';
import { readPackageFile } from '../../../services/learning/arriving-package.ts';
import { choice, flag, number, text } from '../arguments.ts';
import type { Command, CommandContext } from '../command.ts';
import {
  agreementText,
  candidatesText,
  comparisonText,
  dataText,
  decisionsText,
  jobsText,
  planText,
} from '../learn/learn-tables.ts';
import { NEVER, withLearning } from '../learn/open-learning.ts';
import { giveUpRereading, makers, makersText, reread } from '../learn/reread.ts';
import { runJob } from '../learn/run-jobs.ts';
import { libraryHelp, libraryOption } from '../library-option.ts';
import { wholeNumber } from '../training-process.ts';

type Action = (context: CommandContext, argument: string | undefined) => Promise<void>;

export const learn: Command = {
  name: 'learn',
  summary: 'Learns from what readers confirmed and corrected: snapshot, training, comparison, promotion.',
  usage: 'ACTION [ARGUMENT] [--json] [--library DIR]',
  options: {
    ...{ json: { type: 'boolean' }, by: { type: 'string' }, kind: { type: 'string' }, recording: { type: 'string' } },
    ...{
      'held-out': { type: 'string' },
      seed: { type: 'string' },
      minutes: { type: 'string' },
      steps: { type: 'string' },
    },
    ...{ device: { type: 'string' }, threads: { type: 'string' }, 'from-pretrained': { type: 'boolean' } },
    ...{ reason: { type: 'string' }, to: { type: 'string' }, again: { type: 'boolean' }, out: { type: 'string' } },
    ...{ trust: { type: 'string' }, weeks: { type: 'string' }, revision: { type: 'string' } },
    ...{ all: { type: 'boolean' }, cancel: { type: 'boolean' } },
    ...libraryOption,
  },
  help: [
    ['preview', 'what would be learned from, and what is missing'],
    ['snapshot', 'keeps labels, split and seed for good; prints its id'],
    ['start [SNAPSHOT]', 'trains on a snapshot, or on a new one, and compares the result; Ctrl-C keeps it for later'],
    ['pretrain', 'the same on recordings without labels'],
    ['adapt RECORDING', 'learns the labelled first minutes of one recording and offers the rest anew'],
    ['accept JOB', "takes an adaptation over into the reader's own labels"],
    ['resume [JOB]', 'goes on with a training that was kept or has failed, or with all of them'],
    ['pause JOB', 'keeps a training that waits, or was cut off, until it is resumed'],
    ['cancel JOB', 'ends a training and removes what it had done'],
    ['status', 'trainings, candidates and the model in use'],
    ['compare MODEL', 'a candidate beside the model in use; --again compares anew'],
    ['promote MODEL', 'takes a candidate into use; against the gate only with --reason'],
    ['refuse MODEL', 'sets a candidate aside; needs --reason'],
    ['rollback', 'back to the model before, or --to MODEL'],
    ['history', 'who decided what'],
    ['models', 'which model made what: recordings by what read them, labels by whose they are'],
    [
      'reread RECORDING',
      'reads it again with the model in use; --all: every unsigned one that something else has read.',
    ],
    ['', 'The earlier reading and what readers set stay; Ctrl-C keeps the rest for later, --cancel gives it up'],
    ['export MODEL', 'one signed file, --out FILE'],
    ['import FILE', 'a model of a signer that --trust FINGERPRINT names; compares it, promotes nothing'],
    ['watch', 'agreement of model and readers by week and class; --weeks N'],
    ['--by NAME', 'who decides (default: the name in the preferences)'],
    ['--kind KIND', 'for preview and snapshot: finetune (default), pretrain, adapt'],
    ['--recording ID,ID', 'only these recordings'],
    ['--held-out SHARE', 'share of the patients that only judge, 0–0.5 (default 0.2)'],
    ['--minutes N', 'for adapt: how much of the beginning is labelled (default 5)'],
    ['--seed N', 'of split and training (default 1)'],
    ['--steps N', 'instead of as many as the labels ask for'],
    ['--device DEVICE', `${DEVICE_NAMES.join(', ')} (default cpu)`],
    ['--threads N', 'the same number gives the same weights, bit by bit'],
    ['--from-pretrained', 'begins with the pretrained trunk'],
    ['--json', 'for machines'],
    libraryHelp,
  ],
  run: async (context) => {
    const [name = '', argument, ...rest] = context.positionals;
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (!action) throw new Problem('bad-input', `Say what to do: learn ${Object.keys(ACTIONS).join(', ')}.`);
    if (rest.length > 0) throw new Problem('bad-input', `learn ${name} takes one argument only.`);
    await action(context, argument);
    return undefined;
  },
};

/** `value` for machines, else `words`. */
async function say(context: CommandContext, value: unknown, words: string): Promise<void> {
  await context.out(flag(context, 'json') ? `${JSON.stringify(value, plain, 2)}\n` : words);
}

/** Typed arrays as lists, and what is no number as null. */
const plain = (_key: string, value: unknown): unknown =>
  ArrayBuffer.isView(value) && !(value instanceof DataView) ? Array.from(value as Float32Array) : value;

const needed = (argument: string | undefined, what: string): string => {
  if (argument === undefined) throw new Problem('bad-input', `Name ${what}.`);
  return argument;
};

function scopeOf(context: CommandContext, kind: LearningScope['kind'], recording?: string): LearningScope {
  const recordingIds = (recording ?? text(context, 'recording'))?.split(',').filter((id) => id !== '');
  if (recordingIds?.length === 0) throw new Problem('bad-input', 'Name a recording: --recording ID,ID.');
  return LearningScope.parse({
    kind,
    ...given('recordingIds', recordingIds),
    ...given('heldOutShare', number(context, 'held-out', 0, 0.5)),
    ...given('seed', wholeNumber(context, 'seed', 0, 0xffff_ffff)),
    ...given('adaptSeconds', scaled(number(context, 'minutes', 0.2, 60), 60)),
  });
}

const given = (name: string, value: unknown) => (value === undefined ? {} : { [name]: value });
const scaled = (value: number | undefined, factor: number) => (value === undefined ? undefined : value * factor);
const kindOf = (context: CommandContext): LearningScope['kind'] =>
  choice(context, 'kind', ['finetune', 'pretrain', 'adapt'] as const) ?? 'finetune';

const settingsOf = (context: CommandContext) => ({
  steps: wholeNumber(context, 'steps', 1, 100_000),
  device: choice(context, 'device', DEVICE_NAMES),
  threads: wholeNumber(context, 'threads', 1, 64),
  ...(flag(context, 'from-pretrained') ? { start: 'pretrained' as const } : {}),
});

async function train(
  context: CommandContext,
  learning: LearningService,
  scope: LearningScope | { readonly snapshotId: string },
): Promise<void> {
  const settings = settingsOf(context);
  const snapshotId = 'snapshotId' in scope ? scope.snapshotId : (await learning.snapshot(scope)).id;
  context.note(planText(await learning.handlers['learning.plan']({ snapshotId, settings }, NEVER)));
  const { id } = await learning.start(snapshotId, settings);
  await tellEnd(context, learning, await runJob(context, learning, id));
}

async function tellEnd(context: CommandContext, learning: LearningService, job: LearningJob): Promise<void> {
  if (job.kind === 'adapt') {
    const offer = await learning.handlers['learning.adaptation']({ jobId: job.id }, NEVER);
    const words =
      `${offer.id.length} of ${offer.unconfirmed} unconfirmed beats would change.\n` +
      (offer.problem === undefined
        ? `"einthoven learn accept ${job.id}" takes them over as one change that can be undone.`
        : OBSTACLE_WORDS[offer.problem]);
    return say(context, { job, offer }, `${words}\n`);
  }
  const comparison = learning.promotion.comparison(job.candidateId ?? '');
  return say(context, { job, comparison }, comparisonText(comparison));
}

/** Reads beside a window that has the library open. */
const look =
  (act: (context: CommandContext, learning: LearningService, argument: string | undefined) => Promise<void>): Action =>
  (context, argument) =>
    withLearning(context, 'reader', (learning) => act(context, learning, argument));
const change =
  (act: (context: CommandContext, learning: LearningService, argument: string | undefined) => Promise<void>): Action =>
  (context, argument) =>
    withLearning(context, 'owner', (learning) => act(context, learning, argument));

const ACTIONS: Readonly<Record<string, Action>> = {
  preview: look(async (context, { handlers }) => {
    const data = await handlers['learning.preview'](scopeOf(context, kindOf(context)), NEVER);
    await say(context, data, dataText(data));
  }),
  snapshot: change(async (context, learning) => {
    const snapshot = await learning.snapshot(scopeOf(context, kindOf(context)));
    await say(context, snapshot, `${dataText(snapshot)}snapshot ${snapshot.id}\n`);
  }),
  start: change((context, learning, snapshotId) =>
    train(context, learning, snapshotId === undefined ? scopeOf(context, 'finetune') : { snapshotId }),
  ),
  pretrain: change((context, learning) => train(context, learning, scopeOf(context, 'pretrain'))),
  adapt: change((context, learning, recording) =>
    train(context, learning, scopeOf(context, 'adapt', needed(recording, 'the recording to adapt to'))),
  ),
  accept: change(async (context, { handlers }, jobId) => {
    const offer = await handlers['learning.adaptation']({ jobId: needed(jobId, 'the training') }, NEVER);
    const revision = wholeNumber(context, 'revision', 0, Number.MAX_SAFE_INTEGER) ?? offer.revision;
    const taken = await handlers['learning.takeAdaptation']({ jobId: offer.jobId, revision }, NEVER);
    await say(context, taken, `${taken.changed} beats changed; none of them is confirmed by it.\n`);
  }),
  resume: change(async (context, learning, jobId) => {
    const { queue } = learning;
    const waiting = queue.list().filter(({ state }) => state === 'queued' || state === 'paused' || state === 'running');
    const failed = queue.list().filter(({ state }) => state === 'failed');
    // What has failed is tried again last: it may fail once more.
    const jobs = jobId === undefined ? [...waiting.toReversed(), ...failed.toReversed()] : [queue.info(jobId)];
    if (jobs.length === 0) context.note('No training waits.');
    for (const { id } of jobs) await queue.goOn(id);
    for (const { id } of jobs) await tellEnd(context, learning, await runJob(context, learning, id));
  }),
  pause: change(async (context, { queue }, jobId) => {
    const job = await queue.pause(needed(jobId, 'the training'));
    await say(context, job, `${job.id} is ${job.state}.\n`);
  }),
  cancel: change(async (context, { queue }, jobId) => {
    const job = await queue.cancel(needed(jobId, 'the training'));
    await say(context, job, `${job.id} is ${job.state}.\n`);
  }),
  status: look(async (context, { queue, handlers }) => {
    const jobs = queue.list();
    const models = await handlers['learning.candidates']({}, NEVER);
    await say(
      context,
      { jobs, ...models },
      `${jobsText(jobs)}${candidatesText(models.candidates, models.activeModel, models.troubles)}`,
    );
  }),
  compare: async (context, modelId) => {
    const id = needed(modelId, 'the model to compare');
    if (flag(context, 'again')) {
      return withLearning(context, 'owner', async (learning) => {
        const job = await learning.compare(id);
        await tellEnd(context, learning, await runJob(context, learning, job.id));
      });
    }
    return withLearning(context, 'reader', async ({ promotion }) => {
      const comparison = promotion.comparison(id);
      await say(context, comparison, comparisonText(comparison));
    });
  },
  promote: change(async (context, { promotion }, modelId) => {
    const done = await promotion.promote(needed(modelId, 'the model to take into use'), text(context, 'reason'));
    await say(context, done, `${done.to} is in use now, instead of ${done.from}.\n`);
  }),
  refuse: change(async (context, { promotion }, modelId) => {
    const reason = text(context, 'reason');
    if (reason === undefined) throw new Problem('bad-input', 'Say why, with --reason.');
    const done = await promotion.refuse(needed(modelId, 'the model to refuse'), reason);
    await say(context, done, `${done.modelId} is refused.\n`);
  }),
  rollback: change(async (context, { promotion }) => {
    const done = await promotion.rollBack(text(context, 'to'), text(context, 'reason'));
    await say(context, done, `${done.to} is in use again, instead of ${done.from}.\n`);
  }),
  history: look(async (context, { handlers }) => {
    const { decisions, keyReplaced } = await handlers['learning.history']({}, NEVER);
    if (keyReplaced) context.note(keyReplacedWords(keyReplaced));
    await say(context, decisions, decisionsText(decisions));
  }),
  models: async (context) => {
    const found = await makers(context);
    await say(context, found, makersText(found));
  },
  reread: async (context, recordingId) => {
    if (flag(context, 'cancel')) {
      const cancelled = await giveUpRereading(context);
      return say(context, { cancelled }, `Given up: ${cancelled}. What was read before stays.\n`);
    }
    const read = await reread(context, recordingId);
    await say(context, read, `${read.done} read again; the earlier readings are kept.\n`);
    if (read.failed > 0) {
      throw new Problem('failed', `${read.failed} could not be read; what was read of them before stays.`);
    }
  },
  export: change(async (context, { exchange }, modelId) => {
    const { name, bytes, fingerprint, arrived } = await exchange.export(needed(modelId, 'the model to export'));
    const path = resolve(context.cwd, text(context, 'out') ?? name);
    replaceFile(path, bytes);
    await arrived();
    await say(
      context,
      { path, bytes: bytes.length, fingerprint },
      `${path}: ${bytes.length} bytes, signed. Tell those who import it this fingerprint, by telephone for example:\n${fingerprint}\n`,
    );
  }),
  import: change(async (context, learning, file) => {
    const path = resolve(context.cwd, needed(file, 'the file of the model'));
    const offer = await learning.exchange.offer(readPackageFile(path));
    context.note(`${offer.modelId}, signed by ${offer.signer} (${offer.standing}), ${offer.fingerprint}`);
    const id = await learning.exchange.accept(offer.offerId, text(context, 'trust'));
    const job = await learning.compare(id);
    await tellEnd(context, learning, await runJob(context, learning, job.id));
  }),
  watch: look(async (context, { handlers }) => {
    const weeks = wholeNumber(context, 'weeks', 1, 260) ?? 26;
    const found = await handlers['learning.watchAgreement']({ weeks }, NEVER);
    await say(context, found.weeks, agreementText(found.weeks));
  }),
};
