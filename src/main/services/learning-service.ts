import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { LearningJob, LearningPlan, TrainingSettings } from '../../shared/contract/learning.ts';
import type { LearningScope, SnapshotInfo } from '../../shared/contract/learning-data.ts';
import { Problem } from '../../shared/problem.ts';
import { modelPlaces, type ModelPlaces, modelWithId } from '../inference/models/model-registry.ts';
import type { JobProcess } from '../jobs/job-process.ts';
import { readSnapshot } from '../jobs/learning/learning-context.ts';
import type { LearningSpec } from '../jobs/learning/learning-request.ts';
import { patientsSeen } from '../jobs/learning/seen-patients.ts';
import type { Library } from '../library/open-library.ts';
import type { StudyChanges } from './changes.ts';
import { requireReader } from './editing/reader.ts';
import { AdaptationDesk } from './learning/adaptation-desk.ts';
import { agreementOf } from './learning/agreement-weeks.ts';
import { candidateList } from './learning/candidate-list.ts';
import { noProgress } from './learning/job-progress.ts';
import { latestDifferences } from './learning/latest-answers.ts';
import { LearnableLabels } from './learning/learnable-data.ts';
import { LearningQueue } from './learning/learning-queue.ts';
import { ModelExchange } from './learning/model-exchange.ts';
import { ModelPromotion } from './learning/model-promotion.ts';
import { problemOf } from './learning/sound-models.ts';
import { planFor, signalWork, specFor, specOfComparison } from './learning/training-plan.ts';

export type LearningHandlers = Pick<WorkstationHandlers, Extract<keyof WorkstationHandlers, `learning.${string}`>>;

export interface LearningServiceParts {
  readonly library: Library;
  /** A process of its own for trainings. */
  readonly job: JobProcess;
  readonly changes: StudyChanges;
  readonly modelsFolder?: string | undefined;
  readonly rehearsalFile?: string | undefined;
  readonly version: string;
  readonly log: (line: string) => void;
  readonly requireSound: () => void;
  /** Whose name snapshots, trainings and decisions bear; the reader of the preferences when absent. */
  readonly actor?: (() => string) | undefined;
  /** Work between two checkpoints; the usual when absent. */
  readonly checkpointSeconds?: number | undefined;
}

const DAY_MILLISECONDS = 86_400_000;
/** Kept as they were parsed, and looked through for judges, the latest. */
const MOST_SNAPSHOTS = 200;

/** The learning loop: from labels to a model in use, each step asked for by a person. */
export class LearningService {
  readonly handlers: LearningHandlers;
  readonly queue: LearningQueue;
  readonly exchange: ModelExchange;
  readonly promotion: ModelPromotion;
  private readonly library: Library;
  private readonly labels: LearnableLabels;
  private readonly places: ModelPlaces;
  private readonly parsed = new Map<string, SnapshotInfo>();
  private readonly rehearses: boolean;
  private readonly actor: () => string;
  private readonly checkpointSeconds: number | undefined;

