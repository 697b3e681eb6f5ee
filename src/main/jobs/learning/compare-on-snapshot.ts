import type { Comparison } from '../../../shared/contract/learning-evaluation.ts';
import type { SnapshotInfo } from '../../../shared/contract/learning-data.ts';
import { AAMI_CLASSES } from '../../../shared/annotation-codes.ts';
import { calibrateClasses } from '../../inference/models/calibration.ts';
import type { Calibration } from '../../inference/models/calibration.ts';
import { BeatPredictor } from '../../learning/beats/predict-beats.ts';
import { type ComparedRecording, compareGroup, disagreements } from '../../learning/clinic/compare-models.ts';
import { judge } from '../../learning/clinic/gate.ts';
import { isShort } from '../../learning/clinic/scored-beats.ts';
import type { TrainedModel } from '../../learning/trained-model.ts';
import { MODEL_RATE } from '../../nat/inputs/model-band.ts';
import { confirmedBlocks } from './confirmed-records.ts';
import type { LearningContext } from './learning-context.ts';
import type { Rehearsal } from './rehearsal-records.ts';

/** A model that takes part in a comparison. */
export interface Contestant {
  readonly beats: TrainedModel;
  readonly calibration: Calibration;
}

type Both = Readonly<Record<'candidate' | 'incumbent', Contestant>>;

/** Both models on the same beats: held-out patients of the library, and the reference set. */
export interface Compared {
  readonly clinic: readonly ComparedRecording[];
  readonly reference: readonly ComparedRecording[];
}

export async function compareOnSnapshot(
  context: LearningContext,
  snapshot: SnapshotInfo | undefined,
  { reference }: Rehearsal,
  models: Both,
): Promise<Compared> {
  const { control, report, request } = context;
  const { threads } = request.spec;
  const sides = new Map(snapshot?.patients.map(({ key, side }) => [key, side]));
  const heldOut = snapshot?.recordings.filter(({ patient }) => sides.get(patient) === 'held-out') ?? [];
  const total = heldOut.length + reference.length;
  let done = 0;
  const step = async (): Promise<void> => {
    report({ kind: 'stage', stage: 'comparing', fraction: done++ / Math.max(1, total) });
    await control.pass();
  };
  const candidate = await BeatPredictor.create(models.candidate.beats, threads);
  try {
    const incumbent = await BeatPredictor.create(models.incumbent.beats, threads);
    try {
      const clinic: ComparedRecording[] = [];
      for (const recording of heldOut) {
        await step();
        const labels = snapshot && context.library.learning.snapshots.labels(snapshot.id, recording.recordingId);
        if (!labels) continue;
        const { rate, samples } = context.library.signals.recording(recording.recordingId);
        const answers = new Answers();
        for (const { record, usable } of confirmedBlocks(context.library, recording, labels)) {
          answers.add(
            { ...record, code: record.reference.annotations.code },
            usable,
            await candidate.predict(record, undefined, usable),
            await incumbent.predict(record, undefined, usable),
          );
        }
        if (answers.count === 0) continue;
        const { recordingId, studyId, patient, name } = recording;
        const countedWhole = isShort({ rate, samples });
        clinic.push({ name, patient, rate, samples, countedWhole, recordingId, studyId, ...answers.columns(models) });
      }
      const known: ComparedRecording[] = [];
      for (const record of reference) {
        await step();
        const answers = new Answers();
        const { code } = record.reference.annotations;
        const all = new Uint8Array(code.length).fill(1);
        answers.add({ ...record, code }, all, await candidate.predict(record), await incumbent.predict(record));
        const { samples } = record.reference;
        const { id: name, patient } = record;
        known.push({ name, patient, rate: MODEL_RATE, samples, countedWhole: true, ...answers.columns(models) });
      }
      return { clinic, reference: known };
    } finally {
      await incumbent.release();
    }
  } finally {
    await candidate.release();
  }
}

/** The comparison as it is kept and shown. */
export function comparisonOf(
  { clinic, reference }: Compared,
  ids: { readonly candidate: string; readonly incumbent: string },
  at: string,
): Comparison {
  const groups = [
    ...(clinic.length > 0 ? [{ group: 'clinic' as const, recordings: clinic }] : []),
    ...(reference.length > 0 ? [{ group: 'reference' as const, recordings: joined(reference) }] : []),
  ];
  return {
    candidateId: ids.candidate,
    incumbentId: ids.incumbent,
    groups: groups.map(({ group, recordings }) => compareGroup(group, recordings, ids)),
    disagreements: disagreements(clinic),
    gate: judge(groups),
    at,
  };
}

/** The stretches of a record as one recording, one behind the other: a row a record. */
function joined(stretches: readonly ComparedRecording[]): ComparedRecording[] {
  return [...Map.groupBy(stretches, ({ patient }) => patient)].map(([patient, own]) => {
    const starts: number[] = [];
    let samples = 0;
    for (const { samples: length } of own) {
      starts.push(samples);
      samples += length;
    }
    return {
      name: patient,
      patient,
      rate: MODEL_RATE,
      samples,
      countedWhole: true,
      sample: Int32Array.from(own.flatMap(({ sample }, at) => Array.from(sample, (one) => one + (starts[at] ?? 0)))),
      code: Uint8Array.from(own.flatMap(({ code }) => [...code])),
      candidate: Float32Array.from(own.flatMap(({ candidate }) => [...candidate])),
      incumbent: Float32Array.from(own.flatMap(({ incumbent }) => [...incumbent])),
    };
  });
}

/** The labelled beats of a recording, gathered block by block. */
class Answers {
  private readonly sample: number[] = [];
  private readonly code: number[] = [];
  private readonly candidate: number[] = [];
  private readonly incumbent: number[] = [];

  get count(): number {
    return this.sample.length;
  }

  add(
    { sample, code }: { readonly sample: Int32Array; readonly code: Uint8Array },
    usable: Uint8Array,
    candidate: Float32Array,
    incumbent: Float32Array,
  ): void {
    const classes = AAMI_CLASSES.length;
    for (const [beat, one] of usable.entries()) {
      if (one !== 1) continue;
      this.sample.push(sample[beat] ?? 0);
      this.code.push(code[beat] ?? 0);
      this.candidate.push(...candidate.subarray(beat * classes, (beat + 1) * classes));
      this.incumbent.push(...incumbent.subarray(beat * classes, (beat + 1) * classes));
    }
  }

  columns(models: Both): Pick<ComparedRecording, 'sample' | 'code' | 'candidate' | 'incumbent'> {
    const probabilities = (side: 'candidate' | 'incumbent'): Float32Array => {
      const values = Float32Array.from(this[side]);
      calibrateClasses(values, AAMI_CLASSES.length, models[side].calibration);
      return values;
    };
    return {
      sample: Int32Array.from(this.sample),
      code: Uint8Array.from(this.code),
      candidate: probabilities('candidate'),
      incumbent: probabilities('incumbent'),
    };
  }
}
