import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SnapshotInfo } from '../../../shared/contract/learning-data.ts';
import { readCheckpoint } from '../../nat/checkpoint.ts';
import type { UsableModel } from '../../inference/models/read-model.ts';
import { fileNameOf } from '../../inference/models/model-card.ts';
import { readPart } from '../../inference/models/model-files.ts';
import type { ConfirmedRecord } from '../../learning/clinic/clinic-batches.ts';
import { clinicRecipe } from '../../learning/clinic/clinic-recipe.ts';
import { trainOnDevice } from '../../learning/clinic/device-fallback.ts';
import { adaptationRecipe } from '../../learning/clinic/adapt-recording.ts';
import { trainClinic } from '../../learning/clinic/train-clinic.ts';
import { readModelFile, type StoredModel, writeModelFile } from '../../learning/model-file.ts';
import { pretrain, PRETRAINING_PACE } from '../../learning/pretraining/pretrain.ts';
import { type StoredRecord, storeRecord } from '../../learning/pretraining/stored-record.ts';
import { RunCheckpoint, type RunDescription } from '../../learning/run-checkpoint.ts';
import { asJson, isFinished } from '../../learning/tasks/run-description.ts';
import type { FreshModel, TrainOptions } from '../../learning/train-model.ts';
import type { TrainedModel } from '../../learning/trained-model.ts';
import { toModelBand } from '../../nat/inputs/model-band.ts';
import { leadNameIndices } from '../../nat/inputs/window-record.ts';
import { ecgLeads, millivoltsOf } from '../../inference/reading/recording-source.ts';
import { MISSING_SAMPLE } from '../../../shared/recording.ts';
import { learnedRecordings, numbered, trainedOnWith } from './clinic-record-names.ts';
import { confirmedBlocks } from './confirmed-records.ts';
import { keepingProgress, type LearningContext, workFolder } from './learning-context.ts';
import type { Rehearsal } from './rehearsal-records.ts';

/** Blocks of half an hour that are held in memory at once: three leads take some 350 MB. */
const MOST_BLOCKS = 64;
/** Recordings, half an hour of two leads of each, that pretraining holds: some 270 MB. */
const MOST_RECORDINGS = 150;
const PRETRAINING_LEADS = 2;
const PRETRAINING_SECONDS = 1_800;

/** What was trained on a snapshot, and from what. */
export interface TrainedPart {
  /** The finished file, in the job's folder. */
  readonly path: string;
  readonly model: StoredModel;
}

/** Fine-tunes the beats of a model on the snapshot's training patients; goes on where it was, if it was begun. */
export async function finetuneOnSnapshot(
  context: LearningContext,
  snapshot: SnapshotInfo,
  parent: UsableModel,
  rehearsal: Rehearsal,
): Promise<TrainedPart> {
  const { spec } = context.request;
  const adapts = spec.kind === 'adapt';
  const recipe = adapts ? adaptationRecipe(spec.steps) : clinicRecipe(spec.steps);
  const start = spec.start === 'pretrained' ? await pretrainedTrunk(parent) : parent.beats;
  return trainPart(context, 'beats', {
    description: { ...describe(context, snapshot), recipe, rehearsal: rehearsal.hash ?? null },
    trainedOn: trainedOnWith(
      context.library,
      parent.id,
      readModelFile(join(parent.folder, fileNameOf('beats'))).trainedOn,
      snapshot,
    ),
    train: async (options, onLook) => {
      const records = await trainingBlocks(context, snapshot);
      // What the model in use says is to be kept, also where the training begins with another trunk.
      const teacher = parent.beats;
      return trainClinic(
        { parent: start, teacher, records, rehearsal: rehearsal.train, watch: adapts ? [] : rehearsal.watch, recipe },
        { ...options, onLook },
      );
    },
  });
}

/** Masked reconstruction of the snapshot's recordings, labels or not. */
export async function pretrainOnSnapshot(
  context: LearningContext,
  snapshot: SnapshotInfo,
  parent: UsableModel,
): Promise<TrainedPart> {
  const { steps, seed } = context.request.spec;
  const pace = { ...PRETRAINING_PACE, leads: PRETRAINING_LEADS, steps };
  const from = await pretrainedOf(parent);
  return trainPart(context, 'pretrained', {
    description: { ...describe(context, snapshot), pace },
    trainedOn: numbered(learnedRecordings(snapshot).length),
    train: async (options) =>
      pretrain(from?.model ?? parent.beats.model, await storedRecords(context, snapshot), pace, {
        ...options,
        seed,
        from,
      }),
  });
}

interface PartTraining {
  readonly description: RunDescription;
  readonly trainedOn: readonly string[];
  readonly train: (
    options: TrainOptions,
    onLook: (step: number, values: Readonly<Record<string, number>>) => void,
  ) => Promise<FreshModel>;
}