  constructor(parts: LearningServiceParts) {
    const { library, modelsFolder, rehearsalFile, changes } = parts;
    this.library = library;
    this.actor = parts.actor ?? (() => requireReader(library));
    this.checkpointSeconds = parts.checkpointSeconds;
    this.places = modelPlaces(modelsFolder, library.folder);
    this.rehearses = rehearsalFile !== undefined && existsSync(rehearsalFile);
    this.labels = new LearnableLabels(library);
    this.promotion = new ModelPromotion({ library, places: this.places, actor: this.actor });
    this.exchange = new ModelExchange(library, this.places, this.promotion, this.actor);
    this.queue = new LearningQueue({ ...parts, activeModel: () => this.promotion.requireReading() });
    const adaptations = new AdaptationDesk(library, changes, this.actor);
    const { queue, promotion, exchange } = this;
    this.handlers = {
      'learning.preview': async (scope) => this.labels.preview(scope, await this.options()),
      'learning.snapshot': (scope) => this.snapshot(scope),
      'learning.snapshots': () => ({
        snapshots: library.learning.snapshots.ids().flatMap((id) => this.readableSnapshot(id)),
      }),
      'learning.plan': ({ snapshotId, settings }) => this.plan(snapshotId, settings),
      'learning.start': ({ snapshotId, settings }) => this.start(snapshotId, settings),
      'learning.pause': ({ jobId }) => queue.pause(jobId),
      'learning.resume': ({ jobId }) => queue.goOn(jobId),
      'learning.cancel': ({ jobId }) => queue.cancel(jobId),
      'learning.jobs': () => ({ jobs: queue.list() }),
      'learning.changes': (_input, signal) => this.changesOf(signal),
      'learning.watchJob': ({ jobId }, signal) => queue.watch(jobId, signal),
      'learning.candidates': async () => {
        const { reads, troubles } = await promotion.inUse();
        const active = reads === undefined ? {} : { activeModel: reads };
        return { candidates: await candidateList(library, this.places, reads), ...active, troubles: [...troubles] };
      },
      'learning.comparison': ({ modelId }) => promotion.comparison(modelId),
      'learning.promote': ({ modelId, overrideReason }) => promotion.promote(modelId, overrideReason),
      'learning.refuse': ({ modelId, reason }) => promotion.refuse(modelId, reason),
      'learning.rollback': ({ to, reason }) => promotion.rollBack(to, reason),
      'learning.history': () => {
        const [keyReplaced, fingerprint] = [exchange.key.replaced(), exchange.key.fingerprint()];
        return {
          decisions: library.learning.candidates.decisions(),
          ...(keyReplaced ? { keyReplaced } : {}),
          ...(fingerprint === undefined ? {} : { fingerprint }),
        };
      },
      'learning.acknowledgeKey': async () => {
        await exchange.key.acknowledge();
        return {};
      },
      'learning.exportModel': ({ modelId }) => exchange.pieces(modelId),
      'learning.receiveModel': ({ uploadId, bytes, last }) => exchange.receive(uploadId, bytes, last),
      'learning.acceptModel': async ({ offerId, trustFingerprint }) =>
        this.compare(await exchange.accept(offerId, trustFingerprint)),
      'learning.compareAnew': ({ modelId }) => this.compare(modelId),
      'learning.watchAgreement': ({ weeks }) => this.agreement(weeks),
      'learning.differingAnswers': async () => ({ answers: await latestDifferences(library) }),
      'learning.adaptation': ({ jobId }) => adaptations.offer(jobId),
      'learning.takeAdaptation': ({ jobId, revision }) => adaptations.take(jobId, revision),
    };
  }

  async snapshot(scope: LearningScope): Promise<SnapshotInfo> {
    return this.labels.snapshot(scope, await this.options(), this.actor());
  }

  /** What a training on a snapshot would do: also on one whose parent is not in use any more. */
  private async plan(snapshotId: string, settings: TrainingSettings): Promise<LearningPlan> {
    const snapshot = this.snapshotOf(snapshotId);
    const { reads } = await this.promotion.inUse();
    const parentModel = reads === undefined ? snapshot.parentModel : await this.parentOf(snapshot, reads);
    const parentInUse = parentModel === reads;
    const spec = specFor({ ...snapshot, parentModel }, settings);
    const { rehearses } = this;
    const work = planFor(spec, {
      rehearses,
      work: signalWork(snapshot, rehearses),
      earlier: this.queue.list(),
      workOf: ({ snapshotId: id }) => {
        const [before] = id === undefined ? [] : this.readableSnapshot(id);
        return before && signalWork(before, rehearses);
      },
    });
    return { parentModel, parentInUse, ...work };
  }

  /** @throws Problem `bad-input` where nothing can be learned, or nobody is left to judge what comes out */
  async start(snapshotId: string, settings: TrainingSettings): Promise<LearningJob> {
    const snapshot = this.snapshotOf(snapshotId);
    const stop = snapshot.remarks.find(({ severity }) => severity === 'stops');
    if (stop) throw new Problem('bad-input', stop.text);
    const reading = await this.promotion.requireReading();
    const parentModel = await this.parentOf(snapshot, reading);
    const heldOut = snapshot.patients.filter(({ side }) => side === 'held-out');
    if (snapshot.scope.kind === 'finetune' && heldOut.length > 0) {
      const { patients, snapshots } = this.library.learning;
      await patients.prepare();
      // An older snapshot may hold out another copy of what it learns from.
      const seen = new Set([
        ...this.seenBy([reading, parentModel]),
        ...patients.withOthers(snapshots.sides(snapshotId).train),
      ]);
      if (heldOut.every(({ key }) => seen.has(key))) {
        throw new Problem(
          'bad-input',
          'The model in use has learned from all patients that this snapshot holds out, so nobody could judge the ' +
            'result. Make a new snapshot and start with that.',
        );
      }
    }
    return this.add(specFor({ ...snapshot, parentModel }, settings, this.checkpointSeconds));
  }

