import type { SnapshotInfo } from '../../../shared/contract/learning-data.ts';
import { storedBytes } from '../../library/learning-loop/stored-value.ts';
import { verifyFiles } from '../../inference/models/model-files.ts';
import { type ModelPlaces, modelPlaces, modelsByPreference } from '../../inference/models/model-registry.ts';
import { readModel, type UsableModel } from '../../inference/models/read-model.ts';
import { EventQueue } from '../../learning/child/event-queue.ts';
import { TrainingControl } from '../../learning/training-control.ts';
import type { Library } from '../../library/open-library.ts';
import { compareOnSnapshot, comparisonOf, type Contestant } from './compare-on-snapshot.ts';
import { importedManifest } from './imported-manifest.ts';
import { keepCandidate } from './keep-candidate.ts';
import { type LearningContext, modelById, snapshotOf } from './learning-context.ts';
import type { LearningRequest, LearningStep } from './learning-request.ts';
import { offerAdaptation } from './offer-adaptation.ts';
import { readRehearsalRecords } from './rehearsal-records.ts';
import { learnedElsewhere, patientsSeen } from './seen-patients.ts';
import { stepBack } from './step-back.ts';
import { finetuneOnSnapshot, pretrainOnSnapshot, type TrainedPart } from './train-on-snapshot.ts';

/** What a job leaves to be told. */
type End = Extract<LearningStep, { kind: 'end' }>;

/**
 * Runs a learning job to its end, or until `signal` is aborted: it has then kept itself and the same request goes on.
 * @throws Problem in a sentence for whatever stops it; what it has done is kept
 */
export async function* runLearning(
  library: Library,
  request: LearningRequest,
  signal: AbortSignal,
): AsyncGenerator<LearningStep, void, undefined> {
  stepBack();
  const steps = new EventQueue<LearningStep>(
    (newer, older) => newer.kind === 'stage' && older.kind === 'stage' && newer.stage === older.stage,
  );
  const context: LearningContext = {
    library,
    request,
    control: new TrainingControl(signal),
    report: (step) => steps.push(step),
  };
  const work = run(context).then(
    (end) => {
      steps.push(end);
      steps.end();
    },
    (thrown: unknown) => steps.fail(thrown),
  );
  try {
    yield* steps;
  } finally {
    await work;
  }
}

async function run(context: LearningContext): Promise<End> {
  const { spec } = context.request;
  context.report({ kind: 'stage', stage: 'reading', fraction: 0 });
  const rehearsal = readRehearsalRecords(context.request.rehearsal);
  if (spec.kind === 'evaluate') {
    const model = await modelById(context, spec.model);
    const snapshot = spec.snapshotId === undefined ? undefined : snapshotOf(context, spec.snapshotId);
    const opponents = await opponentsOf(context, model);
    return finish(context, snapshot, model, opponents, { beats: model.beats, kept: () => Promise.resolve(model.id) });
  }
  const snapshot = snapshotOf(context, spec.snapshotId);
  const parent = await modelById(context, spec.model);
  if (spec.kind === 'adapt') {
    const { model } = await finetuneOnSnapshot(context, snapshot, parent, rehearsal);
    const offer = await offerAdaptation(context, snapshot, parent, model);
    context.library.learning.candidates.saveAdaptation(context.request.jobId, storedBytes(offer));
    return { kind: 'end' };
  }
  // Before hours of training, not after: a damaged one is to be mended first. All files of the parent go into the model.
  await verifyFiles(parent.folder, parent.origin);
  const opponents = await opponentsOf(context, parent);
  if (spec.kind === 'pretrain') {
    const trained = await pretrainOnSnapshot(context, snapshot, parent);
    return finish(context, snapshot, parent, opponents, {
      // What it reads with is the parent's: the comparison shows that nothing changes.
      beats: parent.beats,
      kept: (comparison) => keep(context, snapshot, parent, { ...trained, part: 'pretrained' }, comparison),
    });
  }
  const trained = await finetuneOnSnapshot(context, snapshot, parent, rehearsal);
  return finish(context, snapshot, parent, opponents, {
    beats: trained.model,
    kept: (comparison) => keep(context, snapshot, parent, { ...trained, part: 'beats' }, comparison),
  });
}

type Compared = Awaited<ReturnType<typeof compareOnSnapshot>>;

interface Candidate {
  readonly beats: TrainedPart['model'] | UsableModel['beats'];
  /** Keeps the model, if it is new, and tells its id. */
  readonly kept: (compared: Compared) => Promise<string>;
}

/** What a candidate is held against. */
interface Opponents {
  readonly incumbent: UsableModel;
  readonly shipped: UsableModel | undefined;
}