async function trainPart(context: LearningContext, part: string, training: PartTraining): Promise<TrainedPart> {
  const { library, request, control, report } = context;
  const { spec, jobId } = request;
  const path = join(workFolder(library.folder, jobId), `${part}.nat`);
  const run = asJson(training.description);
  const checkpoint = new RunCheckpoint(path, run);
  if (checkpoint.isOfAnotherRun()) {
    checkpoint.remove();
    rmSync(path, { force: true });
    report({ kind: 'notice', notice: { code: 'began-anew' } });
  }
  if (isFinished(path, run)) return { path, model: readModelFile(path) };
  report({ kind: 'stage', stage: 'reading', fraction: 0 });
  const model = await keepingProgress(() =>
    trainOnDevice(
      spec.device,
      (device) =>
        training.train(
          {
            seed: spec.seed,
            threads: spec.threads,
            device,
            control,
            checkpoint,
            checkpointSeconds: spec.checkpointSeconds,
            onStep: ({ step, losses, windowsPerSecond, secondsLeft }) =>
              report({ kind: 'step', step, losses: { ...losses }, windowsPerSecond, secondsLeft }),
            onCheckpoint: (step) => report({ kind: 'checkpoint', step }),
          },
          (step, values) => report({ kind: 'look', step, values: { ...values } }),
        ),
      (device) => report({ kind: 'notice', notice: { code: 'device-lost', device }, device: 'cpu' }),
    ),
  );
  // Nothing that differs from one sitting to the next: an undisturbed training writes the same bytes.
  const notes = { run, trainedOn: training.trainedOn };
  await keepingProgress(() => writeModelFile(path, model, { step: model.steps, seed: spec.seed, notes }));
  checkpoint.remove();
  return { path, model: readModelFile(path) };
}

/** All that decides the weights that come out. */
const describe = ({ request }: LearningContext, snapshot: SnapshotInfo): RunDescription => ({
  task: request.spec.kind,
  model: request.spec.model,
  start: request.spec.start,
  snapshot: snapshot.hash,
  version: request.version,
  seed: request.spec.seed,
  threads: request.spec.threads,
});

/** The blocks of the training patients, those with the most labels where there are too many to hold. */
async function trainingBlocks(context: LearningContext, snapshot: SnapshotInfo): Promise<ConfirmedRecord[]> {
  const { library, control, report, request } = context;
  const { scope } = snapshot;
  const sides = new Map(snapshot.patients.map(({ key, side }) => [key, side]));
  const recordings = snapshot.recordings.filter(({ patient }) => sides.get(patient) === 'train');
  const blocks: { readonly block: ConfirmedRecord; readonly labels: number }[] = [];
  let left = 0;
  for (const [index, recording] of recordings.entries()) {
    await control.pass();
    const labels = library.learning.snapshots.labels(snapshot.id, recording.recordingId);
    if (!labels) continue;
    const { rate } = library.signals.recording(recording.recordingId);
    const until = request.spec.kind === 'adapt' ? scope.adaptSeconds * rate : Infinity;
    for (const block of confirmedBlocks(library, recording, labels, { counts: (sample) => sample < until })) {
      blocks.push({ block, labels: block.usable.reduce((sum, one) => sum + one, 0) });
      if (blocks.length <= MOST_BLOCKS) continue;
      const fewest = blocks.reduce((least, one, at) => (one.labels < (blocks[least]?.labels ?? 0) ? at : least), 0);
      blocks.splice(fewest, 1);
      left++;
    }
    report({ kind: 'stage', stage: 'reading', fraction: (index + 1) / recordings.length });
  }
  if (left > 0) {
    report({ kind: 'notice', notice: { code: 'labels-left-out', halfHours: left } });
  }
  return blocks.map(({ block }) => block);
}

async function storedRecords(context: LearningContext, snapshot: SnapshotInfo): Promise<StoredRecord[]> {
  const { library, control, report } = context;
  const sides = new Map(snapshot.patients.map(({ key, side }) => [key, side]));
  const recordings = snapshot.recordings
    .filter(({ patient }) => sides.get(patient) === 'train')
    .slice(0, MOST_RECORDINGS);
  const records: StoredRecord[] = [];
  for (const [index, { recordingId }] of recordings.entries()) {
    await control.pass();
    const recording = library.signals.recording(recordingId);
    const leads = ecgLeads(recording).slice(0, PRETRAINING_LEADS);
    if (leads.length === 0) continue;
    const signals = leads.map(({ index: lead, lead: info }) => {
      const samples = library.signals.readSamples(recordingId, lead, 0, Math.floor(PRETRAINING_SECONDS * info.rate));
      const scale = millivoltsOf(info) / (info.gain === 0 ? 1 : info.gain);
      const physical = Float32Array.from(samples, (value) =>
        value === MISSING_SAMPLE ? Number.NaN : (value - info.baseline) * scale,
      );
      return toModelBand(physical, info.rate);
    });
    const names = leadNameIndices({ leads: leads.map(({ lead }) => lead) });
    records.push(await storeRecord('clinic', { id: `clinic/${recordingId}`, leads: signals, leadName: names }));
    report({ kind: 'stage', stage: 'reading', fraction: (index + 1) / recordings.length });
  }
  return records;
}

/** The pretrained trunk that a model brings, if it does. */
async function pretrainedOf({ folder, card, origin, id }: UsableModel): Promise<TrainedModel | undefined> {
  if (!card.files.pretrained) return undefined;
  const { model, head, layout, state } = readCheckpoint(
    await readPart(folder, card, 'pretrained', origin),
    `${id}/pretrained.nat`,
  );
  const parameters = state.vectors.averaged ?? state.vectors.parameters;
  return parameters && { model, head, layout, parameters };
}

/** The parent's head for beats on the pretrained trunk, where its shape allows. */
async function pretrainedTrunk(parent: UsableModel): Promise<TrainedModel> {
  const pretrained = await pretrainedOf(parent);
  const { model, head, layout } = parent.beats;
  if (!pretrained) return parent.beats;
  const parameters = parent.beats.parameters.slice();
  for (const { name, offset, shape } of layout.entries) {
    const found = pretrained.layout.entries.find((entry) => entry.name === name);
    if (!name.startsWith('trunk.') || found?.shape.join() !== shape.join()) continue;
    const size = shape.reduce((product, side) => product * side, 1);
    parameters.set(pretrained.parameters.subarray(found.offset, found.offset + size), offset);
  }
  return { model, head, layout, parameters };
}