  /**
   * Queues the comparison of a model with the one in use, on the snapshot whose held-out patients neither has seen, the
   * one with the most of them.
   * @throws Problem `not-found`
   */
  async compare(modelId: string): Promise<LearningJob> {
    const found = modelWithId(this.places, modelId);
    if (!found) throw new Problem('not-found', `There is no model ${modelId}. "einthoven learn status" lists them.`);
    const reading = await this.promotion.requireReading();
    if (modelId === reading) {
      throw new Problem('bad-input', `The model ${modelId} is in use: there is nothing to compare it with.`);
    }
    if (found.origin === 'shipped') {
      throw new Problem(
        'bad-input',
        `The model ${modelId} came with the program: every candidate is compared with it. Compare another one.`,
      );
    }
    await this.library.learning.patients.prepare();
    const seen = this.seenBy([modelId, reading]);
    const { snapshots } = this.library.learning;
    let best: { readonly id: string; readonly judges: number } | undefined;
    for (const id of snapshots.ids().slice(0, MOST_SNAPSHOTS)) {
      const { kind, heldOut } = snapshots.sides(id);
      if (kind !== 'finetune') continue;
      const judges = heldOut.filter((patient) => !seen.has(patient)).length;
      if (!best || judges > best.judges) best = { id, judges };
    }
    const job = await this.add(specOfComparison(modelId, best?.id));
    await this.exchange.list(modelId, job.id);
    return job;
  }

  close(): Promise<void> {
    return this.queue.close();
  }

  private seenBy(models: readonly string[]): ReadonlySet<string> {
    return new Set(models.flatMap((id) => [...patientsSeen(this.library, this.places, id)]));
  }

  /** A parent that is damaged or gone gives way to the model that reads. */
  private async parentOf(snapshot: SnapshotInfo, reading: string): Promise<string> {
    return (await this.isSound(snapshot.parentModel)) ? snapshot.parentModel : reading;
  }

  private async isSound(modelId: string): Promise<boolean> {
    const found = modelWithId(this.places, modelId);
    return found !== undefined && (await problemOf(found.folder, found.origin)) === undefined;
  }

  /** A snapshot never changes: it is parsed once. */
  private snapshotOf(id: string): SnapshotInfo {
    const known = this.parsed.get(id) ?? readSnapshot(this.library, id);
    if (this.parsed.size >= MOST_SNAPSHOTS) this.parsed.clear();
    this.parsed.set(id, known);
    return known;
  }

  /** Nothing for one that cannot be read: whoever asks for it by name is told why. */
  private readableSnapshot(id: string): SnapshotInfo[] {
    try {
      return [this.snapshotOf(id)];
    } catch (thrown) {
      if (thrown instanceof Problem) return [];
      throw thrown;
    }
  }

  private add(spec: LearningSpec): Promise<LearningJob> {
    return this.queue.add({
      id: randomUUID(),
      kind: spec.kind,
      snapshotId: spec.snapshotId,
      spec,
      progress: noProgress(),
      createdBy: this.actor(),
      createdAt: new Date().toISOString(),
    });
  }

  private async options() {
    const { reads } = await this.promotion.inUse();
    const parentModel = reads ?? this.promotion.activeModel();
    return { parentModel, isSound: reads !== undefined, rehearses: this.rehearses };
  }

  private agreement(weeks: number) {
    const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
    const first = day(Date.now() - 7 * weeks * DAY_MILLISECONDS);
    // What was usual before is told from all there is.
    const all = agreementOf(this.library.learning.answerWeeks('0000-01-01'));
    return { weeks: all.weeks.filter(({ week }) => week >= first), falls: all.falls };
  }

  private async *changesOf(signal: AbortSignal) {
    const changes = this.queue.changes.listen(signal);
    yield { jobs: this.queue.list() };
    while ((await changes.next()).done !== true) yield { jobs: this.queue.list() };
  }
}