/** @throws Problem where one of them is gone or damaged */
async function opponentsOf({ library, request }: LearningContext, parent: UsableModel): Promise<Opponents> {
  const { incumbent, models, spec } = request;
  const except = [incumbent, ...(spec.kind === 'evaluate' ? [parent.id] : [])];
  return {
    incumbent: await modelById({ library, request }, incumbent),
    shipped: await shippedModel(modelPlaces(models, library.folder), except),
  };
}

/** Compares a candidate with the model in use, keeps it, and both the candidate and the comparison in one transaction. */
async function finish(
  context: LearningContext,
  snapshot: SnapshotInfo | undefined,
  parent: UsableModel,
  { incumbent, shipped }: Opponents,
  candidate: Candidate,
): Promise<End> {
  const { library, request, report } = context;
  const places = modelPlaces(request.models, library.folder);
  await library.learning.patients.prepare();
  const seen = new Set([incumbent.id, parent.id].flatMap((id) => [...patientsSeen(library, places, id)]));
  if (snapshot && request.spec.kind !== 'evaluate') {
    // An older snapshot may hold out another copy of what it learns from.
    const { train } = library.learning.snapshots.sides(snapshot.id);
    for (const patient of library.learning.patients.withOthers(train)) seen.add(patient);
  }
  const contestant = ({ beats, card }: UsableModel): Contestant => ({ beats, calibration: card.calibration.beats });
  const elsewhere = {
    candidate: learnedElsewhere(library, places, parent.id),
    incumbent: learnedElsewhere(library, places, incumbent.id),
  };
  const judges = { snapshot, seen, elsewhere };
  const compared = await compareOnSnapshot(context, judges, readRehearsalRecords(request.rehearsal), {
    candidate: { beats: candidate.beats, calibration: parent.card.calibration.beats },
    incumbent: contestant(incumbent),
    shipped: shipped && contestant(shipped),
  });
  report({ kind: 'stage', stage: 'keeping', fraction: 0 });
  const modelId = await candidate.kept(compared);
  const at = new Date().toISOString();
  const comparison = comparisonOf(compared, { candidate: modelId, incumbent: incumbent.id }, at);
  const { passed } = comparison.gate;
  await library.whenFree(() =>
    library.transaction(() => {
      const { candidates } = library.learning;
      candidates.add({ modelId, jobId: request.jobId, manifest: manifestOf(context, snapshot, parent), at });
      const content = storedBytes(comparison);
      candidates.addComparison({ modelId, incumbentId: incumbent.id, passed, content, at });
    }),
  );
  return { kind: 'end', candidateId: modelId, passed };
}

/**
 * The newest that came with the program: small losses, each within the margin, must not add up to a large one.
 * @throws Problem where it is damaged: without it nobody can tell
 */
async function shippedModel(places: ModelPlaces, except: readonly string[]): Promise<UsableModel | undefined> {
  const [first] = modelsByPreference(places, []);
  if (first?.problem) throw first.problem;
  if (!first || except.includes(first.card.id)) return undefined;
  return readModel(first.folder, first.origin);
}

const NO_LABELS = { N: 0, S: 0, V: 0, F: 0, Q: 0 };

function manifestOf({ request }: LearningContext, snapshot: SnapshotInfo | undefined, parent: UsableModel) {
  const { kind, device, threads } = request.spec;
  const name = `${parent.card.name} ${parent.card.version}`;
  if (kind === 'evaluate') return importedManifest(parent.card, parent.folder);
  return {
    ...{ name, origin: 'trained', kind, parentModel: parent.id, snapshotId: snapshot?.id },
    ...{ version: request.version, device, threads, labels: snapshot?.train ?? NO_LABELS },
  };
}

function keep(
  context: LearningContext,
  snapshot: SnapshotInfo,
  parent: UsableModel,
  trained: TrainedPart & { readonly part: 'beats' | 'pretrained' },
  compared: Compared,
): Promise<string> {
  const { request } = context;
  const { spec } = request;
  const labels = Object.values(snapshot.train).reduce((sum, count) => sum + count, 0);
  const patients = snapshot.patients.filter(({ side }) => side === 'train').length;
  const summary =
    trained.part === 'beats'
      ? `Fine-tuned from ${parent.id} on ${labels} beats of ${patients} patients that readers confirmed or corrected.`
      : `${parent.id} with a trunk pretrained on ${snapshot.recordings.length} recordings without labels; it says the same.`;
  return keepCandidate(
    context,
    parent,
    { part: trained.part, path: trained.path, summary: `${summary} ${parent.card.summary}` },
    comparisonOf(compared, { candidate: '', incumbent: '' }, ''),
    {
      kind: spec.kind,
      parentModel: parent.id,
      snapshotHash: snapshot.hash,
      version: request.version,
      device: spec.device,
      threads: spec.threads,
      labels: snapshot.train,
    },
  );
}
